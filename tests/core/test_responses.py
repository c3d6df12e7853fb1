"""Pooling, acknowledging and being met."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import Felt
from core.episodes import Response
from core.ids import EpisodeId
from core.reading.scores import ResponseReading
from core.responses import is_acknowledgement, is_met, pooled
from tests.cases import cases
from tests.core.builders import BEN, CEM, CHEER, COOL, MONDAY, POLICY, WARM, answer, ended

score = st.floats(0, 1)
responses = st.lists(
    st.builds(
        answer,
        st.builds(
            ResponseReading,
            understanding=score,
            appreciation=score,
            caring=score,
            disinterest=score,
            criticism=score,
        ),
    ),
    min_size=1,
    max_size=6,
)


@given(responses)
@settings(max_examples=cases(60))
def test_pooling_takes_the_best_of_all_and_the_worst_criticism(given_: list[Response]) -> None:
    said = pooled(ended(responses=tuple(given_)))
    assert said is not None
    readings = [one.reading for one in given_]
    assert said.u == max(r.understanding for r in readings)
    assert said.z == min(r.disinterest for r in readings)
    assert said.k == max(r.criticism for r in readings)


@given(responses, st.integers(0, 5))
@settings(max_examples=cases(60))
def test_one_more_response_never_takes_warmth_away(given_: list[Response], kept: int) -> None:
    fewer = pooled(ended(responses=tuple(given_[: kept + 1])))
    all_of_them = pooled(ended(responses=tuple(given_)))
    assert fewer is not None
    assert all_of_them is not None
    assert all_of_them.warmth >= fewer.warmth


def test_one_persons_part_is_pooled_from_theirs_alone() -> None:
    episode = ended(responses=(answer(COOL, BEN), answer(WARM, CEM)))
    assert pooled(episode, by=BEN) == pooled(ended(responses=(answer(COOL, BEN),)))


def test_nobodys_responses_amount_to_nothing() -> None:
    assert pooled(ended()) is None


@pytest.mark.parametrize(
    ("response", "slight"),
    [
        pytest.param(answer(WARM, reaction=True, words=0), True, id="a reaction, however warm"),
        pytest.param(answer(COOL, words=2), True, id="two words with little in them"),
        pytest.param(answer(WARM, words=3), False, id="“I love you”"),
        pytest.param(answer(COOL, words=4), False, id="four words"),
    ],
)
def test_an_acknowledgement_is_a_reaction_or_a_few_empty_words(response: Response, slight: bool) -> None:
    assert is_acknowledgement(response, POLICY) is slight


def test_cheer_alone_does_not_meet_anybody() -> None:
    assert not is_met(ended(responses=(answer(CHEER),)), (), POLICY)


def test_below_five_answers_a_persons_own_calibration_is_not_used() -> None:
    warm = ended(responses=(answer(WARM),))
    low = tuple(Felt(EpisodeId(str(n)), MONDAY, (1.0, 1.0, 1.0), (0.8, 0.8, 0.8, 0, 0)) for n in range(4))
    assert is_met(warm, low, POLICY)


def test_from_five_answers_on_being_met_is_read_as_this_person_reads_it() -> None:
    lukewarm = ended(responses=(answer(ResponseReading(understanding=0.2, appreciation=0.2, caring=0.2)),))
    low = tuple(Felt(EpisodeId(str(n)), MONDAY, (1.0, 1.0, 1.0), (0.2, 0.2, 0.2, 0, 0)) for n in range(20))
    assert is_met(lukewarm, (), POLICY)
    assert not is_met(lukewarm, low, POLICY)
