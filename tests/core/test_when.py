"""Plain words for a moment are understood on somebody's own clock, also while clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import when
from core.when import parse
from tests.cases import cases

BERLIN = "Europe/Berlin"
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=ZoneInfo(BERLIN))
"""A Monday."""
ZONES = (
    "UTC",
    BERLIN,
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/Santiago",
)
zones = st.sampled_from(ZONES)
moments = st.integers(0, 7 * 365 * 24 * 60).map(
    lambda m: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
rests = st.sampled_from(("", "ask about Thursday", "at 5 we talk: “tomorrow 18:00”", "18:30 call", "ünï 🙂"))


def local(at: datetime, zone: str = BERLIN) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%a %d %b %H:%M}"


def exists(day: date, at: time, zone: str) -> bool:
    """Whether the clocks of a zone show this time on this day."""
    wall = datetime.combine(day, at)
    there = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return there.replace(tzinfo=None) == wall


SAID = {
    "thu 18:00 ask about the interview": ("Thu 12 Mar 18:00", "ask about the interview"),
    "Thursday at 9:30: call": ("Thu 12 Mar 09:30", "call"),
    "on friday 6pm, cinema": ("Fri 13 Mar 18:00", "cinema"),
    "mon 11:00": ("Mon 16 Mar 11:00", ""),
    "mon 13:00": ("Mon 09 Mar 13:00", ""),
    "mon": ("Mon 09 Mar 18:00", ""),
    "18:30": ("Mon 09 Mar 18:30", ""),
    "11.30": ("Tue 10 Mar 11:30", ""),
    "at 7 am": ("Tue 10 Mar 07:00", ""),
    "12am": ("Tue 10 Mar 00:00", ""),
    "today": ("Mon 09 Mar 19:00", ""),
    "tonight 22:15 the book": ("Mon 09 Mar 22:15", "the book"),
    "this evening the book": ("Mon 09 Mar 19:00", "the book"),
    "tomorrow": ("Tue 10 Mar 18:00", ""),
    "tomorrow 08:00 - her exam": ("Tue 10 Mar 08:00", "her exam"),
    "08:00 tomorrow": ("Tue 10 Mar 08:00", ""),
    "in 3 days": ("Thu 12 Mar 18:00", ""),
    "in three days 07:45 bread": ("Thu 12 Mar 07:45", "bread"),
    "in a week": ("Mon 16 Mar 18:00", ""),
    "in 2 weeks": ("Mon 23 Mar 18:00", ""),
    "in 2 hours": ("Mon 09 Mar 14:00", ""),
    "in an hour the laundry": ("Mon 09 Mar 13:00", "the laundry"),
    "in 20 minutes tea": ("Mon 09 Mar 12:20", "tea"),
    "2026-04-01 09:00 the doctor": ("Wed 01 Apr 09:00", "the doctor"),
    "today 09:00": ("Mon 09 Mar 09:00", ""),
}


NO_MOMENTS = ["", "soon", "ask about thursday", "25:00", "18:75", "13pm", "0am", "in days", "in 0 days"]
NO_MOMENTS += ["thu 25:00 x", "tomorrow 13pm", "in 3 days 18:75 x", "2026-12-24 24:00"]
NO_MOMENTS += ["2026-13-01", "2026-02-30", "monkey 18:00", "to ask", "in 5 years", "sunny day", "satin"]
NO_MOMENTS += ["2028-01-01 10:00", "12", "i'm", "in 18:00", "wed's plan", "/keep", "in 900 days", "18:000"]


@pytest.mark.parametrize("text", SAID)
def test_a_moment_is_understood_and_the_rest_is_left(text: str) -> None:
    found = parse(text, NOON, BERLIN)
    assert found is not None
    assert (local(found.at), found.rest) == SAID[text]


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert parse(text, NOON, BERLIN) is None


@pytest.mark.parametrize(
    ("said", "utc"),
    [("2026-03-29 02:30", "01:30"), ("2026-03-29 03:30", "01:30"), ("2026-10-25 02:30", "00:30")],
)
def test_a_time_that_is_left_out_comes_an_hour_later_and_a_double_one_first(said: str, utc: str) -> None:
    found = parse(said, NOON, BERLIN)
    assert found is not None
    assert f"{found.at:%H:%M}" == utc


def test_the_second_of_a_double_time_is_meant_when_the_first_is_over() -> None:
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    found = parse("02:30", between, BERLIN)
    assert found is not None
    assert found.at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@settings(max_examples=cases(200), deadline=None)
@given(moments, zones, clocks, rests)
def test_a_time_alone_is_the_next_one(now: datetime, zone: str, at: time, rest: str) -> None:
    found = parse(f"{at:%H:%M} {rest}", now, zone)
    if rest[:1].isdigit() or rest.startswith("at"):
        return  # that would be said twice
    assert found is not None
    assert now < found.at <= now + timedelta(days=2)
    assert found.rest == rest
    there = found.at.astimezone(ZoneInfo(zone))
    if exists(there.date(), at, zone):
        assert there.time() == at


@settings(max_examples=cases(200), deadline=None)
@given(moments, zones, clocks, st.integers(0, 6), st.integers(3, 9))
def test_a_weekday_is_the_next_one_of_its_name(
    now: datetime, zone: str, at: time, day: int, letters: int
) -> None:
    found = parse(f"{when.WEEKDAYS[day][:letters]} {at:%H:%M}", now, zone)
    assert found is not None
    there = found.at.astimezone(ZoneInfo(zone))
    assert now < found.at < now + timedelta(days=9)
    if exists(there.date(), at, zone):
        assert (there.weekday(), there.time()) == (day, at)


@settings(max_examples=cases(200), deadline=None)
@given(moments, zones, clocks, st.integers(1, 60))
def test_days_are_days_of_the_calendar(now: datetime, zone: str, at: time, days: int) -> None:
    wanted = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    found = parse(f"in {days} days {at:%H:%M}", now, zone)
    assert found is not None
    if exists(wanted, at, zone):
        assert found.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(wanted, at)
    by_button = when.in_days(days, now, zone).astimezone(ZoneInfo(zone))
    if exists(wanted, when.DAY_TIME, zone):
        assert by_button.replace(tzinfo=None) == datetime.combine(wanted, when.DAY_TIME)


@settings(max_examples=cases(200), deadline=None)
@given(moments, zones)
def test_what_the_buttons_offer_is_still_to_come(now: datetime, zone: str) -> None:
    assert now < when.this_evening(now, zone) <= now + timedelta(days=1)
    assert all(when.in_days(days, now, zone) > now for days in (1, 3, 7))
    assert all(when.again(days, now, now, zone) > now for days in (1, 7))


@settings(max_examples=cases(200), deadline=None)
@given(st.text(max_size=60), moments, zones)
def test_whatever_is_said_nothing_breaks_and_the_rest_is_its_end(text: str, now: datetime, zone: str) -> None:
    found = parse(text, now, zone)
    assert found is None or text.strip().endswith(found.rest)


@pytest.mark.parametrize(
    ("text", "zone"), [("0001-01-01 00:00 x", "Asia/Tokyo"), ("9999-12-31 23:59 x", "America/New_York")]
)
def test_the_ends_of_the_calendar_are_no_moments(text: str, zone: str) -> None:
    assert parse(text, NOON, zone) is None
