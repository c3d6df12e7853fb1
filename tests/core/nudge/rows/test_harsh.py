"""A harsh answer: a note would help nobody now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nudge.rows.harsh import RULE
from core.nudge.verdicts import Rest
from core.reading.scores import ResponseReading
from tests.core.builders import BEN, COOL, HARSH, POLICY, WARM, answer
from tests.core.nudge.scenes import opened, scene_of, score

HARSH_FROM = POLICY.harsh_criticism


def test_silence_is_not_harsh() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


def test_a_cool_answer_is_not_harsh() -> None:
    assert RULE.verdict(scene_of(), opened(responses=(answer(COOL),)), BEN) is None


@pytest.mark.parametrize(("criticism", "verdict"), [(HARSH_FROM - 0.01, None), (HARSH_FROM, Rest())])
def test_an_answer_is_from_the_threshold_on(criticism: float, verdict: Rest | None) -> None:
    episode = opened(responses=(answer(ResponseReading(criticism=criticism)),))
    assert RULE.verdict(scene_of(), episode, BEN) == verdict


def test_a_kind_answer_does_not_undo_a_harsh_one() -> None:
    assert RULE.verdict(scene_of(), opened(responses=(answer(HARSH), answer(WARM))), BEN) == Rest()


@given(st.lists(score, max_size=4))
def test_the_harshest_of_all_answers_decides(criticisms: list[float]) -> None:
    answers = tuple(answer(ResponseReading(criticism=one)) for one in criticisms)
    harsh = max(criticisms, default=0.0) >= HARSH_FROM
    assert (RULE.verdict(scene_of(), opened(responses=answers), BEN) == Rest()) == harsh
