"""One browser for all page tests; every test gets a page of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver

from tests.web.fake_shell import FakeShell
from tests.web.page import DESKTOP, Page, browser, missing_browser
from tests.web.serving import served


@pytest.fixture(scope="session")
def driver() -> Iterator[webdriver.Chrome]:
    reason = missing_browser()
    if reason:
        pytest.skip(reason)
    with browser() as started:
        yield started


@pytest.fixture
def page(driver: webdriver.Chrome) -> Page:
    """A page object in a window of a desk, light, with nothing left of the test before."""
    opened = Page(driver)
    driver.get("about:blank")
    opened.resize(DESKTOP)
    opened.prefer(prefers_color_scheme="light", prefers_reduced_motion="reduce")
    opened.complaints()
    return opened


@pytest.fixture
def behind(page: Page) -> Iterator[FakeShell]:
    """The fake bot behind the open page."""
    with served() as (address, shell):
        page.open(address)
        page.person("Ana").sees("Nothing is read")
        yield shell
