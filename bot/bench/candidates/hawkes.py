"""H = √(ν_AB ν_BA): mutual excitation, estimated on the way (science §3d, after Halpin and De Boeck 2013)."""

from __future__ import annotations

import numpy as np

from bot.bench.couples import Floats
from bot.bench.readers import Rows

FADING = np.log(2) / 6
"""β: half of it is gone after six turns."""


def score(rows: Rows) -> Floats:
    """H of each couple after its last disclosure, at least 0."""
    n = len(rows)
    lingering, given, own = np.zeros((n, 2)), np.zeros((n, 2)), np.zeros((n, 2))
    caused = np.zeros((n, 2, 2))
    """N_ij: disclosures of i that are put down to what j said."""
    at = np.arange(n)
    start = rows.clock[:, 0]
    for k in range(rows.count):
        who = rows.by_b[:, k].astype(np.int64)
        turns = rows.clock[:, k] - start
        gap = rows.clock[:, k] - (rows.clock[:, k - 1] if k else start)
        lingering *= np.exp(-FADING * gap)[:, None]
        excitation = (0.25 + caused[at, who]) / (2 + given)
        base = (1 + own[at, who]) / (20 + turns)
        each = FADING * excitation * lingering
        rate = base + each.sum(axis=1)
        caused[at, who] += each / rate[:, None]
        own[at, who] += base / rate
        lingering[at, who] += rows.depth[:, k]
        given[at, who] += rows.depth[:, k]
    across = (0.25 + caused) / (2 + given)[:, None, :]
    return np.asarray(np.sqrt(across[:, 0, 1] * across[:, 1, 0]))
