"""The evidence that the product's claim rests on, as a measure: swaps among steps of a few turns."""

from __future__ import annotations

import numpy as np

from bot.bench import measured
from bot.bench.couples import Floats
from bot.bench.readers import Rows
from core.reciprocity.claims import evidence


def score(rows: Rows) -> Floats:
    """log evidence of each couple, by the function that live chats use."""
    steps, swaps = (found[:, -1] for found in measured.near_steps(rows))
    return np.log([evidence(int(k), int(s)) for k, s in zip(steps, swaps, strict=True)])
