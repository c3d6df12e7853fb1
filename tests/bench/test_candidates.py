"""The candidates have the values of the science's test vectors, and do what their names say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bot.bench.candidates import CANDIDATES, hawkes, kappa, lag_lift, near_steps, permuted, smoothed
from core.reciprocity.claims import evidence
from tests.bench.rows import ALTERNATING, BLOCKS_OF_4, ONE_SIDED, TWO_BLOCKS, couple, random_rows


@pytest.mark.parametrize(
    ("whose", "depths", "gap", "h"),
    [
        pytest.param(ALTERNATING, (0.6,), 1, 0.225, id="alternating"),
        pytest.param(BLOCKS_OF_4, (0.6,), 1, 0.186, id="blocks of 4"),
        pytest.param(TWO_BLOCKS, (0.6,), 1, 0.058, id="two blocks"),
        pytest.param(ONE_SIDED, (0.6,), 1, 0.035, id="one-sided"),
        pytest.param(ALTERNATING, (0.8, 0.4), 1, 0.225, id="alternating .8/.4"),
        pytest.param(ALTERNATING, (0.6,), 7, 0.096, id="alternating, 7 turns apart"),
    ],
)
def test_hawkes_has_the_value_of_the_science(
    whose: list[int], depths: Sequence[float], gap: int, h: float
) -> None:
    assert hawkes.score(couple(whose, depths, gap)) == pytest.approx([h], abs=5e-4)


@pytest.mark.parametrize(
    ("whose", "value"), [(ALTERNATING, 1.0), (BLOCKS_OF_4, -0.58), (TWO_BLOCKS, -1.0), (ONE_SIDED, -1.0)]
)
def test_kappa_has_the_value_of_the_science(whose: list[int], value: float) -> None:
    assert kappa.score(couple(whose)) == pytest.approx([value], abs=0.06)


@pytest.mark.parametrize("name", CANDIDATES)
def test_exchanging_the_two_changes_no_measure(name: str) -> None:
    rows = random_rows(40, 25, seed=9)
    before = CANDIDATES[name](rows)
    rows.by_b[:] = ~rows.by_b
    # A permutation deals other cards to the other person: alike, not the same.
    assert CANDIDATES[name](rows) == pytest.approx(before, abs=0.6 if name == "TTR by permutation" else 1e-9)


@pytest.mark.parametrize("measure", [lag_lift.score, permuted.score, smoothed.score, near_steps.score])
def test_taking_turns_scores_higher_than_speaking_in_blocks(measure: object) -> None:
    assert callable(measure)
    assert measure(couple(ALTERNATING, gap=3))[0] > measure(couple(TWO_BLOCKS, gap=3))[0]


def test_near_steps_scores_the_evidence_of_the_claim() -> None:
    assert near_steps.score(couple(ALTERNATING)) == pytest.approx([np.log(evidence(39, 39))])
