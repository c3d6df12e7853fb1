"""Figures and their intervals against their definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.bench.figures import auc, share
from bot.bench.tables import Gate


def test_auc_is_the_share_of_pairs_in_the_right_order_with_ties_half() -> None:
    rng = np.random.default_rng(3)
    living, null = rng.integers(0, 9, 40).astype(float) + 1, rng.integers(0, 9, 50).astype(float)
    pairs = [(a > b) + 0.5 * (a == b) for a in living for b in null]
    assert auc(living, null).value == pytest.approx(np.mean(pairs))


def test_the_interval_of_an_auc_covers_in_about_95_of_100_samples() -> None:
    rng = np.random.default_rng(4)
    truth = 0.5 * (1 + math.erf(1 / 2))
    found = [auc(rng.standard_normal(60) + 1, rng.standard_normal(60)) for _ in range(400)]
    assert np.mean([one.low <= truth <= one.high for one in found]) == pytest.approx(0.95, abs=0.03)


def test_the_interval_of_a_share_is_wilsons() -> None:
    found = share(np.arange(10) < 1)
    assert (found.low, found.high) == pytest.approx((0.0179, 0.4042), abs=1e-4)


def test_of_nobody_nothing_is_known() -> None:
    assert str(share(np.zeros(0, bool))) == "–"
    assert not Gate("of nobody", share(np.zeros(0, bool)), 0.06, at_most=True).is_met
