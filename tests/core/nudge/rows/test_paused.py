"""One of the two paused, or the author marked the message to be left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.episodes import Way, Wish
from core.ids import PersonId
from core.nudge.rows.paused import RULE
from core.nudge.verdicts import Rest
from tests.core.builders import ANA, BEN, CEM, MONDAY
from tests.core.nudge.scenes import opened, scene_of, scene_with


def test_where_nobody_paused_it_does_not_apply() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


@pytest.mark.parametrize("person", [ANA, BEN])
def test_where_either_paused_there_is_no_note(person: PersonId) -> None:
    assert RULE.verdict(scene_with(person, paused=True), opened(), BEN) == Rest()


def test_the_pause_of_a_third_person_does_not_count() -> None:
    assert RULE.verdict(scene_with(CEM, paused=True), opened(), BEN) is None


@pytest.mark.parametrize(("left", "verdict"), [(1, Rest()), (0, None), (-1, None)])
def test_a_pause_until_a_moment_ends_at_that_moment(left: int, verdict: Rest | None) -> None:
    scene = scene_with(ANA, paused_until=MONDAY + timedelta(seconds=left))
    assert RULE.verdict(scene, opened(), BEN) == verdict


@pytest.mark.parametrize("wish", [None, *Wish])
def test_of_all_wishes_only_to_be_left_alone_stops_the_note(wish: Wish | None) -> None:
    verdict = RULE.verdict(scene_of(), opened(way=Way.MARKED, wish=wish), BEN)
    assert (verdict == Rest()) == (wish is Wish.LEAVE)


@pytest.mark.parametrize(
    ("off", "topics", "verdict"),
    [
        (("work",), ("work",), Rest()),
        (("work", "money"), ("health", "money"), Rest()),
        (("work",), ("money",), None),
        (("work",), (), None),
        ((), ("work",), None),
    ],
)
def test_what_its_author_put_off_limits_is_pointed_to_nobody(
    off: tuple[str, ...], topics: tuple[str, ...], verdict: Rest | None
) -> None:
    scene = scene_with(ANA, topics_off=off)
    assert RULE.verdict(scene, opened(topics=topics), BEN) == verdict


def test_what_the_other_put_off_limits_does_not_count() -> None:
    assert RULE.verdict(scene_with(BEN, topics_off=("work",)), opened(topics=("work",)), BEN) is None


@pytest.mark.parametrize("wish", [Wish.LISTEN, Wish.THINK, Wish.CELEBRATE])
def test_a_mark_by_hand_stands_over_a_topic_off_limits(wish: Wish) -> None:
    marked = opened(way=Way.MARKED, wish=wish, topics=("work",))
    assert RULE.verdict(scene_with(ANA, topics_off=("work",)), marked, BEN) is None
