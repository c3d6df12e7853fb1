"""Too little was seen: a guess, an answer that was not read, or a chat in which no answer could be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.episodes import Way, Wish
from core.nudge.rows.unsure import RULE
from core.nudge.verdicts import Rest
from tests.core.builders import BEN, POLICY
from tests.core.nudge.scenes import opened, scene_of, score

BELOW = POLICY.nudge_threshold - 0.01


@pytest.mark.parametrize(("probability", "verdict"), [(BELOW, Rest()), (POLICY.nudge_threshold, None)])
def test_what_was_only_spotted_may_speak_from_the_nudge_threshold_on(
    probability: float, verdict: Rest | None
) -> None:
    assert RULE.verdict(scene_of(), opened(probability=probability), BEN) == verdict


@given(score, st.sampled_from([Way.MARKED, Way.CHECKIN]))
def test_what_its_author_marked_or_answered_to_a_check_in_is_no_guess(probability: float, way: Way) -> None:
    assert RULE.verdict(scene_of(), opened(way=way, probability=probability), BEN) is None


@given(score, st.sampled_from(Wish))
def test_a_wish_makes_a_spotted_one_certain(probability: float, wish: Wish) -> None:
    assert RULE.verdict(scene_of(), opened(probability=probability, wish=wish), BEN) is None


@pytest.mark.parametrize("way", Way)
def test_an_answer_that_was_not_read_leaves_open_whether_a_note_is_due(way: Way) -> None:
    assert RULE.verdict(scene_of(), opened(way=way, unread=True), BEN) == Rest()


def test_where_the_bot_hears_nothing_it_cannot_know_what_a_check_in_answer_was_answered() -> None:
    assert RULE.verdict(scene_of(hears=False), opened(way=Way.CHECKIN), BEN) == Rest()


@pytest.mark.parametrize(
    ("way", "wish"), [(Way.MARKED, None), (Way.MARKED, Wish.LISTEN), (Way.CHECKIN, Wish.LISTEN)]
)
def test_a_mark_and_a_wish_are_passed_on_even_there(way: Way, wish: Wish | None) -> None:
    assert RULE.verdict(scene_of(hears=False), opened(way=way, wish=wish), BEN) is None
