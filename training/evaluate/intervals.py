"""A figure with its 95 % interval: Wilson for shares, bootstrap over groups for everything else."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
SEED = 7
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Figure:
    """A value between the ends of its 95 % interval, over `n` cases."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        if math.isnan(self.value):
            return "–"
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


@dataclass(frozen=True, slots=True)
class Share(Figure):
    """`hits` of `n`."""

    hits: int = 0

    def __str__(self) -> str:
        if not self.n:
            return "–"
        digits = 4 if 0 < self.value < 0.01 else 3
        return (
            f"{self.hits}/{self.n} = {self.value:.{digits}f} ({self.low:.{digits}f}–{self.high:.{digits}f})"
        )

    @property
    def one_in(self) -> str:
        """As "1 in N"."""
        return f"1 in {round(self.n / self.hits)}" if self.hits else f"0 of {self.n}"


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    p, zz = hits / n, _Z * _Z
    middle = (p + zz / (2 * n)) / (1 + zz / n)
    half = _Z * math.sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def share(flags: Sequence[bool] | Flags) -> Share:
    """How many are true."""
    hits, n = int(np.sum(np.asarray(flags, bool))), len(flags)
    low, high = wilson(hits, n)
    return Share(hits / n if n else math.nan, low, high, n, hits)


def draws(groups: Sequence[str], rounds: int, seed: int = SEED) -> Iterator[NDArray[np.int64]]:
    """Indices of resampled cases: whole groups are drawn, since cases of one conversation are alike."""
    _, group = np.unique(np.asarray(groups), return_inverse=True)
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group)
    rng = np.random.default_rng(seed)
    for _ in range(rounds):
        times = np.bincount(rng.integers(len(sizes), size=len(sizes)), minlength=len(sizes))
        yield np.repeat(order, times[group[order]])


def bootstrap(
    figure: Callable[..., float], groups: Sequence[str], *arrays: NDArray[np.generic], rounds: int = 1000
) -> Figure:
    """`figure(*arrays)` with the interval of its values over resampled groups."""
    n = len(groups)
    value = figure(*arrays) if n else math.nan
    if math.isnan(value):
        return Figure(math.nan, math.nan, math.nan, n)
    found = [figure(*(array[at] for array in arrays)) for at in draws(groups, rounds)]
    there = [one for one in found if not math.isnan(one)]
    low, high = np.quantile(there, [0.025, 0.975]) if there else (math.nan, math.nan)
    return Figure(value, float(low), float(high), n)
