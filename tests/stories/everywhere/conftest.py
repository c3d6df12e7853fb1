"""The browser of the page's own tests."""

from tests.web.conftest import driver, page

__all__ = ["driver", "page"]
