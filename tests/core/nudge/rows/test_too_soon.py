"""Somebody still talks; or a light check-in answer lets something that matters come first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.episodes import Episode, Way
from core.ids import EpisodeId, PersonId
from core.nudge.rows.too_soon import RULE
from core.nudge.verdicts import Wait
from core.scene import Scene
from tests.core.builders import ANA, BEN, CEM, MONDAY, POLICY
from tests.core.nudge.scenes import opened, scene_of

PAUSE = timedelta(minutes=POLICY.active_minutes)
LATER = MONDAY + timedelta(hours=1)
LIGHT, DEEP = POLICY.depth_min - 0.01, POLICY.depth_min


def test_where_nobody_has_spoken_yet_it_does_not_apply() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


@pytest.mark.parametrize("person", [ANA, BEN])
def test_while_either_talks_it_is_asked_again_when_they_have_been_silent_for_two_minutes(
    person: PersonId,
) -> None:
    spoke = MONDAY - timedelta(seconds=30)
    assert RULE.verdict(scene_of(last_spoke={person: spoke}), opened(), BEN) == Wait(spoke + PAUSE)


@given(st.integers(0, 600), st.integers(0, 600))
def test_the_silence_is_counted_from_whoever_spoke_last(ana: int, ben: int) -> None:
    spoke = {ANA: MONDAY - timedelta(seconds=ana), BEN: MONDAY - timedelta(seconds=ben)}
    due = max(spoke.values()) + PAUSE
    verdict = RULE.verdict(scene_of(last_spoke=spoke), opened(), BEN)
    assert verdict == (Wait(due) if min(ana, ben) < PAUSE.total_seconds() else None)


def test_the_talk_of_others_is_not_waited_for() -> None:
    assert RULE.verdict(scene_of(last_spoke={CEM: MONDAY}), opened(), BEN) is None


# Something that matters comes first


def light() -> Episode:
    return opened(way=Way.CHECKIN, depth=LIGHT)


def beside(decide_at: datetime | None = LATER, **changes: object) -> Scene:
    """A scene in which another episode waits for its moment."""
    other = opened(**{"id": EpisodeId("other"), "depth": DEEP, "decide_at": decide_at, **changes})
    return scene_of(episodes={other.id: other})


def test_a_light_check_in_answer_waits_for_a_disclosure_of_the_same_two() -> None:
    assert RULE.verdict(beside(), light(), BEN) == Wait(LATER)


def test_of_several_moments_to_wait_for_it_is_the_latest() -> None:
    scene = beside()
    scene.become(last_spoke={ANA: MONDAY})
    assert RULE.verdict(scene, light(), BEN) == Wait(LATER)


def test_a_disclosure_waits_for_no_other() -> None:
    assert RULE.verdict(beside(), opened(depth=DEEP), BEN) is None


@pytest.mark.parametrize(
    "scene",
    [
        pytest.param(lambda: beside(depth=LIGHT), id="as light"),
        pytest.param(lambda: beside(decide_at=None), id="decided already"),
        pytest.param(lambda: beside(decide_at=MONDAY), id="due now"),
        pytest.param(lambda: beside(author=CEM), id="of another author"),
        pytest.param(lambda: beside(latest=CEM), id="for another recipient"),
    ],
)
def test_a_light_check_in_answer_waits_for_nothing_that_is(scene: Callable[[], Scene]) -> None:
    assert RULE.verdict(scene(), light(), BEN) is None
