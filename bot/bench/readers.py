"""What a bot with an erring reader knows of a couple: misses, false alarms, marks and check-ins."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from importlib import resources

import numpy as np

from bot.bench.couples import Flags, Floats, Ints, Talk, normal
from bot.bench.parameters import TRACKED_DEPTH

NATURAL_RATE = 0.01
"""Disclosures in a message of ordinary talk (science; the share at which a reader's precision is told)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a reader errs at its tracking threshold, and what people tell the bot themselves."""

    recall: float = 1.0
    precision: float = 1.0
    """Of what is tracked, at 1 disclosure in 100 messages."""
    understated: bool = False
    """Misses are the shallow ones, not any."""
    echo: float = 0.0
    """Share of false alarms that fall on the other's next turn after a disclosure: a reader that takes
    sympathy for disclosure."""
    checkins_a_week: float = 0.0
    marked: float = 0.0
    """Share of disclosures that their author marks."""

    @property
    def alarms_a_message(self) -> float:
        """False alarms in a message of ordinary talk."""
        return self.recall * NATURAL_RATE * (1 - self.precision) / self.precision

    def with_own_ways(self) -> Reader:
        """The same beside check-ins and marks, which are read without error. [P]"""
        return replace(self, checkins_a_week=2.0, marked=0.2)


PERFECT = Reader()
CHECKIN_ANSWERED = 0.6
"""Share of check-ins that both answer. [P]"""
CHECKIN_DEPTH = 0.35
"""Least depth of an answer at level 2 (rules: *Depth of certain openings*)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of docs/reader/figures.md: the table and row it stands in, its value and 95 % interval."""

    table: str
    row: str
    value: float
    low: float
    high: float


def shipped() -> Reader:
    """The reader of this release. Its precision at natural rates follows from recall and flagged messages."""
    figures = figures_of_the_reader()
    recall, flagged = figures["recall"].value, figures["flagged"].value
    return Reader(recall=recall, precision=min(1.0, recall * NATURAL_RATE / flagged))


def figures_of_the_reader() -> dict[str, Measured]:
    """`recall`: disclosures found; `flagged`: everyday messages tracked, true disclosures among them."""
    text = resources.files("bot.bench").joinpath("reader_figures.toml").read_text(encoding="utf-8")
    return {name: Measured(**figure) for name, figure in tomllib.loads(text).items()}


@dataclass(frozen=True, slots=True)
class Known:
    """The disclosures that the bot knows, in the order of couple and turn."""

    couples: int
    couple: Ints
    by_b: Flags
    depth: Floats
    clock: Ints
    day: Floats
    asked: Flags
    """Answers to a check-in, which stand at one moment."""
    felt: Floats

    def first(self, count: int) -> Rows:
        """The first `count` disclosures of every couple that has so many."""
        starts = np.searchsorted(self.couple, np.arange(self.couples))
        ends = np.searchsorted(self.couple, np.arange(self.couples), side="right")
        enough = np.flatnonzero(ends - starts >= count)
        at = starts[enough][:, None] + np.arange(count)
        return Rows(
            enough, self.by_b[at], self.depth[at], self.clock[at], self.day[at], self.asked[at], self.felt[at]
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """As many disclosures of each couple: arrays of (couples, disclosures), but for `couple`."""

    couple: Ints
    by_b: Flags
    depth: Floats
    clock: Ints
    day: Floats
    asked: Flags
    felt: Floats

    def __len__(self) -> int:
        return len(self.couple)

    @property
    def count(self) -> int:
        """Disclosures of each couple."""
        return int(self.by_b.shape[1])


def listen(talk: Talk, reader: Reader, seed: int) -> Known:
    """What is known after this reader read the talk. A better reader knows more of the same couples."""
    dice = talk.stream(seed, "misses").random((3, len(talk.turn)))
    chance = reader.recall * (_by_depth(talk) if reader.understated else 1.0)
    there = (talk.depth >= TRACKED_DEPTH) & ((dice[0] < chance) | (dice[1] < reader.marked))
    arrived, clock = _arrived(talk, seed)
    there &= arrived[talk.couple, talk.turn]
    unasked = np.zeros(there.sum(), bool)
    spotted = (
        talk.couple[there], talk.turn[there], talk.by_b[there], talk.depth[there], unasked, talk.felt[there]
    )  # fmt: skip
    parts = [spotted, _alarms(talk, reader, arrived, seed), _checkins(talk, reader, seed)]
    couple, turn, by_b, depth, asked, felt = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((by_b, asked, turn, couple))
    order = order[_one_a_turn(couple[order], turn[order], asked[order])]
    couple, turn = couple[order], turn[order]
    return Known(
        talk.couples,
        couple,
        by_b[order],
        depth[order],
        clock[couple, turn],
        talk.day[turn],
        asked[order],
        felt[order],
    )


def _by_depth(talk: Talk) -> Floats:
    """How much likelier than most a disclosure of its depth is found: 1 at the mean depth."""
    return np.asarray(np.minimum(talk.depth / MEAN_DEPTH, 1.3) ** 2)


MEAN_DEPTH = 0.68


def _one_a_turn(couple: Ints, turn: Ints, asked: Flags) -> Flags:
    """A turn is one disclosure at most, whatever alarms fall on it; true ones come first."""
    again = (np.diff(couple, prepend=-1) == 0) & (np.diff(turn, prepend=-1) == 0)
    return np.asarray(asked | ~again)


Column = tuple[Ints, Ints, Flags, Floats, Flags, Floats]
"""Couple, turn, by B, depth, asked, felt."""


def _arrived(talk: Talk, seed: int) -> tuple[Flags, Ints]:
    """Which turns reached the bot, and its clock at each turn."""
    n, turns = talk.of_b.shape
    if not talk.world.missing:
        return np.broadcast_to(True, (n, turns)), np.broadcast_to(np.arange(turns), (n, turns))
    arrived = talk.stream(seed, "missing turns").random((n, turns)) >= talk.world.missing
    return arrived, np.cumsum(arrived, axis=1)


def _alarms(talk: Talk, reader: Reader, arrived: Flags, seed: int) -> Column:
    """False alarms: at any turn, by whoever spoke; some of them right after the other's disclosure."""
    rng = talk.stream(seed, "false alarms")
    n, turns = talk.of_b.shape
    expected = reader.alarms_a_message * talk.world.messages_a_turn * turns
    # As many draws for every reader: a better one has a part of a worse one's false alarms.
    most = int(n * turns * MOST_ALARMS)
    flat, keep = (rng.random(most) * n * turns).astype(np.int64), rng.random(most)
    flat = np.unique(flat[keep < expected / (turns * MOST_ALARMS)])
    couple, turn = flat // turns, flat % turns
    shift = rng.random(len(flat)) < reader.echo
    if reader.echo and len(talk.turn):
        after = (rng.random(len(flat)) * len(talk.turn)).astype(np.int64)
        couple = np.where(shift, talk.couple[after], couple)
        turn = np.where(shift, np.minimum(talk.turn[after] + 1, turns - 1), turn)
    depth = np.maximum(TRACKED_DEPTH, 1 / (1 + np.exp(-(0.1 + 0.5 * normal(rng, len(flat))))))
    by_b = talk.of_b[couple, turn]
    there = arrived[couple, turn]
    nothing = np.full(there.sum(), np.nan)
    return couple[there], turn[there], by_b[there], depth[there], np.zeros(there.sum(), bool), nothing


MOST_ALARMS = 0.05
"""More false alarms in a turn than any reader worth simulating."""


def _checkins(talk: Talk, reader: Reader, seed: int) -> Column:
    """Check-ins that both answered: two disclosures at one moment each."""
    rng = talk.stream(seed, "check-ins")
    n, turns = talk.of_b.shape
    days = turns // talk.world.turns_a_day
    held = np.argwhere(rng.random((n, days)) < reader.checkins_a_week / 7 * CHECKIN_ANSWERED)
    couple = np.repeat(held[:, 0], 2)
    turn = np.repeat(held[:, 1] * talk.world.turns_a_day + talk.world.turns_a_day // 2, 2)
    by_b = np.tile([False, True], len(held))
    depth = np.maximum(CHECKIN_DEPTH, 1 / (1 + np.exp(-(0.3 + 0.8 * normal(rng, len(couple))))))
    return couple, turn, by_b, depth, np.ones(len(couple), bool), np.full(len(couple), np.nan)
