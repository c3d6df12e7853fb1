"""When couples are told that they take turns: by the product's claim, and by runs z for comparison."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

import numpy as np

from bot.bench import measured
from bot.bench.couples import Flags, Floats, Ints
from bot.bench.readers import Known
from core.policy import Policy
from core.reciprocity.claims import NEAR_TURNS, evidence

POLICY = Policy()


@lru_cache(maxsize=1)
def needed() -> Ints:
    """For each number of near steps, how many must have changed hands; asked of the live rule itself."""
    enough = 1 / POLICY.told_wrongly
    return np.array([
        bisect_left(range(steps + 1), x=True, key=lambda swaps, k=steps: evidence(k, swaps) >= enough)  # type: ignore[misc]
        for steps in range(MOST_STEPS + 1)
    ])  # fmt: skip


MOST_STEPS = 900
"""More than any couple here reaches; a chat keeps 500 disclosures."""


def told_on(known: Known) -> Floats:
    """The day on which each couple is first told, asking after every disclosure; infinite if never."""
    couple = known.couple
    gap = np.diff(known.clock, prepend=0)
    asked = known.asked | np.concatenate([[True], known.asked[:-1]])
    near = ~asked & (gap <= NEAR_TURNS) & np.concatenate([[False], couple[1:] == couple[:-1]])
    swap = near & np.concatenate([[False], known.by_b[1:] != known.by_b[:-1]])
    number, steps, swaps = (_within(couple, known.couples, one) for one in (np.ones(len(couple)), near, swap))
    enough = swaps >= needed()[np.minimum(steps, MOST_STEPS)]
    return _first(known, (number >= POLICY.shown_from) & enough & _passes(known, ~known.asked))


def told_by_runs_z(known: Known) -> Floats:
    """The same by runs z alone, check-ins and all, from the twentieth disclosure on."""
    number = _within(known.couple, known.couples, np.ones(len(known.couple)))
    return _first(known, (number >= POLICY.shown_from) & _passes(known, np.ones(len(number), bool)))


def _passes(known: Known, counted: Flags) -> Flags:
    """Whether runs z of the counted disclosures so far is above its bar, after each disclosure."""
    at = np.flatnonzero(counted)
    swap = np.zeros(len(counted), bool)
    together = known.couple[at[1:]] == known.couple[at[:-1]]
    swap[at[1:]] = together & (known.by_b[at[1:]] != known.by_b[at[:-1]])
    n, of_b, swaps = (
        _within(known.couple, known.couples, one) for one in (counted, counted & known.by_b, swap)
    )
    expected = 2 * of_b * (n - of_b) / np.maximum(n, 1)
    variance = expected * (expected - 1) / np.maximum(n - 1, 1)
    z = (swaps - expected) / np.sqrt(np.where(variance > 0, variance, 1))
    return np.asarray((variance > 0) & (z > POLICY.takes_turns_z))


def one_look(known: Known, count: int) -> Flags:
    """Whether z passes at exactly so many disclosures, for the couples that have them."""
    return measured.runs_z(known.first(count)) > POLICY.takes_turns_z


def counted_on(known: Known, count: int) -> Floats:
    """The day of each couple's disclosure number `count`."""
    number = _within(known.couple, known.couples, np.ones(len(known.couple)))
    return _first(known, number >= count)


def _within(couple: Ints, couples: int, what: Flags | Floats) -> Ints:
    """Running sums that begin anew with each couple."""
    total = np.cumsum(what).astype(np.int64)
    before = np.concatenate([[0], total])[np.searchsorted(couple, np.arange(couples))]
    return np.asarray(total - before[couple])


def _first(known: Known, tell: Flags) -> Floats:
    day = np.full(known.couples, np.inf)
    np.minimum.at(day, known.couple[tell], known.day[tell])
    return day
