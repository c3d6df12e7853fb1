"""How many cases a property is tried on: few by default, else as many as ATTUNE_TEST_CASES says."""

from __future__ import annotations

import os

_ASKED = int(os.environ.get("ATTUNE_TEST_CASES", "0"))
DEFAULT = 60
CASES = _ASKED or DEFAULT
"""Of one property."""


def cases(default: int) -> int:
    """Of a property whose cases are whole lives, and slow: `default`, or what the environment says."""
    return _ASKED or default
