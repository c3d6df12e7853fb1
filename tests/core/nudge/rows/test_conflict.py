"""A quarrel is under way in a chat: two harsh turns within half an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nudge.rows.conflict import RULE
from core.nudge.verdicts import Rest
from tests.core.builders import BEN, MONDAY, POLICY
from tests.core.nudge.scenes import opened, scene_of

HALF_AN_HOUR = POLICY.conflict_minutes * 60


def test_without_a_harsh_turn_it_does_not_apply() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


def test_one_harsh_turn_is_no_quarrel() -> None:
    assert RULE.verdict(scene_of(harsh_turns=(MONDAY,)), opened(), BEN) is None


@pytest.mark.parametrize(
    ("ago", "verdict"), [(HALF_AN_HOUR - 1, Rest()), (HALF_AN_HOUR, Rest()), (HALF_AN_HOUR + 1, None)]
)
def test_two_harsh_turns_are_while_both_are_at_most_half_an_hour_old(
    ago: float, verdict: Rest | None
) -> None:
    scene = scene_of(harsh_turns=(MONDAY - timedelta(seconds=ago), MONDAY))
    assert RULE.verdict(scene, opened(), BEN) == verdict


@given(st.lists(st.integers(0, 60), max_size=6))
def test_it_is_the_number_of_recent_harsh_turns_that_counts(minutes: list[int]) -> None:
    scene = scene_of(harsh_turns=tuple(MONDAY - timedelta(minutes=one) for one in minutes))
    recent = sum(one <= POLICY.conflict_minutes for one in minutes)
    assert (RULE.verdict(scene, opened(), BEN) == Rest()) == (recent >= 2)
