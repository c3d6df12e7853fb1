"""Disclosures of one or many simulated couples, for the tests of the bench, and the same for the rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from bot.bench.couples import Floats, Ints
from bot.bench.readers import Known, Rows
from core.reciprocity.measures import Disclosure
from tests.core.builders import ANA, BEN, MONDAY

ALTERNATING = [0, 1] * 20
BLOCKS_OF_4 = ([0] * 4 + [1] * 4) * 5
TWO_BLOCKS = [0] * 20 + [1] * 20
ONE_SIDED = [0] * 40


def couple(whose: Sequence[int], depths: Sequence[float] = (0.6,), gap: int = 1) -> Rows:
    """One couple; depths repeat."""
    n = len(whose)
    depth = np.array([[depths[k % len(depths)] for k in range(n)]], float)
    clock = np.arange(n)[None, :] * gap
    return Rows(
        np.arange(1), np.array([whose]) == 1, depth, clock, np.zeros((1, n)), np.zeros((1, n), bool),
        np.full((1, n), np.nan),
    )  # fmt: skip


def random_rows(couples: int, count: int, seed: int) -> Rows:
    """Couples of all sorts, some with check-ins; a few one-sided."""
    rng = np.random.default_rng(seed)
    bias = rng.random((couples, 1))
    gaps: Ints = rng.integers(1, 40, (couples, count))
    days: Floats = np.cumsum(rng.random((couples, count)), axis=1)
    return Rows(
        np.arange(couples), rng.random((couples, count)) < bias, 0.35 + 0.6 * rng.random((couples, count)),
        np.cumsum(gaps, axis=1), days, rng.random((couples, count)) < 0.1,
        np.full((couples, count), np.nan),
    )  # fmt: skip


def known(rows: Rows) -> Known:
    """The same, one after another."""
    n = rows.count
    return Known(
        len(rows), np.repeat(np.arange(len(rows)), n), rows.by_b.ravel(), rows.depth.ravel(),
        rows.clock.ravel(), rows.day.ravel(), rows.asked.ravel(), rows.felt.ravel(),
    )  # fmt: skip


def disclosures(rows: Rows, of: int) -> list[Disclosure]:
    """One couple as the rules know it."""
    return [
        Disclosure(
            BEN if rows.by_b[of, k] else ANA, float(rows.depth[of, k]),
            MONDAY + timedelta(days=float(rows.day[of, k])), int(rows.clock[of, k]), bool(rows.asked[of, k]),
        )
        for k in range(rows.count)
    ]  # fmt: skip
