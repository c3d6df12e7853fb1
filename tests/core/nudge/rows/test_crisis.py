"""After words of a crisis, whoever wrote them, notes rest in the whole chat for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.nudge.rows.crisis import RULE
from core.nudge.verdicts import Rest
from tests.core.builders import ANA, BEN, MONDAY
from tests.core.nudge.scenes import opened, scene_of


def test_without_a_crisis_it_does_not_apply() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


@pytest.mark.parametrize(("left", "verdict"), [(1, Rest()), (0, None), (-1, None)])
def test_notes_rest_until_the_moment_and_not_beyond(left: int, verdict: Rest | None) -> None:
    scene = scene_of(crisis_until=MONDAY + timedelta(seconds=left))
    assert RULE.verdict(scene, opened(), BEN) == verdict


def test_they_rest_for_both_of_a_couple() -> None:
    scene = scene_of(crisis_until=MONDAY + timedelta(hours=1))
    assert RULE.verdict(scene, opened(author=BEN, latest=ANA), ANA) == Rest()
