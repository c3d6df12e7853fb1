"""Quiet hours on a person's own clock: over midnight, in any zone, when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.ids import PersonId
from core.people import Person, QuietHours
from core.quiet import in_quiet_hours, later, quiet_end, waking_minutes
from tests.core.builders import ANA, MONDAY

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")
SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)
"""Midnight before Berlin's clocks change, at 01:00 UTC."""


def resting(hours: str, zone: str = "UTC") -> Person:
    return Person(id=ANA, zone=zone, quiet_hours=QuietHours.parse(hours))


def on_clock(text: str, zone: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
hours_ = st.tuples(clocks, clocks).filter(lambda two: two[0] != two[1]).map(lambda two: QuietHours(*two))
persons = st.builds(Person, id=st.just(ANA), zone=st.sampled_from(ZONES), quiet_hours=hours_)
near_changes = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes),
    st.sampled_from(
        [MONDAY, SPRING, AUTUMN, datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 4, 4, tzinfo=UTC)]
    ),
    st.integers(0, 3000),
)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("21:59", False), ("22:00", True), ("23:59", True), ("00:00", True), ("07:59", True), ("08:00", False)],
)
def test_quiet_hours_may_pass_midnight(clock: str, quiet: bool) -> None:
    assert in_quiet_hours(resting("22:00-08:00"), on_clock(f"2026-03-02 {clock}", "UTC")) is quiet


def test_quiet_hours_are_those_of_the_persons_own_zone() -> None:
    berlin = resting("22:00-08:00", "Europe/Berlin")
    assert in_quiet_hours(berlin, datetime(2026, 3, 2, 21, 0, tzinfo=UTC))
    assert not in_quiet_hours(berlin, datetime(2026, 3, 2, 20, 59, tzinfo=UTC))


def test_without_quiet_hours_nobody_ever_sleeps() -> None:
    awake = Person(id=PersonId("ben"))
    assert later(awake, MONDAY, 90) == later(None, MONDAY, 90) == MONDAY + timedelta(minutes=90)


def test_a_clock_stands_still_from_ten_to_eight() -> None:
    asleep_soon = on_clock("2026-03-02 21:50", "UTC")
    assert later(resting("22:00-08:00"), asleep_soon, 30) == on_clock("2026-03-03 08:20", "UTC")


@pytest.mark.parametrize(
    ("day", "wakes"),
    [
        pytest.param("2026-03-28", "2026-03-29 06:00", id="the night that loses an hour"),
        pytest.param("2026-10-24", "2026-10-25 07:00", id="the night that has one more"),
    ],
)
def test_the_night_ends_by_the_persons_clock_when_clocks_change(day: str, wakes: str) -> None:
    berlin = resting("22:00-08:00", "Europe/Berlin")
    evening = on_clock(f"{day} 23:00", "Europe/Berlin")
    assert quiet_end(berlin, evening) == on_clock(wakes, "UTC")


def test_in_the_hour_that_comes_twice_the_quiet_end_comes_again() -> None:
    berlin = resting("22:00-02:30", "Europe/Berlin")
    second_time = on_clock("2026-10-25 02:10", "Europe/Berlin", fold=1)
    assert quiet_end(berlin, second_time) == on_clock("2026-10-25 02:30", "Europe/Berlin", fold=1)


def test_quiet_hours_that_begin_in_the_missing_hour_begin_at_the_change() -> None:
    berlin = resting("02:30-08:00", "Europe/Berlin")
    at_the_change = on_clock("2026-03-29 03:00", "Europe/Berlin")
    assert (
        waking_minutes(berlin, at_the_change - timedelta(minutes=20), at_the_change + timedelta(hours=1))
        == 20
    )


@given(persons, near_changes, st.integers(0, 3000))
@example(resting("22:00-02:30", "Europe/Berlin"), AUTUMN, 90)
@settings(max_examples=150)
def test_later_and_waking_minutes_are_inverse(person: Person, start: datetime, minutes: int) -> None:
    assert waking_minutes(person, start, later(person, start, minutes)) == pytest.approx(minutes)


@given(persons, near_changes, st.integers(1, 1500))
@example(resting("02:30-08:00", "Europe/Berlin"), SPRING, 600)
@example(resting("22:00-02:30", "Europe/Berlin"), AUTUMN, 600)
@settings(max_examples=60)
def test_waking_minutes_are_the_minutes_outside_quiet_hours(
    person: Person, start: datetime, minutes: int
) -> None:
    counted = sum(not in_quiet_hours(person, start + timedelta(minutes=m)) for m in range(minutes))
    assert waking_minutes(person, start, start + timedelta(minutes=minutes)) == pytest.approx(counted)


@given(persons, near_changes)
@settings(max_examples=100)
def test_when_quiet_hours_end_they_are_over_and_that_is_within_a_day(
    person: Person, moment: datetime
) -> None:
    end = quiet_end(person, moment)
    assert not in_quiet_hours(person, end)
    assert moment <= end <= moment + timedelta(hours=25)


@given(persons, near_changes, st.integers(0, 2000), st.integers(0, 2000))
@settings(max_examples=80)
def test_more_waking_time_is_never_over_sooner(person: Person, start: datetime, one: int, more: int) -> None:
    assert later(person, start, one) <= later(person, start, one + more)


@pytest.mark.parametrize("text", ["22:00", "22:00-22:00", "late-early", "25:00-08:00", ""])
def test_what_is_no_pair_of_times_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="quiet hours"):
        QuietHours.parse(text)


def test_quiet_hours_read_as_they_were_written() -> None:
    assert str(QuietHours.parse("22:00-08:00")) == "22:00-08:00"
