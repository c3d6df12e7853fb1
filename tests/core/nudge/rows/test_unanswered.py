"""Nobody answered, or only with an acknowledgement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.episodes import Response, Way
from core.nudge.rows.unanswered import RULE
from core.nudge.verdicts import Send
from core.reading.scores import ResponseReading
from tests.core.builders import BEN, CHEER, COOL, HARSH, POLICY, WARM, answer
from tests.core.nudge.scenes import answers, opened, scene_of

UNANSWERED = Send("unanswered")
SLIGHT, FULL = POLICY.ack_below - 0.01, POLICY.ack_below
SHORT, LONG = int(POLICY.ack_words) - 1, int(POLICY.ack_words)


@pytest.mark.parametrize("way", Way)
def test_silence_leaves_it_unanswered_however_it_opened(way: Way) -> None:
    assert RULE.verdict(scene_of(), opened(way=way), BEN) == UNANSWERED


def test_a_reaction_is_no_answer() -> None:
    assert RULE.verdict(scene_of(), opened(responses=(answer(CHEER, reaction=True),)), BEN) == UNANSWERED


@pytest.mark.parametrize("reading", [WARM, COOL, HARSH])
def test_any_answer_takes_it_out_of_this_row(reading: ResponseReading) -> None:
    assert RULE.verdict(scene_of(), opened(responses=(answer(reading),)), BEN) is None


@pytest.mark.parametrize(
    ("words", "caring", "verdict"),
    [(SHORT, SLIGHT, UNANSWERED), (SHORT, FULL, None), (LONG, SLIGHT, None), (LONG, FULL, None)],
)
def test_under_four_words_with_hardly_anything_in_them_are_no_answer(
    words: int, caring: float, verdict: Send | None
) -> None:
    episode = opened(responses=(answer(ResponseReading(caring=caring), words=words),))
    assert RULE.verdict(scene_of(), episode, BEN) == verdict


@given(st.lists(answers, max_size=3), answers)
def test_once_answered_it_stays_answered_whatever_else_is_said(first: list[Response], more: Response) -> None:
    before = RULE.verdict(scene_of(), opened(responses=tuple(first)), BEN)
    after = RULE.verdict(scene_of(), opened(responses=(*first, more)), BEN)
    assert not (before is None and after is not None)
