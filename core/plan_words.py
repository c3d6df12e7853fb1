"""What /checkins says in words, understood or refused: days, an hour, and one's own part in the plan.

Understood words come back in one fixed form that holds nothing else of what was written, so that a note may
carry them.
"""

from __future__ import annotations

import re
from datetime import date, time

DAILY = tuple(range(7))
_DAYS = {"daily": DAILY, "weekdays": tuple(range(5)), "weekends": (5, 6)}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The short names of the days, Monday first."""
_NAMES = (
    ("mon", "monday"),
    ("tue", "tues", "tuesday"),
    ("wed", "weds", "wednesday"),
    ("thu", "thur", "thurs", "thursday"),
    ("fri", "friday"),
    ("sat", "saturday"),
    ("sun", "sunday"),
)
_BY_NAME = {name: day for day, names in enumerate(_NAMES) for name in names}
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
            return ("away", date.fromisoformat(until).isoformat())
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
    if first not in _BY_NAME or (dash and last not in _BY_NAME):
        raise ValueError("neither a day nor an hour")
    begin, end = _BY_NAME[first], _BY_NAME[last or first]
    return tuple((begin + step) % 7 for step in range((end - begin) % 7 + 1))


def _hour(text: str) -> time:
    """From "20:00", "9:30" or "20". Raises ValueError."""
    found = _HOUR.fullmatch(text)
    if found is None:
        raise ValueError("no time of day")
    return time(int(found[1]), int(found[2] or 0))


def _shown(at: time) -> str:
    return f"{at:%H:%M}"
