"""Turn-taking reciprocity, balance and the runs test, in the closed forms of science §3d."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import sqrt

from core.ids import PersonId

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure of a pair: who, how deep (0 to 1), when, and the pair's turn clock (turns)."""

    author: PersonId
    depth: float
    at: datetime
    clock: int
    asked: bool = False
    """It answered a check-in, at one moment with the other's answer: its place in the order says nothing."""


def turn_taking(disclosures: Sequence[Disclosure], decay: float, half_gap: float) -> float | None:
    """TTR, 0 to 1: how much of what was disclosed was answered in kind by the next. None below two.

    Σλ^(N-n)·[swap]·min(d_n, d_(n-1))·2^(-max(0, gap-1)/half_gap) / Σλ^(N-n)·max(d_n, d_(n-1)).
    """
    given = total = 0.0
    for previous, current in pairwise(disclosures):
        given, total = given * decay, total * decay
        total += max(current.depth, previous.depth)
        if current.author != previous.author:
            gap = max(0, current.clock - previous.clock - 1)
            given += min(current.depth, previous.depth) * 2 ** (-gap / half_gap)
    return given / total if total > 0 else None


def balance(
    disclosures: Sequence[Disclosure], first: PersonId, now: datetime, half_life_days: float
) -> float | None:
    """B, -1 to 1: (S_first - S_other) / (S_first + S_other), depths fading with their age. Order-blind."""
    mine = theirs = 0.0
    for one in disclosures:
        age_days = (now - one.at).total_seconds() / DAY_S
        weight = one.depth * 2 ** (-age_days / half_life_days)
        if one.author == first:
            mine += weight
        else:
            theirs += weight
    return (mine - theirs) / (mine + theirs) if mine + theirs > 0 else None


def runs_z(disclosures: Sequence[Disclosure]) -> float | None:
    """Wald and Wolfowitz's z of the number of swaps: (W - m)/sqrt(m(m-1)/(N-1)), m = 2 n_A n_B / N.

    Null mean 0. None when only one of the two disclosed, or there is no spread.
    """
    return z_of_swaps([one.author for one in disclosures])


def z_of_swaps(authors: Sequence[Hashable]) -> float | None:
    """The same of the authors alone, in their order."""
    n = len(authors)
    if n < 2:
        return None
    first = sum(author == authors[0] for author in authors)
    expected = 2 * first * (n - first) / n
    variance = expected * (expected - 1) / (n - 1)
    if variance <= 0:
        return None
    swaps = sum(a != b for a, b in pairwise(authors))
    return (swaps - expected) / sqrt(variance)
