"""What the responses to one episode amount to: pooled, acknowledged, answered, met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.chats import Episode, Felt, Response
from core.policy import Policy
from core.reading.scores import responsiveness

Theta = tuple[float, float, float, float, float, float]

PRIOR_THETA: Theta = (-0.6, 0.5, 0.5, 0.5, -0.5, -1.0)
"""Mean of the prior on (1, u, a, c, z, k) (science §3c)."""
PRIOR_VARIANCE = 0.3**2
NOISE_VARIANCE = 0.5**2


@dataclass(frozen=True, slots=True)
class Pooled:
    """The strongest of what came across, the least of disinterest, 0 to 1 each (rules: *Pooling*)."""

    u: float
    a: float
    c: float
    z: float
    k: float

    @property
    def warmth(self) -> float:
        """u + a + c, of 3."""
        return self.u + self.a + self.c

    @property
    def responsiveness(self) -> float:
        return responsiveness(self.u, self.a, self.c, self.z, self.k)

    def missing(self) -> str:
        """The least of the three components; the first of equals in the order of the theory."""
        least = min(self.u, self.a, self.c)
        if self.u == least:
            return "understanding"
        return "appreciation" if self.a == least else "caring"


def pool(responses: Iterable[Response]) -> Pooled | None:
    """Largest u, a, c, k and smallest z of some responses; None of none."""
    readings = [response.reading for response in responses]
    if not readings:
        return None
    return Pooled(
        u=max(r.understanding for r in readings),
        a=max(r.appreciation for r in readings),
        c=max(r.caring for r in readings),
        z=min(r.disinterest for r in readings),
        k=max(r.criticism for r in readings),
    )


def is_acknowledgement(response: Response, policy: Policy) -> bool:
    """A reaction, or under four words with hardly anything in them. "I love you" is an answer."""
    reading = response.reading
    slight = max(reading.understanding, reading.appreciation, reading.caring) < policy.ack_below
    return response.reaction or (response.words < policy.ack_words and slight)


def is_answered(episode: Episode, policy: Policy) -> bool:
    """Whether somebody answered with more than an acknowledgement."""
    return any(not is_acknowledgement(response, policy) for response in episode.responses)


def is_met(episode: Episode, felt: tuple[Felt, ...], policy: Policy) -> bool:
    """Answered with u+a+c over the bar; by this discloser's own calibration once they told enough.

    A light answer to a check-in is no disclosure: any answer meets it.
    """
    pooled = pool(episode.responses)
    if pooled is None or not is_answered(episode, policy):
        return False
    if episode.depth < policy.depth_min:
        return True
    if len(felt) < policy.calibrated_from:
        return pooled.warmth > policy.met_sum
    theta = posterior(felt)
    heard = sum(t * x for t, x in zip(theta, (1.0, pooled.u, pooled.a, pooled.c), strict=False))
    return (heard - PRIOR_THETA[0]) / PRIOR_THETA[1] > policy.met_sum


def felt_rating(felt: Felt) -> float | None:
    """The mean of the taps given, mapped from 1..5 to -1..1."""
    taps = [tap for tap in felt.taps if tap is not None]
    return (sum(taps) / len(taps) - 3) / 2 if taps else None


def posterior(felt: Iterable[Felt]) -> Theta:
    """Posterior mean of a discloser's weights: (Λ0 + Σxxᵀ/σ²)⁻¹ (Λ0 m0 + Σxy/σ²) (science §3c)."""
    size = len(PRIOR_THETA)
    precision = [[(1 / PRIOR_VARIANCE if i == j else 0.0) for j in range(size)] for i in range(size)]
    vector = [m / PRIOR_VARIANCE for m in PRIOR_THETA]
    for one in sorted(felt, key=lambda f: (f.at, f.episode)):
        y = felt_rating(one)
        if y is None:
            continue
        x = (1.0, *one.read)
        for i in range(size):
            vector[i] += x[i] * y / NOISE_VARIANCE
            for j in range(size):
                precision[i][j] += x[i] * x[j] / NOISE_VARIANCE
    a, b, c, d, e, f = _solve(precision, vector)
    return (a, b, c, d, e, f)


def calibrated(pooled: Pooled, felt: Iterable[Felt]) -> float:
    """How this discloser would feel the response, -1 to 1. Private to them."""
    theta = posterior(felt)
    x = (1.0, pooled.u, pooled.a, pooled.c, pooled.z, pooled.k)
    return min(1.0, max(-1.0, sum(t * v for t, v in zip(theta, x, strict=True))))


def _solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Solves a small positive definite system by elimination; no pivoting needed."""
    size = len(vector)
    rows = [[*matrix[i], vector[i]] for i in range(size)]
    for i in range(size):
        for j in range(i + 1, size):
            factor = rows[j][i] / rows[i][i]
            rows[j] = [below - factor * above for below, above in zip(rows[j], rows[i], strict=True)]
    solution = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * solution[j] for j in range(i + 1, size))
        solution[i] = (rows[i][size] - known) / rows[i][i]
    return solution
