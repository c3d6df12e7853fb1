"""An answer that reached its author: there is nothing to point to."""

from __future__ import annotations

import pytest
from hypothesis import given

from core.episodes import Response
from core.nudge.rows.met import RULE
from core.nudge.verdicts import Done
from core.reading.scores import ResponseReading
from tests.core.builders import BEN, HARSH, POLICY, WARM, answer
from tests.core.nudge.scenes import opened, scene_of, some_answers, told

AT_THE_BAR = ResponseReading(understanding=POLICY.met_sum)
ABOVE_IT = ResponseReading(understanding=POLICY.met_sum + 0.01)
LUKEWARM = ResponseReading(understanding=0.2, appreciation=0.2, caring=0.2)
FEW, ENOUGH = int(POLICY.calibrated_from) - 1, int(POLICY.calibrated_from)


def test_a_warm_answer_meets_a_disclosure() -> None:
    assert RULE.verdict(scene_of(), opened(responses=(answer(WARM),)), BEN) == Done()


def test_silence_does_not() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


@pytest.mark.parametrize(("reading", "verdict"), [(AT_THE_BAR, None), (ABOVE_IT, Done())])
def test_the_three_components_together_must_be_above_the_bar(
    reading: ResponseReading, verdict: Done | None
) -> None:
    assert RULE.verdict(scene_of(), opened(responses=(answer(reading),)), BEN) == verdict


def test_a_reaction_is_no_answer_however_warm() -> None:
    assert RULE.verdict(scene_of(), opened(responses=(answer(WARM, reaction=True),)), BEN) is None


def test_several_answers_count_for_the_best_of_each() -> None:
    both = (answer(ResponseReading(understanding=0.3)), answer(ResponseReading(caring=0.3)))
    assert RULE.verdict(scene_of(), opened(responses=both), BEN) == Done()


def test_a_light_check_in_answer_is_met_by_any_answer() -> None:
    light = opened(depth=POLICY.depth_min - 0.01, responses=(answer(ResponseReading()),))
    assert RULE.verdict(scene_of(), light, BEN) == Done()


@pytest.mark.parametrize(("answers", "verdict"), [(FEW, Done()), (ENOUGH, None)])
def test_from_five_answers_of_the_author_on_it_is_met_as_they_feel_it(
    answers: int, verdict: Done | None
) -> None:
    scene = scene_of(felt=told(answers, tap=1.0, component=0.2))
    assert RULE.verdict(scene, opened(responses=(answer(LUKEWARM),)), BEN) == verdict


def test_what_the_recipient_told_of_themselves_does_not_count() -> None:
    scene = scene_of(felt=told(ENOUGH, tap=1.0, component=0.2, by=BEN))
    assert RULE.verdict(scene, opened(responses=(answer(LUKEWARM),)), BEN) == Done()


@given(some_answers)
def test_what_was_met_stays_met_whatever_else_is_said(others: tuple[Response, ...]) -> None:
    episode = opened(responses=(answer(WARM), *others, answer(HARSH)))
    assert RULE.verdict(scene_of(), episode, BEN) == Done()
