"""An answer neither harsh nor such that it reached its author: one component is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.episodes import Episode, Response
from core.nudge.rows import harsh, met, unanswered
from core.nudge.rows.missing import RULE
from core.nudge.verdicts import Send
from core.reading.scores import ResponseReading
from core.scene import Scene
from tests.core.builders import BEN, CHEER, COOL, POLICY, WARM, answer
from tests.core.nudge.scenes import answers, episodes, opened, scene_of, scenes, told

AT_THE_BAR = ResponseReading(understanding=POLICY.met_sum)
ABOVE_IT = ResponseReading(understanding=POLICY.met_sum + 0.01)
LUKEWARM = ResponseReading(understanding=0.2, appreciation=0.2, caring=0.2)
HARSH_FROM = POLICY.harsh_criticism
FEW, ENOUGH = int(POLICY.calibrated_from) - 1, int(POLICY.calibrated_from)


@pytest.mark.parametrize(
    ("reading", "component"),
    [
        pytest.param(ResponseReading(appreciation=0.2, caring=0.2), "understanding", id="understanding"),
        pytest.param(ResponseReading(understanding=0.2, caring=0.2), "appreciation", id="appreciation"),
        pytest.param(ResponseReading(understanding=0.2, appreciation=0.2), "caring", id="caring"),
        pytest.param(ResponseReading(), "understanding", id="the first of equals"),
    ],
)
def test_what_is_least_in_an_answer_is_named(reading: ResponseReading, component: str) -> None:
    verdict = RULE.verdict(scene_of(), opened(responses=(answer(reading),)), BEN)
    assert verdict == Send(f"missing_{component}")


def test_what_one_answer_lacks_another_may_have_brought() -> None:
    both = (answer(ResponseReading(understanding=0.2)), answer(ResponseReading(appreciation=0.2)))
    assert RULE.verdict(scene_of(), opened(responses=both), BEN) == Send("missing_caring")


def test_silence_is_no_answer() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


def test_a_reaction_is_no_answer() -> None:
    assert RULE.verdict(scene_of(), opened(responses=(answer(CHEER, reaction=True),)), BEN) is None


@pytest.mark.parametrize(("words", "answered"), [(3, False), (4, True)])
def test_a_few_words_with_nothing_in_them_are_an_acknowledgement(words: int, answered: bool) -> None:
    verdict = RULE.verdict(scene_of(), opened(responses=(answer(COOL, words=words),)), BEN)
    assert (verdict is not None) == answered


# Its own bounds, whatever rows stand before it


@pytest.mark.parametrize(("reading", "corrected"), [(AT_THE_BAR, True), (ABOVE_IT, False)])
def test_an_answer_above_the_bar_is_not_corrected(reading: ResponseReading, corrected: bool) -> None:
    verdict = RULE.verdict(scene_of(), opened(responses=(answer(reading),)), BEN)
    assert (verdict is not None) == corrected


@pytest.mark.parametrize(("criticism", "corrected"), [(HARSH_FROM - 0.01, True), (HARSH_FROM, False)])
def test_a_harsh_answer_is_not_corrected(criticism: float, corrected: bool) -> None:
    episode = opened(responses=(answer(ResponseReading(criticism=criticism)),))
    assert (RULE.verdict(scene_of(), episode, BEN) is not None) == corrected


def test_an_answer_to_a_light_check_in_answer_is_not_corrected() -> None:
    light = opened(depth=POLICY.depth_min - 0.01, responses=(answer(COOL),))
    assert RULE.verdict(scene_of(), light, BEN) is None


@pytest.mark.parametrize(("answers", "corrected"), [(FEW, False), (ENOUGH, True)])
def test_from_five_answers_of_the_author_on_the_bar_is_theirs(answers: int, corrected: bool) -> None:
    scene = scene_of(felt=told(answers, tap=1.0, component=0.2))
    verdict = RULE.verdict(scene, opened(responses=(answer(LUKEWARM),)), BEN)
    assert (verdict is not None) == corrected


def test_an_author_whom_little_reaches_well_is_not_corrected_for() -> None:
    scene = scene_of(felt=told(20, tap=5.0, component=0.1))
    tepid = ResponseReading(understanding=0.1, appreciation=0.1, caring=0.1)
    assert RULE.verdict(scene, opened(responses=(answer(tepid),)), BEN) is None


def test_a_warm_answer_beside_a_cool_one_is_not_corrected() -> None:
    assert RULE.verdict(scene_of(), opened(responses=(answer(COOL), answer(WARM))), BEN) is None


@given(scenes, episodes, st.lists(answers, min_size=1, max_size=2))
@settings(max_examples=200)
def test_it_is_what_met_harsh_and_unanswered_leave(
    scene: Scene, episode: Episode, given_: list[Response]
) -> None:
    answered = replace(episode, responses=tuple(given_))
    others = [row.RULE.verdict(scene, answered, BEN) for row in (met, harsh, unanswered)]
    assert (RULE.verdict(scene, answered, BEN) is not None) == all(other is None for other in others)
