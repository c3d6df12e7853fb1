"""The recipient had enough notes: today or this week in all chats together, or here not long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chats import Spacing
from core.effects import NudgeClaim
from core.ids import PersonId
from core.nudge.rows.cap import RULE
from core.nudge.verdicts import Rest
from tests.core.builders import ANA, BEN, CEM, MONDAY, POLICY
from tests.core.nudge.scenes import opened, scene_of, scene_with

MIDNIGHT = MONDAY.replace(hour=0)
SECOND = timedelta(seconds=1)
GAP = timedelta(hours=POLICY.relationship_gap_hours)


def days_ago(*days: int) -> tuple[datetime, ...]:
    return tuple(MONDAY - timedelta(days=one) for one in sorted(days, reverse=True))


def test_somebody_who_had_no_note_may_get_one() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


# A day


@pytest.mark.parametrize(("at", "verdict"), [(MIDNIGHT, Rest()), (MIDNIGHT - SECOND, None)])
def test_one_note_is_enough_for_a_calendar_day(at: datetime, verdict: Rest | None) -> None:
    assert RULE.verdict(scene_with(BEN, nudged=(at,)), opened(), BEN) == verdict


@pytest.mark.parametrize(("hours", "verdict"), [(3, Rest()), (4, None)])
def test_the_day_is_that_of_the_recipients_own_clock(hours: int, verdict: Rest | None) -> None:
    """Monday at six in London is Tuesday at three in the morning in Tokyo."""
    nudged = (MONDAY - timedelta(hours=hours),)
    assert RULE.verdict(scene_with(BEN, zone="Asia/Tokyo", nudged=nudged), opened(), BEN) == verdict


def test_a_note_that_this_very_decision_sends_counts() -> None:
    scene = scene_of()
    scene.emit(NudgeClaim(BEN))
    assert RULE.verdict(scene, opened(), BEN) == Rest()


def test_a_note_to_somebody_else_does_not() -> None:
    scene = scene_of(spacing={ANA: {BEN: Spacing(MONDAY)}})
    scene.emit(NudgeClaim(ANA))
    assert RULE.verdict(scene, opened(), BEN) is None


# A week


@pytest.mark.parametrize(("days", "verdict"), [((1, 2), None), ((1, 2, 6), Rest()), ((1, 2, 7), None)])
def test_three_notes_are_enough_for_seven_days(days: tuple[int, ...], verdict: Rest | None) -> None:
    assert RULE.verdict(scene_with(BEN, nudged=days_ago(*days)), opened(), BEN) == verdict


@pytest.mark.parametrize(("day", "verdict"), [(6, Rest()), (7, None)])
def test_whoever_wants_fewer_gets_one_a_week(day: int, verdict: Rest | None) -> None:
    assert RULE.verdict(scene_with(BEN, fewer=True, nudged=days_ago(day)), opened(), BEN) == verdict


@pytest.mark.parametrize(("claims", "verdict"), [(0, None), (1, Rest())])
def test_the_week_counts_where_more_a_day_are_allowed_this_decision_included(
    claims: int, verdict: Rest | None
) -> None:
    scene = scene_with(BEN, nudged=days_ago(0, 0))
    scene.policy = scene.policy.with_settings({"nudges_a_day": 9})
    scene.emit(*[NudgeClaim(BEN)] * claims)
    assert RULE.verdict(scene, opened(), BEN) == verdict


# A relationship


@pytest.mark.parametrize(("gap", "verdict"), [(GAP - SECOND, Rest()), (GAP, None)])
def test_between_two_notes_of_a_relationship_there_are_twelve_hours(
    gap: timedelta, verdict: Rest | None
) -> None:
    assert RULE.verdict(scene_of(spacing={BEN: {ANA: Spacing(MONDAY - gap)}}), opened(), BEN) == verdict


@pytest.mark.parametrize(("gap", "verdict"), [(4 * GAP - SECOND, Rest()), (4 * GAP, None)])
def test_backed_off_the_gap_is_as_many_times_as_long(gap: timedelta, verdict: Rest | None) -> None:
    scene = scene_of(spacing={BEN: {ANA: Spacing(MONDAY - gap, 4.0)}})
    assert RULE.verdict(scene, opened(), BEN) == verdict


@pytest.mark.parametrize("other", [ANA, CEM])
def test_how_another_backed_off_says_nothing_of_the_recipient(other: PersonId) -> None:
    spacing = {BEN: {ANA: Spacing(MONDAY - GAP)}, other: {BEN: Spacing(MONDAY, 4.0)}}
    assert RULE.verdict(scene_of(spacing=spacing), opened(), BEN) is None


def test_a_note_about_somebody_else_of_a_group_leaves_this_relationship_free() -> None:
    scene = scene_of(spacing={BEN: {CEM: Spacing(MONDAY, 4.0)}})
    assert RULE.verdict(scene, opened(), BEN) is None


@given(st.lists(st.integers(0, 9 * 24), max_size=6), st.integers(0, 9 * 24))
def test_one_more_note_never_makes_room(hours: list[int], more: int) -> None:
    def stopped(hours: list[int]) -> bool:
        nudged = tuple(sorted(MONDAY - timedelta(hours=one) for one in hours))
        return RULE.verdict(scene_with(BEN, nudged=nudged), opened(), BEN) == Rest()

    assert stopped([*hours, more]) >= stopped(hours)


def test_who_wants_none_gets_none() -> None:
    assert RULE.verdict(scene_with(BEN, no_notes=True), opened(), BEN) == Rest()


def test_that_its_author_wants_none_does_not_count() -> None:
    assert RULE.verdict(scene_with(ANA, no_notes=True), opened(), BEN) is None
