"""The measures of `core.reciprocity.measures` for many couples at once; a test shows them to be the same."""

from __future__ import annotations

import numpy as np

from bot.bench.couples import Flags, Floats, Ints
from bot.bench.readers import Rows
from core.policy import Policy
from core.reciprocity.claims import NEAR_TURNS

DEFAULT = Policy()


def turn_taking(rows: Rows, policy: Policy = DEFAULT) -> Floats:
    """TTR of each couple's disclosures."""
    fading = policy.ttr_lambda ** np.arange(rows.count - 2, -1, -1.0)
    least = np.minimum(rows.depth[:, 1:], rows.depth[:, :-1])
    most = np.maximum(rows.depth[:, 1:], rows.depth[:, :-1])
    gap = np.maximum(0, np.diff(rows.clock, axis=1) - 1)
    given = fading * swapped(rows) * least * 2.0 ** (-gap / policy.ttr_half_gap_turns)
    return np.asarray(given.sum(axis=1) / (fading * most).sum(axis=1))


def balance(rows: Rows, policy: Policy = DEFAULT) -> Floats:
    """|B| as it stands at the last disclosure: how uneven, whoever gives more."""
    weight = rows.depth * 2.0 ** (-(rows.day[:, -1:] - rows.day) / policy.balance_half_life_days)
    theirs = (weight * rows.by_b).sum(axis=1)
    return np.asarray(np.abs(weight.sum(axis=1) - 2 * theirs) / weight.sum(axis=1))


def runs_z(rows: Rows) -> Floats:
    """Wald and Wolfowitz's z; minus infinity where it is undefined, which claims nothing."""
    n, first = rows.count, rows.by_b.sum(axis=1)
    expected = 2 * first * (n - first) / n
    variance = expected * (expected - 1) / (n - 1)
    known = variance > 0
    z = (swapped(rows).sum(axis=1) - expected) / np.sqrt(np.where(known, variance, 1))
    return np.where(known, z, -np.inf)


def swapped(rows: Rows) -> Flags:
    """Whether each disclosure but the first came from the other person than the one before."""
    return np.asarray(rows.by_b[:, 1:] != rows.by_b[:, :-1])


def near(rows: Rows) -> Flags:
    """Which steps from one disclosure to the next are told apart by order, and few turns apart."""
    asked = rows.asked[:, 1:] | rows.asked[:, :-1]
    return np.asarray(~asked & (np.diff(rows.clock, axis=1) <= NEAR_TURNS))


def near_steps(rows: Rows) -> tuple[Ints, Ints]:
    """How many steps were near up to each disclosure but the first, and how many of them changed hands."""
    close = near(rows)
    return np.cumsum(close, axis=1), np.cumsum(close & swapped(rows), axis=1)
