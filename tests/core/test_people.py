"""A person's own switches, and a budget of nudges by their own calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.people import (
    OWN_SETTINGS,
    Awaited,
    CareClaimed,
    Expectation,
    Expecting,
    NudgeClaimed,
    Person,
    QuestionClaimed,
    SettingsChanged,
    decide,
)
from tests.core.builders import ANA, HOME, MONDAY

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def nudged(*moments: datetime, zone: str = "UTC") -> Person:
    person = Person(id=ANA, zone=zone)
    for moment in moments:
        person, _ = decide(person, NudgeClaimed(moment))
    return person


def test_a_nudge_before_midnight_leaves_the_next_day_free() -> None:
    late = nudged(NOON.replace(hour=23, minute=59))
    assert late.nudges_on_day(NOON + timedelta(days=1)) == 0


def test_the_day_of_a_nudge_is_the_one_on_the_persons_own_calendar() -> None:
    in_kiritimati = nudged(NOON.replace(hour=9), zone="Pacific/Kiritimati")
    assert in_kiritimati.nudges_on_day(NOON.replace(hour=9)) == 1
    assert in_kiritimati.nudges_on_day(NOON.replace(hour=10)) == 0


@pytest.mark.parametrize(("days", "counted"), [(0, 1), (6, 1), (7, 0)])
def test_a_week_is_seven_local_days_with_today(days: int, counted: int) -> None:
    person = nudged(NOON.replace(hour=23), zone="Europe/Berlin")
    same_clock = NOON.replace(hour=23) + timedelta(days=days)
    assert person.nudges_in_week(same_clock) == counted


@given(
    st.lists(st.integers(0, 10_000), max_size=30), st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"])
)
@settings(max_examples=60)
def test_the_memory_of_nudges_is_short_and_counts_them_all_within_a_week(
    minutes: list[int], zone: str
) -> None:
    moments = [MONDAY + timedelta(minutes=m) for m in sorted(minutes)]
    person = nudged(*moments, zone=zone)
    now = moments[-1] if moments else MONDAY
    local = [moment.astimezone(person.local(now).tzinfo).date() for moment in moments]
    today = person.local(now).date()
    assert person.nudges_in_week(now) == sum((today - day).days < 7 for day in local)
    assert all(now - kept < timedelta(days=8) for kept in person.nudged)


def test_a_pause_until_a_moment_ends_by_itself() -> None:
    person = Person(id=ANA, paused_until=NOON)
    assert person.rests(NOON - timedelta(seconds=1))
    assert not person.rests(NOON)


def test_a_setting_that_is_nobodys_own_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="nudged"):
        decide(Person(id=ANA), SettingsChanged((("nudged", ()),)))


def test_every_own_setting_is_a_field_of_a_person() -> None:
    assert set(Person.__dataclass_fields__) >= OWN_SETTINGS


def test_nothing_says_what_somebody_is_like() -> None:
    traits = {"gender", "sex", "pronouns", "score", "trait", "attachment", "age"}
    assert traits.isdisjoint(Person.__dataclass_fields__)


@pytest.mark.parametrize(
    "event",
    [
        SettingsChanged((("paused", True),)),
        NudgeClaimed(NOON),
        QuestionClaimed(NOON),
        CareClaimed(NOON),
        Awaited(Expectation(what=Expecting.DRAFT, chat=HOME)),
    ],
)
def test_what_happens_to_a_person_speaks_to_nobody(event: SettingsChanged | NudgeClaimed) -> None:
    assert decide(Person(id=ANA), event)[1] == []


def test_the_one_question_counts_up_so_that_its_words_rotate() -> None:
    person, _ = decide(Person(id=ANA), QuestionClaimed(NOON))
    assert (person.asked, person.asked_at) == (1, NOON)
