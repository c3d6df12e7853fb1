"""Why a platform cannot be used at all: said once, by whoever starts it. None of these carries a token."""

from __future__ import annotations


class TokenRefused(Exception):
    """The platform does not know this token (any more)."""


class IntentsRefused(Exception):
    """The platform does not let this bot receive what it was set up to read."""
