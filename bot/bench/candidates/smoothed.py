"""TTR as a state that drifts and is seen through noise: a Kalman filter of a local level on each step."""

from __future__ import annotations

import numpy as np

from bot.bench.couples import Floats
from bot.bench.measured import swapped
from bot.bench.readers import Rows

DRIFT = 0.02**2
NOISE = 0.25**2
START, START_VARIANCE = 0.1, 0.2**2
"""Prior mean and variance of the share of a step that is given back in kind. [P]"""


def score(rows: Rows) -> Floats:
    """The level after the last step."""
    least = np.minimum(rows.depth[:, 1:], rows.depth[:, :-1])
    most = np.maximum(rows.depth[:, 1:], rows.depth[:, :-1])
    gap = np.maximum(0, np.diff(rows.clock, axis=1) - 1)
    seen = swapped(rows) * least / most * 2.0 ** (-gap / 6)
    level, variance = np.full(len(rows), START), START_VARIANCE
    for k in range(seen.shape[1]):
        variance += DRIFT
        gain = variance / (variance + NOISE)
        level = level + gain * (seen[:, k] - level)
        variance *= 1 - gain
    return level
