"""κ₁ = min over both of [P(the next is j's | this is i's) − p_j] / (1 − p_j) (science §3d)."""

from __future__ import annotations

import numpy as np

from bot.bench.couples import Floats
from bot.bench.readers import Rows


def score(rows: Rows) -> Floats:
    """At most 1; −1 where one of the two never disclosed, which tells nothing of turns."""
    sides = []
    for i in (False, True):
        mine = rows.by_b[:, :-1] == i
        followed = (mine & (rows.by_b[:, 1:] != i)).sum(axis=1)
        theirs = (rows.by_b != i).mean(axis=1)
        known = (mine.sum(axis=1) > 0) & (theirs > 0) & (theirs < 1)
        share = followed / np.maximum(mine.sum(axis=1), 1)
        sides.append(np.where(known, (share - theirs) / np.where(known, 1 - theirs, 1), -1.0))
    return np.minimum(*sides)
