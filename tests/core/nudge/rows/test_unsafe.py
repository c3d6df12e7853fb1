"""Between two people something is not safe: notes rest, and nothing says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.chats import Lock
from core.ids import Pair, pair_of
from core.nudge.rows.unsafe import RULE
from core.nudge.verdicts import Rest
from tests.core.builders import ANA, BEN, CEM, MONDAY
from tests.core.nudge.scenes import PAIR, opened, scene_of

TOMORROW = MONDAY + timedelta(days=1)


def test_without_a_lock_it_does_not_apply() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


@pytest.mark.parametrize(("left", "verdict"), [(1, Rest()), (0, None), (-1, None)])
def test_notes_rest_until_the_lock_opens_and_not_beyond(left: int, verdict: Rest | None) -> None:
    scene = scene_of(locks=(Lock(PAIR, MONDAY + timedelta(seconds=left)),))
    assert RULE.verdict(scene, opened(), BEN) == verdict


def test_they_rest_in_both_directions() -> None:
    scene = scene_of(locks=(Lock(PAIR, TOMORROW),))
    assert RULE.verdict(scene, opened(author=BEN, latest=ANA), ANA) == Rest()


@pytest.mark.parametrize("pair", [pair_of(ANA, CEM), pair_of(BEN, CEM)])
def test_the_lock_of_another_pair_in_the_chat_says_nothing_of_these_two(pair: Pair) -> None:
    assert RULE.verdict(scene_of(locks=(Lock(pair, TOMORROW),)), opened(), BEN) is None
