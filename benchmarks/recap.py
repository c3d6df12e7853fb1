"""Draws the recaps of three simulated couples with their alt texts: `python -m benchmarks.recap docs/recap`.

The couples are those of `attune bench` (bot/bench/couples.py): one kind answers in kind, in one kind one
person has most of the turns, and in one each goes on about themselves. What they said goes the way of every
recap. The same seeds give the same bytes with the same version of Pillow.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import isnan
from pathlib import Path

from bot.bench.couples import Talk, talk
from bot.bench.parameters import LIVING, NULL, TRACKED_DEPTH, World
from bot.looking_back import pair_args
from bot.pictures import recap_picture
from config.contacts import contacts_for
from config.wording import wording
from core.episodes import Episode, EpisodeState, Response, Way
from core.ids import EpisodeId, MessageId, PersonId, pair_of
from core.people import Person
from core.policy import Policy
from core.reading.scores import ResponseReading
from core.screens.model import Attachment
from core.screens.recap import recap
from core.screens.wording import View

BEGUN = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday."""
DAYS = 49
ANA, BEN = PersonId("ana"), PersonId("ben")
POLICY = Policy()
COOL = -0.25
"""A response that was taken worse than this is drawn as none: it was a word in passing. [P]"""


@dataclass(frozen=True, slots=True)
class Couple:
    """A kind of couple, and the first one of its kind that is drawn."""

    name: str
    world: World
    seed: int


ALIKE = replace(NULL, base_spread=0.0, answering_spread=0.0)
LIVELY = replace(LIVING, base_spread=0.0, answering_spread=0.0, switch_a=1.0, switch_b=1.0)
COUPLES = (
    Couple("taking-turns", replace(LIVELY, base=0.01, answering=2.3, half_life_turns=1.5), seed=39),
    Couple("one-sided", replace(ALIKE, base=0.022, switch_a=0.08, switch_b=0.95), seed=12),
    Couple("in-blocks", replace(ALIKE, base=0.005, own=2.6, half_life_turns=15), seed=20),
)
"""Chosen, seeds too, among some hundred, so that each kind is plain within seven weeks: they show what a
picture says, not how often couples are so. [P]"""


def episodes_of(said: Talk) -> list[Episode]:
    """What the first of these couples disclosed, deep enough to count, as the store would hold it."""
    found = []
    for place in range(len(said.turn)):
        if said.couple[place] or said.depth[place] < TRACKED_DEPTH:
            continue
        author, other = (BEN, ANA) if said.by_b[place] else (ANA, BEN)
        at = BEGUN + timedelta(days=float(said.day[said.turn[place]]))
        felt = float(said.felt[place])
        answers = () if isnan(felt) or felt < COOL else (_answer(other, at),)
        found.append(_episode(f"{place:04}", author, other, at, int(said.turn[place]), answers))
    return found


def _answer(author: PersonId, at: datetime) -> Response:
    warm = ResponseReading(understanding=0.7, caring=0.7, relevance=0.9)
    return Response(
        message=MessageId("r"), author=author, at=at + timedelta(minutes=5), reading=warm, words=9
    )


def _episode(
    id: str, author: PersonId, other: PersonId, at: datetime, clock: int, answers: tuple[Response, ...]
) -> Episode:
    return Episode(
        id=EpisodeId(id),
        way=Way.SPOTTED,
        author=author,
        at=at,
        said_at=at,
        depth=0.6,
        valence=0.0,
        concerned=(other,),
        clocks={other: clock},
        state=EpisodeState.ANSWERED if answers else EpisodeState.EXPIRED,
        responses=answers,
        ended_at=at,
    )


def args_of(couple: Couple) -> dict[str, str]:
    """Arguments of the couple's recap at the end of the seven weeks."""
    episodes = episodes_of(talk(couple.world, 2, DAYS, couple.seed))
    now = BEGUN + timedelta(days=DAYS, minutes=-1)
    return pair_args(episodes, pair_of(ANA, BEN), now, POLICY)


def view() -> View:
    """As either of them sees it."""
    return View(
        words=wording(),
        names={ANA: "Ana", BEN: "Ben"},
        reader=Person(id=ANA),
        operator="Olga",
        helplines=contacts_for(None),
    )


async def pictures() -> list[tuple[Couple, str, Attachment]]:
    """Each couple with its recap in words and its picture."""
    drawn = []
    for couple in COUPLES:
        args = args_of(couple)
        picture = await recap_picture(args, view())
        assert picture is not None
        drawn.append((couple, recap(args, view()).text, picture))
    return drawn


ABOUT = """# Three recaps

Drawn by `python -m benchmarks.recap docs/recap` from simulated couples of three kinds; nobody real is in
them. Each row is a week; the upper strand is one person's, the lower the other's; the thread leads from each
opening to the next. Below each picture: its alt text, and the words that the recap has beside it. What is
counted, and what it cannot tell, is in [reciprocity.md](../reciprocity.md)."""


def page(drawn: Sequence[tuple[Couple, str, Attachment]]) -> str:
    """The README beside the pictures: each with its alt text, and the recap that goes with it."""
    parts = [ABOUT]
    for couple, text, picture in drawn:
        alt = " ".join(picture.alt.splitlines())
        parts += [f"## {couple.name.replace('-', ' ').capitalize()}", f"![{alt}]({couple.name}.png)"]
        parts += [alt, "> " + "\\\n> ".join(line for line in text.splitlines() if line)]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    drawn = asyncio.run(pictures())
    for couple, _, picture in drawn:
        (folder / f"{couple.name}.png").write_bytes(picture.content)
        print(folder / f"{couple.name}.png")
    (folder / "README.md").write_text(page(drawn), encoding="utf-8")


if __name__ == "__main__":
    main()
