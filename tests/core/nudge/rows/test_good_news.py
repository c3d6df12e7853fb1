"""Good news to which nobody reacted in any way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.episodes import Response
from core.nudge.rows.good_news import RULE
from core.nudge.verdicts import Send
from core.reading.scores import ResponseReading
from tests.core.builders import BEN, CHEER, WARM, answer
from tests.core.nudge.scenes import answers, opened, scene_of


@pytest.mark.parametrize(("valence", "verdict"), [(0.01, Send("good_news")), (0.0, None), (-0.01, None)])
def test_news_are_good_from_the_middle_on(valence: float, verdict: Send | None) -> None:
    assert RULE.verdict(scene_of(), opened(valence=valence), BEN) == verdict


def test_a_reaction_takes_them_out_of_this_row() -> None:
    cheered = opened(valence=0.8, responses=(answer(CHEER, reaction=True),))
    assert RULE.verdict(scene_of(), cheered, BEN) is None


@pytest.mark.parametrize("reading", [WARM, ResponseReading()])
def test_so_does_an_answer_of_any_kind(reading: ResponseReading) -> None:
    assert RULE.verdict(scene_of(), opened(valence=0.8, responses=(answer(reading),)), BEN) is None


@given(st.floats(-1, 1), st.lists(answers, max_size=2))
def test_it_asks_for_nothing_else(valence: float, given_: list[Response]) -> None:
    verdict = RULE.verdict(scene_of(), opened(valence=valence, responses=tuple(given_)), BEN)
    assert (verdict is not None) == (valence > 0 and not given_)
