"""How well a discloser's own answers teach what they felt: the posterior of live chats on drawn raters.

The only place of the bench that knows where the rules keep calibration.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from bot.bench.couples import Floats, normal, stream
from bot.bench.figures import Figure, mean
from core.calibration import PRIOR, expected, features, weights
from core.chats import Felt
from core.ids import EpisodeId

ANSWERS = (0, 5, 10, 20)
HELD_OUT = 20
SPREAD, NOISE = 0.3, 0.5
"""Between raters on each weight, and within a rating (science §3c)."""
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def errors(raters: int, seed: int) -> dict[int, Figure]:
    """By number of answers: the root mean square error of calibrated responsiveness, on unseen responses."""
    rng = stream(seed, "raters")
    found: dict[int, list[float]] = {count: [] for count in ANSWERS}
    for _ in range(raters):
        theta = np.array(PRIOR) + SPREAD * normal(rng, len(PRIOR))
        read = _responses(rng, max(ANSWERS) + HELD_OUT)
        meant = theta[0] + read @ theta[1:]
        taps = np.clip(np.clip(meant + NOISE * normal(rng, len(read)), -1, 1) * 2 + 3, 1, 5)
        told = [
            _felt(number, float(tap), row) for number, (tap, row) in enumerate(zip(taps, read, strict=True))
        ]
        truth = np.clip(meant[max(ANSWERS) :], -1, 1)
        for count in ANSWERS:
            known = weights(told[:count])
            guess = [expected(known, features(*map(float, row))) for row in read[max(ANSWERS) :]]
            found[count].append(float(np.mean((np.array(guess) - truth) ** 2)))
    return {count: _root(mean(np.array(squares))) for count, squares in found.items()}


def _responses(rng: np.random.Generator, count: int) -> Floats:
    """u, a, c, z, k of responses: warm ones, cool ones, now and then a hard one."""
    warmth = rng.random(count)[:, None]
    warm = np.clip(warmth + 0.25 * normal(rng, count, 3), 0, 1)
    cold = np.clip(0.6 * (1 - warmth) + 0.2 * normal(rng, count, 1), 0, 1)
    hard = np.where(rng.random(count) < 0.2, rng.random(count), 0.0)[:, None]
    return np.hstack([warm, cold, hard])


def _felt(number: int, tap: float, read: Floats) -> Felt:
    u, a, c, z, k = map(float, read)
    return Felt(EpisodeId(f"{number:03}"), BEGAN + timedelta(days=number), (tap, tap, tap), (u, a, c, z, k))


def _root(square: Figure) -> Figure:
    return Figure(*(float(np.sqrt(max(0.0, end))) for end in (square.value, square.low, square.high)))
