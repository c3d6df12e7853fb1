"""How well a discloser's feeling is foretold after 0, 5, 10 and 20 answers of theirs: synthetic raters (§5).

A rater feels r = ρ + bias, with a bias of their own, and tells it with an error of .3 each time: with three
taps from 1 to 5 (science §3c) or, as it is asked live, with one of yes, partly and no. The error is measured
on responses that were not rated, against what the rater feels, not against another noisy answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count, pairwise

import numpy as np
import pytest

from core.calibration import expected, features, weights
from core.chats import Felt
from core.ids import EpisodeId
from core.reading.scores import responsiveness
from tests.core.builders import MONDAY

RATERS, HELD_OUT, MOST = 300, 20, 20
BIAS, ERROR = 0.25, 0.3
"""Standard deviations, -1 to 1: of the bias among raters, and of one answer. Science §5 gives the second; the
first is set so that the error without answers is the .45 of §3c."""
AFTER = (0, 5, 10, 20)

Read = tuple[float, float, float, float, float]
Taps = tuple[float | None, float | None, float | None]
Dice = np.random.Generator


def a_response(dice: Dice) -> Read:
    """u, a and c that go together, disinterest where they are low, and one response in ten that blames."""
    u, a, c = (float(1 / (1 + np.exp(-v))) for v in dice.normal(0, 1) + dice.normal(0, 0.8, 3))
    z = float(dice.beta(1, 4) * (1 - (u + a + c) / 3))
    blames = dice.random() < 0.1
    return u, a, c, z, float(dice.uniform(0.3, 0.9) if blames else dice.beta(1, 12))


def feeling(read: Read, bias: float) -> float:
    return float(np.clip(responsiveness(*read) + bias, -1, 1))


def three_taps(dice: Dice, felt: float, asked: int) -> Taps:
    one, two, three = (
        float(np.clip(np.round(3 + 2 * (felt + error)), 1, 5)) for error in dice.normal(0, ERROR, 3)
    )
    return one, two, three


def one_tap(dice: Dice, felt: float, asked: int) -> Taps:
    """Yes, partly or no to one question, the three of them in turn."""
    told = felt + dice.normal(0, ERROR)
    tap = 5.0 if told > 1 / 3 else 1.0 if told < -1 / 3 else 3.0
    return (tap, None, None) if asked == 0 else (None, tap, None) if asked == 1 else (None, None, tap)


def errors(answer: Callable[[Dice, float, int], Taps], spread: float, seed: int = 5) -> dict[int, float]:
    """Held-out root mean squared error after so many answers."""
    squares: dict[int, list[float]] = {n: [] for n in AFTER}
    for rater in range(RATERS):
        dice = np.random.default_rng([seed, rater])
        bias = float(dice.normal(0, spread)) if spread else 0.0
        heard = [a_response(dice) for _ in range(MOST)]
        unseen = [a_response(dice) for _ in range(HELD_OUT)]
        told = [
            Felt(
                EpisodeId(str(n)), MONDAY + timedelta(days=n), answer(dice, feeling(read, bias), n % 3), read
            )
            for n, read in zip(count(), heard)
        ]
        for n in AFTER:
            known = weights(told[:n])
            squares[n] += [(expected(known, features(*read)) - feeling(read, bias)) ** 2 for read in unseen]
    return {n: float(np.sqrt(np.mean(found))) for n, found in squares.items()}


@pytest.fixture(scope="module")
def of_three_taps() -> dict[int, float]:
    return errors(three_taps, BIAS)


@pytest.fixture(scope="module")
def of_one_tap() -> dict[int, float]:
    return errors(one_tap, BIAS)


@pytest.mark.parametrize(("answers", "wanted"), [(0, 0.45), (5, 0.24), (10, 0.21), (20, 0.17)])
def test_the_error_is_about_that_of_the_science(
    of_three_taps: dict[int, float], answers: int, wanted: float
) -> None:
    assert of_three_taps[answers] == pytest.approx(wanted, abs=0.025)


@pytest.mark.parametrize(("answers", "found"), [(0, 0.45), (5, 0.27), (10, 0.23), (20, 0.20)])
def test_one_tap_a_time_teaches_nearly_as_much(
    of_one_tap: dict[int, float], answers: int, found: float
) -> None:
    assert of_one_tap[answers] == pytest.approx(found, abs=0.02)


def test_ten_ratings_halve_the_error(of_three_taps: dict[int, float]) -> None:
    assert of_three_taps[10] <= of_three_taps[0] / 2


@pytest.mark.parametrize("spread", [0.0, 0.15, BIAS, 0.5])
@pytest.mark.parametrize("answer", [three_taps, one_tap])
def test_it_is_never_worse_than_without_on_average(
    answer: Callable[[Dice, float, int], Taps], spread: float
) -> None:
    """Also where nobody has a bias of their own and there is least to learn."""
    found = errors(answer, spread, seed=6)
    assert all(found[more] <= found[fewer] for fewer, more in pairwise(AFTER))
