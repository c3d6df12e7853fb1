"""How one discloser feels responses, learnt from their own answers to the one question (science §3c).

The weights θ of x = (1, u, a, c, z, k) have the prior N(m₀, .3²I); a rating is y ~ N(θ·x, .5²). So the
precision is Λ = Λ₀ + Σxxᵀ/σ² and the mean m₀ + Λ⁻¹Σx(y − m₀·x)/σ²: the science's Λ⁻¹b, written as what the
answers add to the prior, so that without answers it is the prior to the last bit. Private to the discloser.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul

from core.chats import Felt

Six = tuple[float, float, float, float, float, float]

PRIOR: Six = (-0.6, 0.5, 0.5, 0.5, -0.5, -1.0)
"""m₀: prior mean of the weights of (1, u, a, c, z, k) (science §3c)."""
PRIOR_VARIANCE = 0.3**2
NOISE_VARIANCE = 0.5**2
_SIZE = len(PRIOR)
_BY_WARMTH = PRIOR[1]
"""What one unit of u, of a or of c brings to an average person."""
_ALIKE = 0.25
"""Least spread of u + a + c over which rated responses can be told apart. [P]"""


@dataclass(frozen=True, slots=True)
class Weights:
    """What is believed of one discloser: what answers added to the prior's mean, and the precision."""

    moved: Six
    precision: tuple[Six, ...]

    @property
    def mean(self) -> Six:
        return _six([prior + moved for prior, moved in zip(PRIOR, self.moved, strict=True)])


def weights(felt: Iterable[Felt]) -> Weights:
    """The posterior. Answers are added up in the order of their moment and episode, however they come: the
    same answers give the same bits, and without one of them the bits of a history that never had it."""
    told = sorted(felt, key=lambda one: (one.at, one.episode))
    rated = [(features(*one.read), y) for one in told if (y := rating(one)) is not None]
    # Sums by column: this runs with every answer to somebody who told much.
    columns = list(zip(*(x for x, _ in rated), strict=True)) or [()] * _SIZE
    beyond = [y - _dot(PRIOR, x) for x, y in rated]
    precision = tuple(
        _six([_summed(one, columns[j]) + (1 / PRIOR_VARIANCE if i == j else 0.0) for j in range(_SIZE)])
        for i, one in enumerate(columns)
    )
    return Weights(_six(_solved(precision, [_summed(one, beyond) for one in columns])), precision)


def rating(felt: Felt) -> float | None:
    """y, -1 to 1: the mean of the taps given, mapped from 1..5. None without any.

    The one question asks one of three, in turn. Its answer stands for all three: what is learnt is how far
    this person feels met, and a scale for each question would need three times the answers.
    """
    taps = [tap for tap in felt.taps if tap is not None]
    return (sum(taps) / len(taps) - 3) / 2 if taps else None


def features(u: float, a: float, c: float, z: float, k: float) -> Six:
    """x of a response."""
    return (1.0, u, a, c, z, k)


def expected(known: Weights, x: Six) -> float:
    """The rating that this discloser would give the response, -1 to 1."""
    return min(1.0, max(-1.0, _dot(known.mean, x)))


def variance(known: Weights, x: Six) -> float:
    """Of the expected rating before clipping, without the noise of a single answer: xᵀΛ⁻¹x. Never rises."""
    return _dot(x, _solved(known.precision, x))


def warmth_equivalent(felt: Sequence[Felt], x: Six) -> float:
    """The u + a + c that this response is worth to a discloser who gave these answers.

    Among the responses that they rated it stands, by how they would feel it, where its equivalent stands
    among their warmths (equipercentile equating, Angoff 1971). So their answers say *which* responses reach
    them less, never *how many*: from how often a partner is pointed to something, nobody can tell what was
    answered. Where the rated ones were all alike there is nothing to compare, and the expected rating alone
    is put on the scale of warmth: u + a + c, and what the answers add to an average person's rating.
    """
    known = weights(felt)
    warmths = sorted(sum(one.read[:3]) for one in felt)
    if not warmths or warmths[-1] - warmths[0] < _ALIKE:
        _, u, a, c, _, _ = x
        return u + a + c + _dot(known.moved, x) / _BY_WARMTH
    ratings = sorted(_dot(known.mean, features(*one.read)) for one in felt)
    return _equated(_dot(known.mean, x), ratings, warmths)


def _equated(rating: float, ratings: Sequence[float], warmths: Sequence[float]) -> float:
    """Where a rating lies among the sorted ratings, there among the warmths; beyond them by an average
    person's slope."""
    if rating <= ratings[0]:
        return warmths[0] - (ratings[0] - rating) / _BY_WARMTH
    if rating >= ratings[-1]:
        return warmths[-1] + (rating - ratings[-1]) / _BY_WARMTH
    above = bisect_right(ratings, rating)
    low, high = ratings[above - 1], ratings[above]
    share = (rating - low) / (high - low)
    return warmths[above - 1] + share * (warmths[above] - warmths[above - 1])


def _summed(one: Sequence[float], other: Sequence[float]) -> float:
    return _dot(one, other) / NOISE_VARIANCE


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    total: float = sum(map(mul, one, other))
    return total


def _six(values: Sequence[float]) -> Six:
    one, u, a, c, z, k = values
    return (one, u, a, c, z, k)


def _solved(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    """Solves a small positive definite system by elimination; no pivoting needed."""
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    for i in range(_SIZE):
        for j in range(i + 1, _SIZE):
            factor = rows[j][i] / rows[i][i]
            rows[j] = [below - factor * above for below, above in zip(rows[j], rows[i], strict=True)]
    solution = [0.0] * _SIZE
    for i in reversed(range(_SIZE)):
        known = sum(rows[i][j] * solution[j] for j in range(i + 1, _SIZE))
        solution[i] = (rows[i][_SIZE] - known) / rows[i][i]
    return solution
