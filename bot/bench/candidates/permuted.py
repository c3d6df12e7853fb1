"""TTR against its own value when the same moments and depths are dealt to the two at random."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot.bench.couples import Floats, stream
from bot.bench.measured import turn_taking
from bot.bench.readers import Rows

DEALS = 60


def score(rows: Rows) -> Floats:
    """(TTR − mean of the deals) / their standard deviation; 0 where they are all alike."""
    rng = stream(0, "deals")
    dealt = np.empty((DEALS, len(rows)))
    for deal in range(DEALS):
        order = np.argsort(rng.random(rows.by_b.shape), axis=1, kind="stable")
        dealt[deal] = turn_taking(replace(rows, by_b=np.take_along_axis(rows.by_b, order, axis=1)))
    spread = dealt.std(axis=0)
    return np.where(
        spread > 0, (turn_taking(rows) - dealt.mean(axis=0)) / np.where(spread > 0, spread, 1), 0.0
    )
