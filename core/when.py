"""Plain words for a moment, on a person's own clock: "thu 18:00", "tomorrow", "in 3 days", "18:30".

The words stand at the beginning of what is said; the rest is left as it is. Nothing is guessed: what is not
understood is no moment. A time that the clocks leave out in spring is the one an hour later; one that they
show twice in autumn is the first that is still to come.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.clocks import readings

DAY_TIME = time(18)
"""When on a day, if no time is said. [P]"""
EVENING = time(19)
"""*This evening*, *tonight*, and *today* without a time. [P]"""
SOON = timedelta(hours=1)
"""What *this evening* means once that time is over. [P]"""
FARTHEST = timedelta(days=366)
"""No moment lies farther ahead, and no holiday ends later. [P]"""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST = 3
"""Letters by which a weekday is known: mon, tue, thur, thurs."""
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_UNITS = {"minute": timedelta(minutes=1), "min": timedelta(minutes=1), "hour": timedelta(hours=1)}
_DAYS = {"day": 1, "week": 7}
_24_HOURS = r"(?P<h24>\d{1,2})[:.](?P<m24>\d{2})"
_12_HOURS = r"(?P<h12>\d{1,2})(?::(?P<m12>\d{2}))?\s?(?P<half>[ap]m)"
_TIME = re.compile(rf"(?:at\s+)?(?:{_24_HOURS}|{_12_HOURS})(?!\w|:\d)", re.IGNORECASE)
_NO_TIME = re.compile(r"(?:at\s+)?(?:\d{1,2}:\d{2}|\d{1,2}(?::\d{2})?\s?[ap]m(?!\w))", re.IGNORECASE)
"""What looks like a time of day: where it is none, nothing is guessed."""
_IN = re.compile(r"in\s+(?P<many>\d{1,3}|[a-z]+)\s+(?P<unit>min|minute|hour|day|week)s?(?!\w)", re.IGNORECASE)
_DATE = re.compile(r"(?:on\s+)?(?P<date>\d{4}-\d{2}-\d{2})(?!\w)", re.IGNORECASE)
_WORD = re.compile(r"(?:on\s+|next\s+)?(?P<word>this\s+evening|[a-z]+)(?![\w'’])", re.IGNORECASE)
_BETWEEN = " \t\r\n,;:.–—-"


@dataclass(frozen=True, slots=True)
class When:
    """A moment that was said, and what was said after it. Holds words: it stays in memory."""

    at: datetime
    """UTC. May lie in the past: *today 09:00*, said at noon."""
    rest: str


@dataclass(frozen=True, slots=True)
class _Day:
    """A day that was named, and the time it means by itself."""

    date: date
    at: time = DAY_TIME
    weekday: bool = False
    """Named by its weekday: the next one, when its time is over today."""
    evening: bool = False


def weekday_of(word: str) -> int | None:
    """0 for Monday: of a day's name or how it begins, and of weds; None for no weekday."""
    word = "wed" if word == "weds" else word
    begins = (number for number, name in enumerate(WEEKDAYS) if name.startswith(word))
    return next(begins, None) if len(word) >= _SHORTEST else None


def date_of(text: str) -> date:
    """From "2026-12-24" or "24.12.2026". Raises ValueError."""
    day, month, year = map(int, text.split(".") if "." in text else reversed(text.split("-")))
    if max(day, month, year) > date.max.year:
        raise ValueError("no day that a clock knows")
    return date(year, month, day)


def parse(text: str, now: datetime, zone: str) -> When | None:
    """The moment that these words begin with; None when they begin with none, or lie too far ahead.

    `now` is aware; `zone` an IANA name. A weekday is the next one, today included while its time is to come.
    """
    try:
        found = _said(text.strip(), now, ZoneInfo(zone))
    except OverflowError:  # beyond the years that a clock knows
        return None
    if found is None or found.at - now > FARTHEST:
        return None
    return found


def day_of(text: str, today: date) -> date | None:
    """The day to come that these words name: *tomorrow*, *fri*, *in 3 days*; None where they say more."""
    found = _in_days(text.strip(), today) or _by_word(text.strip(), today)
    if found is None or found[1] or found[0].evening:
        return None
    over = found[0].date <= today and found[0].weekday
    return found[0].date + timedelta(days=7 if over else 0)


def this_evening(now: datetime, zone: str) -> datetime:
    """This evening, or an hour from now when that is over. UTC."""
    evening = _moment(now.astimezone(ZoneInfo(zone)).date(), EVENING, now, ZoneInfo(zone))
    return evening if evening > now else now + SOON


def in_days(days: int, now: datetime, zone: str) -> datetime:
    """So many calendar days from today, at the usual time of a day. UTC."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return _moment(day, DAY_TIME, now, ZoneInfo(zone))


def again(days: int, at: datetime, now: datetime, zone: str) -> datetime:
    """So many calendar days from today, at the time of day that `at` has on this clock. UTC."""
    local = ZoneInfo(zone)
    day = now.astimezone(local).date() + timedelta(days=days)
    return _moment(day, at.astimezone(local).time().replace(tzinfo=None, fold=0), now, local)


def _said(text: str, now: datetime, zone: ZoneInfo) -> When | None:
    for form in (_a_while, _a_day_then_a_time, _a_time_then_a_day):
        found = form(text, now, zone)
        if found is not None:
            return found
    return None


def _a_while(text: str, now: datetime, zone: ZoneInfo) -> When | None:
    """in 20 minutes, in 2 hours; days and weeks are days of the calendar, and may name a time."""
    found = _IN.match(text)
    if found is None:
        return None
    many, unit = _many(found), found["unit"].lower()
    return When(now + many * _UNITS[unit], _after(text, found.end())) if many and unit in _UNITS else None


def _a_day_then_a_time(text: str, now: datetime, zone: ZoneInfo) -> When | None:
    found = _day_in(text, now.astimezone(zone).date())
    if found is None:
        return None
    at, after = _time_in(found[1])
    return None if at is None and _NO_TIME.match(found[1]) else _on(found[0], at, after, now, zone)


def _a_time_then_a_day(text: str, now: datetime, zone: ZoneInfo) -> When | None:
    at, rest = _time_in(text)
    if at is None:
        return None
    today = now.astimezone(zone).date()
    found = _day_in(rest, today)
    if found is not None:
        return _on(found[0], at, found[1], now, zone)
    moment = _moment(today, at, now, zone)
    if moment <= now:
        moment = _moment(today + timedelta(days=1), at, now, zone)
    return When(moment, rest)


def _on(day: _Day, at: time | None, rest: str, now: datetime, zone: ZoneInfo) -> When:
    moment = _moment(day.date, at or day.at, now, zone)
    if moment <= now and day.weekday:
        moment = _moment(day.date + timedelta(days=7), at or day.at, now, zone)
    elif moment <= now and day.evening and at is None:
        moment = now + SOON
    return When(moment, rest)


def _day_in(text: str, today: date) -> tuple[_Day, str] | None:
    return _in_days(text, today) or _by_date(text, today) or _by_word(text, today)


def _in_days(text: str, today: date) -> tuple[_Day, str] | None:
    found = _IN.match(text)
    if found is None or found["unit"].lower() not in _DAYS:
        return None
    ahead = timedelta(days=_many(found) * _DAYS[found["unit"].lower()])
    return (_Day(today + ahead), _after(text, found.end())) if ahead else None


def _many(found: re.Match[str]) -> int:
    """How many; 0 for what is no number."""
    said = found["many"].lower()
    return int(said) if said.isdecimal() else _NUMBERS.get(said, 0)


def _by_date(text: str, today: date) -> tuple[_Day, str] | None:
    found = _DATE.match(text)
    if found is None:
        return None
    try:
        return _Day(date_of(found["date"])), _after(text, found.end())
    except ValueError:
        return None


def _by_word(text: str, today: date) -> tuple[_Day, str] | None:
    found = _WORD.match(text)
    if found is None:
        return None
    word = " ".join(found["word"].lower().split())
    day = _named(word, today)
    return None if day is None else (day, _after(text, found.end()))


def _named(word: str, today: date) -> _Day | None:
    known: dict[str, Callable[[], _Day]] = {
        "today": lambda: _Day(today, EVENING, evening=True),
        "tonight": lambda: _Day(today, EVENING, evening=True),
        "this evening": lambda: _Day(today, EVENING, evening=True),
        "tomorrow": lambda: _Day(today + timedelta(days=1)),
    }
    if word in known:
        return known[word]()
    place = weekday_of(word)
    return None if place is None else _Day(today + timedelta((place - today.weekday()) % 7), weekday=True)


def _time_in(text: str) -> tuple[time | None, str]:
    """A time of day that the text begins with, and the rest; the text as it is, without one."""
    found = _TIME.match(text)
    at = _time_of(found) if found is not None else None
    return (at, _after(text, found.end())) if found is not None and at is not None else (None, text)


def _time_of(found: re.Match[str]) -> time | None:
    if found["half"] is None:
        hour, minute = int(found["h24"]), int(found["m24"])
    else:
        said, minute = int(found["h12"]), int(found["m12"] or 0)
        if not 1 <= said <= 12:
            return None
        hour = said % 12 + (12 if found["half"].lower() == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _after(text: str, end: int) -> str:
    return text[end:].lstrip(_BETWEEN)


def _moment(day: date, at: time, now: datetime, zone: ZoneInfo) -> datetime:
    """A local time of a day as UTC: the first that is still to come, else the first."""
    first, second = readings(day, at, zone)
    return first if first > second or first > now or second <= now else second
