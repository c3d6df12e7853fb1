"""Figures with their 95 % intervals, in closed form: no resampling, so the same at every run."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bot.bench.couples import Flags, Floats

Z = 1.959964


@dataclass(frozen=True, slots=True)
class Figure:
    """A value between the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return "–" if math.isnan(self.value) else f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


def auc(living: Floats, null: Floats) -> Figure:
    """How often a living couple scores higher than a null one, ties half; interval by DeLong et al. 1988."""
    m, n = len(living), len(null)
    if min(m, n) < 2:
        return Figure(math.nan, math.nan, math.nan)
    everyone = _midranks(np.concatenate([living, null]))
    above = (everyone[:m] - _midranks(living)) / n
    below = 1 - (everyone[m:] - _midranks(null)) / m
    value = float(above.mean())
    half = Z * math.sqrt(float(above.var(ddof=1)) / m + float(below.var(ddof=1)) / n)
    return Figure(value, max(0.0, value - half), min(1.0, value + half))


def _midranks(values: Floats) -> Floats:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[place])


def share(flags: Flags) -> Figure:
    """Share of true ones; interval by Wilson 1927."""
    n = len(flags)
    if n == 0:
        return Figure(math.nan, math.nan, math.nan)
    p = float(np.mean(flags))
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return Figure(p, max(0.0, middle - half), min(1.0, middle + half))


def mean(values: Floats) -> Figure:
    """Mean; interval by the normal law."""
    value = float(np.mean(values))
    half = Z * float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return Figure(value, value - half, value + half)
