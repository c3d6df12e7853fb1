"""What the generator must reproduce (science §5): a check of plumbing, not of theory, since it is planted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.bench.candidates.recursion import effect
from bot.bench.couples import Flags, Floats, normal, stream
from bot.bench.figures import mean, share
from bot.bench.readers import Rows
from core.reading.scores import MessageReading, responsiveness

RECEIVED, HEARD, MATCHED, PRIMACY = 0.30, 0.22, 0.25, 0.08
"""Weights of liking (science §5): what is given, how one's own is met, that it matches; early counts more."""
QUALITY = 0.5
RESPONSE_SPREAD = 0.3


@dataclass(frozen=True, slots=True)
class Reproduced:
    """One row: what was found in the literature, the figures here, and whether they agree."""

    name: str
    found: str
    holds: bool


def all_rows(pairs: int, seed: int) -> list[Reproduced]:
    """Every row but the coercer's."""
    return [_sprecher(pairs, seed), *_laurenceau(pairs, seed), _aron(pairs, seed), _gable(pairs, seed),
            *_recursive(pairs, seed)]  # fmt: skip


def liking(by_b: Flags, depth: Floats, response: Floats, before: int = 0) -> Floats:
    """L of A and of B, (pairs, 2), after disclosures in the order `by_b`; `before` went ahead of them."""
    total = np.zeros((len(depth), 2))
    for n in range(depth.shape[1]):
        who = int(by_b[n])
        weight = 1 / (1 + PRIMACY * (before + n))
        total[:, 1 - who] += weight * RECEIVED * depth[:, n]
        total[:, who] += weight * HEARD * depth[:, n] * response[:, n]
        if n and by_b[n] != by_b[n - 1]:
            total += weight * MATCHED * depth[:, [n]]
    return total


def _drawn(pairs: int, count: int, seed: int, purpose: str) -> tuple[Floats, Floats]:
    rng = stream(seed, purpose)
    depth = 1 / (1 + np.exp(-(0.3 + 0.8 * normal(rng, pairs, count))))
    return depth, np.tanh(QUALITY + RESPONSE_SPREAD * normal(rng, pairs, count))


def _sprecher(pairs: int, seed: int) -> Reproduced:
    depth, response = _drawn(pairs, 24, seed, "Sprecher")
    turns = np.tile([False, True], 6)
    first = liking(turns, depth[:, :12], response[:, :12])
    second = first + liking(turns, depth[:, 12:], response[:, 12:], before=12)
    long = liking(np.zeros(12, bool), depth[:, :12], response[:, :12])
    after = long + liking(np.ones(12, bool), depth[:, 12:], response[:, 12:], before=12)
    one, two = float(first.mean()), float(second.mean())
    told, heard = (float(x) for x in long.mean(axis=0))
    told_after, heard_after = (float(x) for x in after.mean(axis=0))
    return Reproduced(
        "Sprecher: turn-takers like each other more than those who speak at length, twice",
        f"{one:.2f} against {told:.2f} (spoke) and {heard:.2f} (listened); "
        f"then {two:.2f} against {told_after:.2f} and {heard_after:.2f}",
        one > heard > told and two > max(told_after, heard_after),
    )


def _laurenceau(pairs: int, seed: int) -> list[Reproduced]:
    low, high = 0.3, 0.9
    fact = MessageReading(self_relevance=1, personal=high, private=0.5, affective=low).depth
    feeling = MessageReading(self_relevance=1, personal=low, private=0.5, affective=high).depth
    _, response = _drawn(pairs, 12, seed, "Laurenceau")
    turns = np.tile([False, True], 6)
    of_fact, of_feeling = (
        mean(liking(turns, np.full((pairs, 12), d), response).mean(axis=1)) for d in (fact, feeling)
    )
    rng = stream(seed, "mediation")
    openness, trust = normal(rng, pairs), np.zeros(pairs)
    depths, felts = np.zeros((pairs, 30)), np.zeros((pairs, 30))
    for n in range(30):
        depths[:, n] = 1 / (1 + np.exp(-(0.3 + openness + 0.8 * normal(rng, pairs))))
        felts[:, n] = np.tanh(QUALITY + 0.5 * trust + RESPONSE_SPREAD * normal(rng, pairs))
        trust += 0.03 * depths[:, n]
    liked = liking(np.zeros(30, bool), depths, felts)[:, 0]
    whole = _slopes(liked, depths.mean(axis=1))[0]
    beside = _slopes(liked, depths.mean(axis=1), felts.mean(axis=1))[0]
    return [
        Reproduced("Laurenceau: feelings bring more closeness than facts",
                   f"{of_feeling} against {of_fact}", of_feeling.low > of_fact.high),
        Reproduced("Laurenceau: responsiveness carries a part of what disclosure does, not all",
                   f"slope of depth {whole:.3f}, beside responsiveness {beside:.3f}", 0 < beside < whole),
    ]  # fmt: skip


def _slopes(y: Floats, *xs: Floats) -> Floats:
    """Least squares with a constant: the slopes."""
    table = np.column_stack([np.ones(len(y)), *xs])
    return np.asarray(np.linalg.solve(table.T @ table, table.T @ y)[1:])


def _aron(pairs: int, seed: int) -> Reproduced:
    depth, response = _drawn(pairs, 24, seed, "Aron")
    turns = np.tile([False, True], 12)
    flat = mean(liking(turns, np.minimum(depth, 0.35), response).mean(axis=1))
    rising = mean(liking(turns, np.minimum(depth, np.linspace(0.2, 0.95, 24)), response).mean(axis=1))
    return Reproduced("Aron: prompts that go deeper bring more closeness than flat ones",
                      f"{rising} against {flat}", rising.low > flat.high)  # fmt: skip


def _gable(pairs: int, seed: int) -> Reproduced:
    depth, _ = _drawn(pairs, 10, seed, "Gable")
    active = responsiveness(0.6, 0.7, 0.6, 0.0, 0.0)
    passive = responsiveness(0.2, 0.1, 0.3, 0.5, 0.0)
    liked, less = (
        mean(liking(np.zeros(10, bool), depth, np.full((pairs, 10), rho))[:, 0]) for rho in (active, passive)
    )
    return Reproduced("Gable: a passive reply to good news brings less closeness than an active one",
                      f"{less} against {liked}", less.high < liked.low)  # fmt: skip


def _recursive(pairs: int, seed: int) -> list[Reproduced]:
    rows = []
    for planted in (0.0, 0.1, 0.3):
        for count in (20, 60):
            b, variance = effect(_planted(planted, pairs, count, seed))
            z = b / np.sqrt(variance)
            found, sign = mean(b), share(z > 1.645)
            holds = sign.value <= 0.07 if planted == 0 else found.low > 0
            what = "found by chance" if planted == 0 else "found"
            rows.append(Reproduced(
                f"Recursive: {planted:g} planted, {count} disclosures",
                f"estimate {found}; {what} in {sign}", holds,
            ))  # fmt: skip
    return rows


def _planted(beta: float, pairs: int, count: int, seed: int) -> Rows:
    """Disclosures of one person whose next depth follows how the last was taken."""
    rng = stream(seed, f"recursion {beta} {count}")
    felt, noise = 0.5 * normal(rng, pairs, count), 0.15 * normal(rng, pairs, count)
    depth = 0.5 + noise
    depth[:, 1:] += beta * felt[:, :-1]
    nothing = np.zeros((pairs, count))
    return Rows(np.arange(pairs), nothing > 0, depth, nothing.astype(np.int64), nothing, nothing > 0, felt)
