"""Reading responses as their discloser would: beside numpy, and what must hold for all answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.calibration import (
    NOISE_VARIANCE,
    PRIOR,
    PRIOR_VARIANCE,
    Six,
    expected,
    features,
    rating,
    variance,
    warmth_equivalent,
    weights,
)
from core.chats import Felt
from core.ids import EpisodeId
from tests.cases import cases
from tests.core.builders import MONDAY

score = st.floats(0, 1)
tap = st.none() | st.sampled_from([1.0, 3.0, 5.0]) | st.floats(1, 5)
responses = st.builds(features, score, score, score, score, score)


@st.composite
def answers(draw: st.DrawFn) -> list[Felt]:
    """A discloser's answers, some at the same moment, each about an episode of its own."""
    told = draw(
        st.lists(
            st.tuples(
                st.tuples(tap, tap, tap), st.tuples(score, score, score, score, score), st.integers(0, 9)
            ),
            max_size=10,
        )
    )
    return [
        Felt(EpisodeId(f"e{n}"), MONDAY + timedelta(days=day), given, read)
        for n, (given, read, day) in enumerate(told)
    ]


def by_numpy(felt: list[Felt]) -> tuple[np.ndarray, np.ndarray]:
    """Posterior mean Λ⁻¹b and covariance Λ⁻¹, with Λ and b as the science writes them."""
    precision = np.eye(6) / PRIOR_VARIANCE
    b = precision @ np.array(PRIOR)
    for one in felt:
        y, x = rating(one), np.array([1.0, *one.read])
        if y is not None:
            precision = precision + np.outer(x, x) / NOISE_VARIANCE
            b = b + x * y / NOISE_VARIANCE
    return np.linalg.solve(precision, b), np.linalg.inv(precision)


# The posterior


@given(answers())
@settings(max_examples=cases(60))
def test_the_mean_is_the_one_that_numpy_finds(felt: list[Felt]) -> None:
    assert weights(felt).mean == pytest.approx(tuple(by_numpy(felt)[0]), abs=1e-9)


@given(answers(), responses)
@settings(max_examples=cases(60))
def test_the_variance_is_the_one_that_numpy_finds(felt: list[Felt], x: Six) -> None:
    covariance = by_numpy(felt)[1]
    assert variance(weights(felt), x) == pytest.approx(
        float(np.array(x) @ covariance @ np.array(x)), rel=1e-9
    )


def test_without_answers_the_prior_speaks_to_the_last_bit() -> None:
    assert weights([]).mean == PRIOR


@given(answers(), st.randoms(use_true_random=False))
@settings(max_examples=cases(60))
def test_the_order_of_answers_does_not_matter_to_the_last_bit(felt: list[Felt], dice: Random) -> None:
    assert weights(dice.sample(felt, len(felt))) == weights(felt)


@given(answers(), st.integers(0, 9), st.randoms(use_true_random=False))
@settings(max_examples=cases(60))
def test_an_erased_answer_leaves_the_bits_of_a_history_without_it(
    felt: list[Felt], place: int, dice: Random
) -> None:
    """The history without it is told in another order, too: nothing of the erased one decides any sum."""
    kept = [one for n, one in enumerate(felt) if n != place]
    never = [replace(one) for one in dice.sample(kept, len(kept))]
    assert weights(kept) == weights(never)


@given(answers(), responses, st.integers(0, 9))
@settings(max_examples=cases(60))
def test_the_variance_never_rises_with_an_answer(felt: list[Felt], x: Six, place: int) -> None:
    """Whichever answer is the one more; 1e-12 of it is the rounding of six divisions."""
    without = [one for n, one in enumerate(felt) if n != place]
    assert variance(weights(felt), x) <= variance(weights(without), x) * (1 + 1e-12)


@given(answers(), responses)
@settings(max_examples=cases(60))
def test_the_variance_is_never_negative(felt: list[Felt], x: Six) -> None:
    assert variance(weights(felt), x) > 0


def test_an_answer_without_any_tap_changes_nothing() -> None:
    skipped = Felt(EpisodeId("e"), MONDAY, (None, None, None), (1, 1, 1, 0, 0))
    assert weights([skipped]) == weights([])


# The rating


@pytest.mark.parametrize(
    ("taps", "y"),
    [
        pytest.param((5.0, None, None), 1.0, id="yes"),
        pytest.param((None, 3.0, None), 0.0, id="partly"),
        pytest.param((None, None, 1.0), -1.0, id="no"),
        pytest.param((5.0, 3.0, 1.0), 0.0, id="three taps"),
        pytest.param((5.0, None, 2.0), 0.25, id="two taps"),
        pytest.param((None, None, None), None, id="skipped"),
    ],
)
def test_a_rating_is_the_mean_of_what_was_tapped(
    taps: tuple[float | None, float | None, float | None], y: float | None
) -> None:
    assert rating(Felt(EpisodeId("e"), MONDAY, taps, (0, 0, 0, 0, 0))) == y


# What it says of a response


@given(answers(), responses)
@settings(max_examples=cases(60))
def test_what_is_expected_stays_between_minus_1_and_1(felt: list[Felt], x: Six) -> None:
    assert -1 <= expected(weights(felt), x) <= 1


@given(responses)
@settings(max_examples=cases(60))
def test_without_answers_the_equivalent_is_what_was_read_exactly(x: Six) -> None:
    assert warmth_equivalent([], x) == x[1] + x[2] + x[3]


def rated(tap: float, *reads: tuple[float, float, float, float, float]) -> list[Felt]:
    """The same answer to each of these responses."""
    return [Felt(EpisodeId(f"e{n}"), MONDAY, (tap, tap, tap), read) for n, read in enumerate(reads)]


@given(st.sampled_from([1.0, 3.0, 5.0]), responses)
@settings(max_examples=cases(60))
def test_of_responses_that_were_all_alike_the_expected_rating_alone_counts(tap: float, x: Six) -> None:
    """Solved the other way round: prior weights, the same z and k, and warmth until the rating is equal."""
    felt = rated(tap, *[(0.6, 0.0, 0.0, 0.0, 0.0)] * 5)
    mean = by_numpy(felt)[0]
    without_warmth = float(np.array(PRIOR) @ np.array([1, 0, 0, 0, x[4], x[5]]))
    needed = (float(mean @ np.array(x)) - without_warmth) / PRIOR[1]
    assert warmth_equivalent(felt, x) == pytest.approx(needed, abs=1e-8)


@given(answers())
@settings(max_examples=cases(60))
def test_answers_never_change_how_many_of_the_rated_responses_are_warm_enough(felt: list[Felt]) -> None:
    warmths = sorted(sum(one.read[:3]) for one in felt)
    assume(len(felt) > 1 and warmths[-1] - warmths[0] > 0.25)
    found = sorted(warmth_equivalent(felt, features(*one.read)) for one in felt)
    ratings = sorted(expected_unclipped(felt, features(*one.read)) for one in felt)
    assume(all(b - a > 1e-9 for a, b in pairwise(ratings)))
    assert found == pytest.approx(warmths, abs=1e-6)


@given(answers(), st.tuples(responses, responses))
@settings(max_examples=cases(60))
def test_what_would_be_felt_better_is_never_worth_less(felt: list[Felt], two: tuple[Six, Six]) -> None:
    warmths = [sum(one.read[:3]) for one in felt]
    assume(felt and max(warmths) - min(warmths) > 0.25)
    worse, better = sorted(two, key=lambda x: expected_unclipped(felt, x))
    assert warmth_equivalent(felt, worse) <= warmth_equivalent(felt, better) + 1e-9


def expected_unclipped(felt: list[Felt], x: Six) -> float:
    return float(np.array(weights(felt).mean) @ np.array(x))


def test_a_person_who_is_never_pleased_is_met_as_often_as_one_who_always_is() -> None:
    reads = [(w, w, w, 0.0, 0.0) for w in (0.05, 0.1, 0.15, 0.2, 0.5, 0.9)]
    warm = {
        tap: [warmth_equivalent(rated(tap, *reads), features(*read)) > 0.5 for read in reads]
        for tap in (1.0, 5.0)
    }
    assert warm[1.0] == warm[5.0] == [False, False, False, True, True, True]


def test_a_person_to_whom_understanding_is_everything_is_reached_by_other_words() -> None:
    understood, cared = (0.8, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.8, 0.0, 0.0)
    felt = [
        Felt(EpisodeId(f"e{n}"), MONDAY, (tap,) * 3, read)
        for n, (tap, read) in enumerate(
            [(5.0, understood), (1.0, cared)] * 4 + [(1.0, (0.05, 0.05, 0.05, 0.0, 0.0))] * 2
        )
    ]
    one, other = (warmth_equivalent(felt, features(*read)) for read in (understood, cared))
    assert one > other


def test_ten_low_answers_teach_that_the_same_words_do_not_reach_this_person() -> None:
    low = [Felt(EpisodeId(str(n)), MONDAY, (1.0, 1.0, 1.0), (0.8, 0.8, 0.8, 0, 0)) for n in range(10)]
    x = features(0.8, 0.8, 0.8, 0, 0)
    assert expected(weights(low), x) < expected(weights([]), x) - 0.5
