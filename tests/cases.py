"""How many cases a property is asked: a few while one works, ten thousand by command.

ATTUNE_TEST_CASES=10000 python -m pytest tests/core/test_known_in_time.py
"""

from __future__ import annotations

import os


def cases(default: int) -> int:
    """The number of cases: what the environment says, else `default`."""
    return int(os.environ.get("ATTUNE_TEST_CASES", "0")) or default
