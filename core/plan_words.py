"""What /checkins says in words, understood or refused: days, an hour, and one's own part in the plan.

Understood words come back in one fixed form that holds nothing else of what was written, so that a note may
carry them.
"""

from __future__ import annotations

import re
from datetime import time

from core import when

DAILY = tuple(range(7))
_DAYS = {"daily": DAILY, "weekdays": tuple(range(5)), "weekends": (5, 6)}
WEEKDAYS = tuple(name[:3] for name in when.WEEKDAYS)
"""The short names of the days, Monday first."""
_HOUR = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?")
_DASHES = re.compile(r"\s*[-–—]\s*(?=[a-z])")


def understood(text: str) -> tuple[str, ...]:
    """The words in their fixed form; none for none. Raises ValueError for what is not understood."""
    words = _DASHES.sub("-", text.lower().replace(",", " ")).split()
    match words:
        case [] | ["on" | "off"] | ["mine" | "away", "off"] | ["away", "week"]:
            return tuple(words)
        case ["mine", at]:
            return ("mine", _shown(_hour(at)))
        case ["away", until]:
            return ("away", when.date_of(until).isoformat())
        case _:
            days, at_time = days_and_hour(words)
            hours = () if at_time is None else (_shown(at_time),)
            return (*(WEEKDAYS[day] for day in days), *hours)


def days_and_hour(words: list[str] | tuple[str, ...]) -> tuple[tuple[int, ...], time | None]:
    """Of "mon thu 20:00", "mon-fri", "daily 19:30", "21:00": the days, sorted, and the one hour. Raises
    ValueError, also where two hours are said."""
    days: set[int] = set()
    at: time | None = None
    for word in words:
        if not word[:1].isdigit():
            days.update(_days(word))
        elif at is None:
            at = _hour(word)
        else:
            raise ValueError("more than one hour")
    return tuple(sorted(days)), at


def _days(word: str) -> tuple[int, ...]:
    """One day, or several under one name: mon, daily, fri-mon."""
    if word in _DAYS:
        return _DAYS[word]
    first, dash, last = word.partition("-")
    begin, end = when.weekday_of(first), when.weekday_of(last if dash else first)
    if begin is None or end is None:
        raise ValueError("neither a day nor an hour")
    return tuple((begin + step) % 7 for step in range((end - begin) % 7 + 1))


def _hour(text: str) -> time:
    """From "20:00", "9:30" or "20". Raises ValueError."""
    found = _HOUR.fullmatch(text)
    if found is None:
        raise ValueError("no time of day")
    return time(int(found[1]), int(found[2] or 0))


def _shown(at: time) -> str:
    return f"{at:%H:%M}"
