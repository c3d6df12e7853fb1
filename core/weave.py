"""The weave: who of two opened, whether it was answered, and who opened next, week by week.

Read from the table of the two alone, so that it hangs on nothing private: *answered* is that the other said
more than an acknowledgement within reach, as it is read for everybody, not whether it met anybody's own bar.
It travels in a note as a short line of letters, and holds neither words nor ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from core.episodes import Way
from core.ids import Pair
from core.policy import Policy
from core.reciprocity.measures import z_of_swaps
from core.table import Entry

WEEKS = 8
"""Weeks that a recap looks back: as many as fit on a phone. [P]"""
ONE_SIDED = 0.2
"""From this share of the openings on, or below, one side is said to have opened hardly any. [P]"""


@dataclass(frozen=True, slots=True)
class Opening:
    """One disclosure of a pair."""

    side: int | None
    """0: the first of the sorted pair; 1: the other; None where nothing may be claimed yet."""
    answered: bool
    asked: bool = False
    """It answered a check-in, shown at one moment with the other's answer: it followed nobody."""


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    """In UTC: a person's own zone is theirs alone."""
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Weave:
    """The newest weeks, oldest first; a quiet week has its place."""

    weeks: tuple[Week, ...]
    heard: bool = True
    """False: the chat's answers do not reach the bot, so that nothing is known of them."""

    @property
    def openings(self) -> tuple[Opening, ...]:
        return tuple(opening for week in self.weeks for opening in week.openings)


class Pattern(StrEnum):
    """What the eye finds in a weave. A description of what is drawn, no claim of what it comes from."""

    EARLY = "early"
    ONE_SIDE = "one_side"
    IN_TURN = "in_turn"
    IN_BLOCKS = "in_blocks"
    LOOSE = "loose"


def weave(table: Sequence[Entry], pair: Pair, now: datetime, *, heard: bool = True) -> Weave:
    """The weave of a pair's table as of `now`. No week before the first opening is shown."""
    this_week = monday_of(now)
    first = min((monday_of(entry.episode.said_at) for entry in table), default=this_week)
    start = max(first, this_week - timedelta(weeks=WEEKS - 1))
    mondays = [start + timedelta(weeks=n) for n in range((this_week - start).days // 7 + 1)]
    return Weave(tuple(Week(monday, _openings(table, pair, monday)) for monday in mondays), heard)


def monday_of(moment: datetime) -> date:
    """The first day of an aware moment's week, in UTC."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def _openings(table: Sequence[Entry], pair: Pair, monday: date) -> tuple[Opening, ...]:
    return tuple(
        Opening(
            side=pair.index(entry.episode.author),
            answered=entry.answered,
            asked=entry.episode.way is Way.CHECKIN,
        )
        for entry in table
        if monday_of(entry.episode.said_at) == monday
    )


def pattern(found: Weave, policy: Policy, *, takes_turns: bool) -> Pattern:
    """Which of them is drawn. Below `policy.shown_from` openings that followed no prompt, nothing is said.

    Blocks are as far from chance as turns are (Wald and Wolfowitz's z). `takes_turns`: whether the two may
    be told so at all (core/reciprocity/claims.py): the picture's words promise no more than the recap's.
    """
    own = [opening.side for opening in found.openings if not opening.asked and opening.side is not None]
    if len(own) < policy.shown_from:
        return Pattern.EARLY
    if min(own.count(0), own.count(1)) <= ONE_SIDED * len(own):
        return Pattern.ONE_SIDE
    z = z_of_swaps(own) or 0.0
    if z > policy.takes_turns_z and takes_turns:
        return Pattern.IN_TURN
    return Pattern.IN_BLOCKS if z < -policy.takes_turns_z else Pattern.LOOSE


def without_sides(found: Weave) -> Weave:
    """The moments alone: not whose they were, nor what came back. For as long as nothing may be claimed."""
    return replace(
        found,
        weeks=tuple(
            replace(week, openings=tuple(Opening(side=None, answered=False) for _ in week.openings))
            for week in found.weeks
        ),
    )


def steps(openings: Sequence[Opening]) -> list[tuple[Opening, Opening]]:
    """Each opening with the next one, where one followed the other: not to or from a check-in's answers."""
    return [(a, b) for a, b in pairwise(openings) if not a.asked and not b.asked]


def changes(openings: Sequence[Opening]) -> int:
    """How many of these steps changed hands."""
    return sum(a.side != b.side for a, b in steps(openings))


LETTERS = {0: "a", 1: "b", None: "n"}
SIDES = {letter: side for side, letter in LETTERS.items()}
ASKED = "'"


def written(found: Weave) -> str:
    """As it travels in a note: "2026-03-02=aBA'B' 2026-03-09="; a capital was answered, a stroke asked."""
    words = [f"{week.monday.isoformat()}={''.join(map(_letter, week.openings))}" for week in found.weeks]
    return " ".join(words if found.heard else ["unheard", *words])


def read(line: str) -> Weave:
    """The other direction. Raises ValueError or KeyError for anything else."""
    words = line.split()
    heard = words[:1] != ["unheard"]
    return Weave(tuple(map(_week, words if heard else words[1:])), heard)


def _letter(opening: Opening) -> str:
    letter = LETTERS[opening.side]
    return (letter.upper() if opening.answered else letter) + (ASKED if opening.asked else "")


def _week(word: str) -> Week:
    day, _, letters = word.partition("=")
    openings: list[Opening] = []
    for letter in letters:
        if letter == ASKED:
            openings[-1] = replace(openings[-1], asked=True)
        else:
            openings.append(Opening(SIDES[letter.lower()], answered=letter.isupper()))
    return Week(date.fromisoformat(day), tuple(openings))
