"""Whether a message costs more after a long history: after 1, 1,000 and 100,000 messages of one couple.

Three ways to handle it are measured: the decision alone, the path through the shell to the store in memory,
and the same to the encrypted database. The histories take turns within each round, and what is counted is the
process's own time on all its threads, so that a busy machine slows all alike or none. What tells is the ratio
of medians to the shortest history, with an interval by bootstrap over rounds.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from adapters.storage.memory import MemoryStore
from adapters.storage.sqlcipher import open_store
from benchmarks.decide import ANA, BEN, DEEP, MONDAY, PLAIN, POLICY, SLIGHT, WARM
from benchmarks.path import Silent
from benchmarks.rows import Row
from bot.compose import inside
from bot.inbox import Inbox
from bot.keyed import Keyed
from core import people
from core.chats import Chat, Consent, Member
from core.decide import decide, wake_at
from core.effects import EpisodeEnded, EpisodeRewritten, NudgeClaim, QuestionClaim
from core.episodes import Episode
from core.events import Event, Rated, Spoke, What
from core.ids import ChatId, EpisodeId, MessageId, PersonId, UpdateId
from core.inbound import Posted, Update, Who
from core.people import Person
from core.ports import Store, Transaction
from core.reading.scores import MessageReading, ResponseReading
from core.utterance import Utterance

LENGTHS = (1, 1_000, 100_000)
WARM_UP = 200
"""Messages before each history: what a chat keeps of its newest turns and authors is full from then on.
Answers to the one question are history: they come with disclosures, and the newest twenty are kept."""
A_DAY, DISCLOSES = 60, 100
"""Messages a day; one message in so many discloses (the issue's natural rates)."""
ROUNDS, EVENTS = 24, 100
"""Measured rounds, and messages in each: one discloses and one answers it, as in a natural hundred."""
SETTLING = 3
"""First rounds that are not counted: caches of the machine and of the database fill up."""
RESAMPLES = 2_000
HOME = ChatId("web:home")
ADAY = timedelta(days=1)


@dataclass(slots=True)
class Couple:
    """Two people whose chat is lived through, with the rows that a store would hold of it."""

    chat: Chat = field(
        default_factory=lambda: Chat(
            id=HOME, members={name: Member(Consent.AGREED, MONDAY) for name in (ANA, BEN)}
        )
    )
    persons: dict[PersonId, Person] = field(
        default_factory=lambda: {name: Person(id=name, name=name.title()) for name in (ANA, BEN)}
    )
    ended: dict[EpisodeId, Episode] = field(default_factory=dict)
    said: int = 0
    at: datetime = MONDAY
    heard: list[tuple[MessageId, datetime]] = field(default_factory=list)
    """Messages of the last two days: their updates' ids are remembered."""

    def lives(self, messages: int) -> None:
        for _ in range(messages):
            self.says()

    def says(self) -> None:
        """The next message. They take turns; of each hundred one discloses and the next one answers it."""
        told = self.next_message(DISCLOSES)
        self.happens(told)
        self.heard = [*self.heard, (told.message, self.at)][-2 * A_DAY :]
        disclosure = EpisodeId(f"m{self.said - 2}")  # Ana's, once its answer was followed by another turn
        if (self.said - 1) % DISCLOSES == 3 and disclosure in self.ended:
            rated = Rated(author=ANA, episode=disclosure, understood=3.0)
            self.happens(rated, past=(self.ended[disclosure],))

    def next_message(self, every: int) -> Spoke:
        """`every`: the second of so many messages is Ana's disclosure, the third Ben's answer to it."""
        self.at += ADAY / A_DAY
        place, self.said = self.said % every, self.said + 1
        author = (BEN, ANA)[place % 2]
        tone = (SLIGHT if self.said % (4 * every) < every else WARM) if place == 2 else None
        before = EpisodeId(f"m{self.said - 1}")
        return Spoke(
            message=MessageId(f"m{self.said}"),
            author=author,
            reading=DEEP if place == 1 else PLAIN,
            words=9,
            tone=tone,
            responses={before: tone} if tone is not None else {},
        )

    def happens(self, what: What, past: tuple[Episode, ...] = ()) -> None:
        event = Event(at=self.at, what=what, people=self.persons, past=past)
        self.chat, effects = decide(self.chat, event, POLICY)
        for effect in effects:
            match effect:
                case EpisodeEnded(episode) | EpisodeRewritten(episode):
                    self.ended[episode.id] = episode
                case NudgeClaim(person):
                    self._claims(person, people.NudgeClaimed(self.at))
                case QuestionClaim(person):
                    self._claims(person, people.QuestionClaimed(self.at))
                case _:
                    pass

    def _claims(self, person: PersonId, event: people.PersonEvent) -> None:
        self.persons[person], _ = people.decide(self.persons[person], event)


def rows() -> Iterator[Row]:
    couples = {length: Couple() for length in LENGTHS}
    for length, couple in couples.items():
        couple.lives(WARM_UP + length)
    yield from _told("decide", _decisions(couples))
    yield from _told("in memory", asyncio.run(_paths(couples, encrypted=False)))
    yield from _told("SQLCipher", asyncio.run(_paths(couples, encrypted=True)))


Found = Mapping[int, Sequence[float]]
"""Seconds for one event by length of the history, one number for each round."""


def _told(way: str, found: Found) -> Iterator[Row]:
    shortest = found[LENGTHS[0]]
    for length, seconds in found.items():
        low, high = _interval(seconds, shortest)
        ratio = median(seconds) / median(shortest)
        beside = "" if length == LENGTHS[0] else f", {ratio:.3f} × ({low:.3f} to {high:.3f})"
        yield Row("history", f"{way}, after {length:,}", f"{median(seconds) * 1e6:,.0f} µs a message{beside}")


def _interval(seconds: Sequence[float], beside: Sequence[float]) -> tuple[float, float]:
    """95 % of the ratio of medians: rounds are drawn again, both histories of a round together."""
    dice, rounds = Random(1), range(len(seconds))
    ratios = []
    for _ in range(RESAMPLES):
        drawn = dice.choices(rounds, k=len(rounds))
        ratios.append(median(seconds[n] for n in drawn) / median(beside[n] for n in drawn))
    ratios.sort()
    return ratios[RESAMPLES // 40], ratios[-RESAMPLES // 40 - 1]


def _turns() -> Iterator[tuple[bool, list[int]]]:
    """For each round whether it counts, and the order in which the histories have their turn."""
    dice = Random(2)
    for number in range(SETTLING + ROUNDS):
        yield number >= SETTLING, dice.sample(LENGTHS, len(LENGTHS))


def _decisions(couples: Mapping[int, Couple]) -> Found:
    lives = {length: replace(couple, ended=dict(couple.ended)) for length, couple in couples.items()}
    found: dict[int, list[float]] = {length: [] for length in LENGTHS}
    for counts, order in _turns():
        for length in order:
            life = lives[length]
            began = process_time()
            for _ in range(EVENTS):
                life.happens(life.next_message(EVENTS))
            seconds = (process_time() - began) / EVENTS
            if counts:
                found[length].append(seconds)
    return found


async def _paths(couples: Mapping[int, Couple], encrypted: bool) -> Found:
    found: dict[int, list[float]] = {length: [] for length in LENGTHS}
    async with _stores(encrypted) as stores:
        shells: dict[int, tuple[Inbox, Couple]] = {}
        for length, couple in couples.items():
            await _settle_in(stores[length], couple)
            _, inbox = inside(stores[length], Silent(), POLICY, Keyed(b"test"))
            shells[length] = inbox, replace(couple)
        for counts, order in _turns():
            for length in order:
                inbox, life = shells[length]
                updates = [_update(life) for _ in range(EVENTS)]
                began = process_time()
                for update in updates:
                    await inbox.handle(update)
                seconds = (process_time() - began) / EVENTS
                if counts:
                    found[length].append(seconds)
    return found


@asynccontextmanager
async def _stores(encrypted: bool) -> AsyncIterator[dict[int, Store]]:
    """A store of its own for each history."""
    with TemporaryDirectory() as folder:
        stores: dict[int, Store] = {}
        for length in LENGTHS:
            path = Path(folder) / f"{length}.db"
            stores[length] = await open_store(path, bytes(range(32))) if encrypted else MemoryStore()
        yield stores
        for store in stores.values():
            await store.close()


async def _settle_in(store: Store, couple: Couple) -> None:
    """Everything that is kept of the couple, written as the shell would have written it."""

    async def all_rows(tx: Transaction) -> None:
        chat = replace(couple.chat, version=0)
        await tx.save_chat(chat, wake_at(chat, POLICY))
        for person in couple.persons.values():
            await tx.save_person(person)
        for message, at in couple.heard:
            await tx.first_time(UpdateId(f"web:bot:{message}"), at)

    await store.transact(all_rows)
    episodes = list(couple.ended.values())
    for first, after in pairwise([*range(0, len(episodes), 100), len(episodes)]):
        await store.transact(lambda tx, some=episodes[first:after]: _keep(tx, some))  # type: ignore[misc]


async def _keep(tx: Transaction, episodes: Sequence[Episode]) -> None:
    for episode in episodes:
        await tx.save_episode(HOME, episode)


def _update(life: Couple) -> Update:
    """The next message as an adapter hands it in, with its readings, so that no reader is measured."""
    told = life.next_message(EVENTS)
    who = Who(told.author, life.persons[told.author].name)
    post = Posted(
        chat=HOME,
        author=who,
        message=told.message,
        words=Utterance(text="nine words that stand for whatever they may say"),
        given=_or_plain(told.reading),
        given_response=told.tone or ResponseReading(),
    )
    return Update(id=UpdateId(f"web:bot:{told.message}"), at=life.at, what=post)


def _or_plain(reading: MessageReading | None) -> MessageReading:
    return reading or PLAIN


if __name__ == "__main__":
    for row in rows():
        print(row.what, row.found, sep="\t")
