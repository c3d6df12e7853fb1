"""How much likelier the other discloses about as deeply within six turns: the least of both (science §3d)."""

from __future__ import annotations

import numpy as np

from bot.bench.couples import Floats
from bot.bench.readers import Rows

WITHIN = 6
SHALLOWER = 0.25


def score(rows: Rows) -> Floats:
    """(P − p₀)/(1 − p₀), p₀ from the other's rate over all turns; at most 1."""
    turns = np.maximum(rows.clock[:, -1] - rows.clock[:, 0], 1)
    sides = []
    for i in (False, True):
        mine = rows.by_b == i
        answered = np.zeros_like(mine)
        for ahead in range(1, min(WITHIN, rows.count - 1) + 1):
            near = rows.clock[:, ahead:] - rows.clock[:, :-ahead] <= WITHIN
            deep = rows.depth[:, ahead:] >= rows.depth[:, :-ahead] - SHALLOWER
            answered[:, :-ahead] |= near & deep & (rows.by_b[:, ahead:] != i)
        rate = np.minimum((~mine).sum(axis=1) / turns, 1)
        by_chance = np.minimum(1 - (1 - rate) ** WITHIN, 0.99)
        share = (answered & mine).sum(axis=1) / np.maximum(mine.sum(axis=1), 1)
        sides.append(np.where(mine.any(axis=1), (share - by_chance) / (1 - by_chance), -1.0))
    return np.minimum(*sides)
