"""The recipient's quiet hours: a note waits for their end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nudge.rows.quiet_hours import RULE
from core.nudge.verdicts import Wait
from core.people import Person, QuietHours
from core.quiet import in_quiet_hours
from tests.core.builders import ANA, BEN, MONDAY
from tests.core.nudge.scenes import hours, opened, scene_of, scene_with, zones


def test_without_quiet_hours_it_does_not_apply() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


def test_a_note_that_was_due_waits_for_their_end_and_is_held_until_then() -> None:
    scene = scene_with(BEN, quiet_hours=QuietHours.parse("17:00-19:00"))
    assert RULE.verdict(scene, opened(), BEN) == Wait(MONDAY.replace(hour=19), held=True)


@pytest.mark.parametrize(
    ("hours", "waits"),
    [("18:00-19:00", True), ("17:59-18:01", True), ("17:00-18:00", False), ("18:01-19:00", False)],
)
def test_they_begin_with_their_first_minute_and_end_with_their_last(hours: str, waits: bool) -> None:
    scene = scene_with(BEN, quiet_hours=QuietHours.parse(hours))
    assert (RULE.verdict(scene, opened(), BEN) is not None) == waits


@pytest.mark.parametrize(("hours", "waits"), [("02:00-04:00", True), ("17:00-19:00", False)])
def test_they_are_hours_of_the_recipients_own_clock(hours: str, waits: bool) -> None:
    scene = scene_with(BEN, zone="Asia/Tokyo", quiet_hours=QuietHours.parse(hours))
    assert (RULE.verdict(scene, opened(), BEN) is not None) == waits


def test_the_quiet_hours_of_the_author_do_not_count() -> None:
    scene = scene_with(ANA, quiet_hours=QuietHours.parse("17:00-19:00"))
    assert RULE.verdict(scene, opened(), BEN) is None


@given(st.builds(Person, id=st.just(BEN), zone=zones, quiet_hours=hours))
def test_no_note_waits_outside_of_them_and_none_waits_for_a_moment_within_them(ben: Person) -> None:
    verdict = RULE.verdict(scene_of(people={BEN: ben}), opened(), BEN)
    until = verdict.until if isinstance(verdict, Wait) else MONDAY
    assert (until > MONDAY) == in_quiet_hours(ben, MONDAY)
    assert not in_quiet_hours(ben, until)
