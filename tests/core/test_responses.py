"""Pooling, acknowledging, being met, and reading responses as their discloser would."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import Felt, Response
from core.ids import EpisodeId
from core.reading.scores import ResponseReading
from core.responses import (
    NOISE_VARIANCE,
    PRIOR_THETA,
    PRIOR_VARIANCE,
    calibrated,
    felt_rating,
    is_acknowledgement,
    is_met,
    pool,
    posterior,
)
from tests.core.builders import CHEER, COOL, MONDAY, POLICY, WARM, answer, ended

score = st.floats(0, 1)
taps = st.none() | st.sampled_from([1.0, 3.0, 5.0])
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


@st.composite
def ratings(draw: st.DrawFn) -> list[Felt]:
    told = draw(
        st.lists(
            st.tuples(st.tuples(taps, taps, taps), st.tuples(score, score, score, score, score)), max_size=12
        )
    )
    return [
        Felt(EpisodeId(str(n)), MONDAY + timedelta(days=n), given, read)
        for n, (given, read) in enumerate(told)
    ]


def solved_by_numpy(felt: list[Felt]) -> tuple[np.ndarray, np.ndarray]:
    """Posterior mean and covariance, straight from the formula."""
    rated = [(np.array([1.0, *one.read]), felt_rating(one)) for one in felt]
    precision = np.eye(6) / PRIOR_VARIANCE
    vector = np.array(PRIOR_THETA) / PRIOR_VARIANCE
    for x, y in rated:
        if y is not None:
            precision = precision + np.outer(x, x) / NOISE_VARIANCE
            vector = vector + x * y / NOISE_VARIANCE
    return np.linalg.solve(precision, vector), np.linalg.inv(precision)


def test_without_ratings_the_prior_speaks() -> None:
    assert posterior([]) == pytest.approx(PRIOR_THETA)


@given(ratings())
@settings(max_examples=60)
def test_the_posterior_is_the_one_that_numpy_finds(felt: list[Felt]) -> None:
    assert posterior(felt) == pytest.approx(tuple(solved_by_numpy(felt)[0]), abs=1e-9)


@given(ratings(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_ratings_does_not_matter_to_the_last_bit(felt: list[Felt], dice: Random) -> None:
    shuffled = dice.sample(felt, len(felt))
    assert posterior(shuffled) == posterior(felt)


@given(ratings(), st.integers(0, 11))
@settings(max_examples=60)
def test_an_erased_rating_leaves_what_a_replay_without_it_gives(felt: list[Felt], place: int) -> None:
    erased = [one for n, one in enumerate(felt) if n != place]
    replayed = [replace(one) for n, one in enumerate(felt) if n != place]
    assert posterior(erased) == posterior(replayed)


@given(ratings())
@settings(max_examples=40)
def test_the_variance_never_rises_with_a_rating(felt: list[Felt]) -> None:
    x = np.array([1.0, 0.5, 0.5, 0.5, 0.2, 0.1])
    variances = [x @ solved_by_numpy(felt[:n])[1] @ x for n in range(len(felt) + 1)]
    assert all(after <= before + 1e-12 for before, after in itertools.pairwise(variances))


def test_a_rating_without_any_tap_changes_nothing() -> None:
    skipped = Felt(EpisodeId("e"), MONDAY, (None, None, None), (1, 1, 1, 0, 0))
    assert posterior([skipped]) == posterior([])


@given(ratings(), responses)
@settings(max_examples=50)
def test_what_is_calibrated_stays_between_minus_1_and_1(felt: list[Felt], given_: list[Response]) -> None:
    pooled = pool(given_)
    assert pooled is not None
    assert -1 <= calibrated(pooled, felt) <= 1


def test_ten_low_ratings_teach_that_the_same_words_do_not_reach_this_person() -> None:
    pooled = pool([answer(WARM)])
    assert pooled is not None
    low = [
        Felt(EpisodeId(str(n)), MONDAY, (1.0, 1.0, 1.0), (pooled.u, pooled.a, pooled.c, 0, 0))
        for n in range(10)
    ]
    assert calibrated(pooled, low) < calibrated(pooled, []) - 0.5


@given(responses)
@settings(max_examples=60)
def test_pooling_takes_the_best_of_all_and_the_worst_criticism(given_: list[Response]) -> None:
    pooled = pool(given_)
    assert pooled is not None
    readings = [one.reading for one in given_]
    assert pooled.u == max(r.understanding for r in readings)
    assert pooled.z == min(r.disinterest for r in readings)
    assert pooled.k == max(r.criticism for r in readings)


@given(responses, st.integers(0, 5))
@settings(max_examples=60)
def test_one_more_response_never_takes_warmth_away(given_: list[Response], kept: int) -> None:
    fewer, all_of_them = pool(given_[: kept + 1]), pool(given_)
    assert fewer is not None
    assert all_of_them is not None
    assert all_of_them.warmth >= fewer.warmth


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
