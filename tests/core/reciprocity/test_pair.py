"""A pair's picture is derived from its episodes, and from nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.episodes import EpisodeState
from core.ids import pair_of
from core.reciprocity.pair import of_pair
from tests.core.builders import ANA, BEN, CEM, COOL, MONDAY, POLICY, WARM, answer, ended

PAIR = pair_of(ANA, BEN)
EVENING = [
    ended("1", ANA, BEN, order=0, clock=1, responses=(answer(WARM, BEN),)),
    ended("2", BEN, ANA, order=1, clock=2, at=MONDAY + timedelta(hours=1)),
    ended("3", ANA, BEN, order=2, clock=3, at=MONDAY + timedelta(hours=2), responses=(answer(COOL, BEN),)),
]


def test_the_order_in_which_episodes_come_from_the_store_does_not_matter() -> None:
    assert of_pair(EVENING[::-1], PAIR, MONDAY, POLICY) == of_pair(EVENING, PAIR, MONDAY, POLICY)


def test_episodes_at_one_moment_keep_the_order_of_their_messages() -> None:
    together = [replace(episode, at=MONDAY) for episode in EVENING]
    assert of_pair(together[::-1], PAIR, MONDAY, POLICY).turn_taking == 1


def test_a_withdrawn_episode_does_not_count() -> None:
    taken_back = [*EVENING[:2], replace(EVENING[2], state=EpisodeState.WITHDRAWN)]
    assert of_pair(taken_back, PAIR, MONDAY, POLICY).disclosures == 2


def test_an_episode_of_others_does_not_count() -> None:
    assert of_pair([*EVENING, ended("4", CEM, BEN)], PAIR, MONDAY, POLICY).disclosures == 3


def test_role_swaps_are_counted_within_one_conversation_only() -> None:
    evening = [
        replace(episode, conversations={other: began})
        for episode, began in zip(EVENING, (MONDAY, MONDAY, MONDAY + timedelta(hours=2)), strict=True)
        for other in episode.concerned
    ]
    assert of_pair(evening, PAIR, MONDAY, POLICY).role_swaps == 1


def test_of_two_disclosures_at_one_moment_the_message_id_says_which_is_first() -> None:
    """Neither a name nor who answered a check-in first may decide it."""
    reveal = [ended("2", BEN, ANA, order=0, clock=1), ended("1", ANA, BEN, order=1, clock=2)]
    before = ended("0", BEN, ANA, at=MONDAY - timedelta(minutes=9))
    assert of_pair([before, *reveal], PAIR, MONDAY, POLICY).role_swaps == 2


def test_an_answer_after_two_days_is_none_of_this_disclosure() -> None:
    late = replace(answer(WARM, BEN), at=MONDAY + timedelta(hours=48), late=True)
    assert of_pair([ended(responses=(late,))], PAIR, MONDAY, POLICY).responsiveness == {}


def test_responsiveness_is_the_mean_over_what_was_answered() -> None:
    expected = (WARM.responsiveness + COOL.responsiveness) / 2
    assert of_pair(EVENING, PAIR, MONDAY, POLICY).responsiveness == {BEN: pytest.approx(expected)}


def test_what_somebody_never_answered_is_missing_and_not_zero() -> None:
    assert ANA not in of_pair(EVENING, PAIR, MONDAY, POLICY).responsiveness
