"""Couples who write while the bot is killed, and what they said, to be compared with what is left."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.promises.telegram_lives import (
    CALL_POINTS,
    PATIENCE_S,
    STORE_POINTS,
    History,
    Life,
    Nursery,
    WatchedTelegram,
)
from tests.servers.telegram_model import Chat, Message, User
from tests.stories.world import MONDAY

LONGEST_S = 0.5
"""Within it a life that dies by the clock dies."""


@dataclass(slots=True)
class Couple:
    """Two people and their group."""

    home: Chat
    one: User
    other: User
    disclosed: list[Message] = field(default_factory=list)
    replied: list[Message] = field(default_factory=list)
    answered: list[Message] = field(default_factory=list)
    was_asked: bool = False
    """A check-in is under way, and nobody answered yet."""


class Evening:
    """Feeds couples' acts to lives that die, until so many died."""

    def __init__(self, nursery: Nursery, server: WatchedTelegram, seed: int) -> None:
        self._nursery, self._server = nursery, server
        self._dice = random.Random(seed)
        self._names = itertools.count()
        self.history = History()
        self.couples: list[Couple] = []
        self.strangers: list[Chat] = []
        """Groups that the bot was added to and where nobody agreed."""
        self._left = 0

    async def passes(self, kills: int) -> None:
        """The couples begin in peace; then everything happens among deaths."""
        for _ in range(3):
            await self._begins()
        self._left = kills
        life: Life | None = None
        while self._left > 0:
            self.history.steps += 1
            self._server.at += timedelta(minutes=self._dice.choice((3, 4, 7, 70)))
            if life is not None:
                await life.sees(self._server.at)
            for act in self._acts():
                await act
            life = await self._lives_through(life)
        assert life is not None
        self._server.at += timedelta(hours=1)
        await self._until_settled(life)
        await life.ends()

    async def _lives_through(self, life: Life | None) -> Life:
        """As many lives as this step takes."""
        while True:
            if life is None:
                life = await self._nursery.life(self._server, self.history)
                if self._left > 0:
                    self._doom(life)
            if await self._until_settled(life):
                if self._left > 0 and self._dice.random() < 0.4:
                    life.doom_in(0.01 * self._dice.random())
                return life
            self.history.kills[life.last] += 1
            self._left -= 1
            self.history.given_again += self._server.gives_again(self._dice)
            life = None

    def _doom(self, life: Life) -> None:
        if self._dice.random() < 0.1:
            life.doom_in(LONGEST_S * self._dice.random())
        else:
            point = self._dice.choice(STORE_POINTS if self._dice.random() < 0.4 else CALL_POINTS)
            often = point in STORE_POINTS or "getUpdates" in point
            life.doom(point, self._dice.randint(1, 6) if often else 1)

    async def _until_settled(self, life: Life) -> bool:
        """Everything was handled, confirmed and said; False when this life ended before."""
        confirmed = asyncio.Event()
        self._server.remember()

        async def watch() -> None:
            await self._server.until(lambda: self._server.unconfirmed == 0, PATIENCE_S)
            confirmed.set()

        watching = asyncio.create_task(watch())
        try:
            if not await life.unless_over(confirmed):
                return False
            return await life.settles(self._server.at, f"step {self.history.steps} {next(self._names)}")
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    # What people do

    def _acts(self) -> list[Any]:
        acts: list[Any] = []
        for couple in self._dice.sample(self.couples, self._dice.randint(1, len(self.couples))):
            asks = self._answers if couple.was_asked else self._checks_in
            act = self._dice.choice((self._discloses, self._discloses, self._replies, asks))
            acts.append(act(couple))
        if self._dice.random() < 0.2:
            acts.append(self._adds_bot())
        return acts

    async def _discloses(self, couple: Couple) -> None:
        words = f"I am afraid of tomorrow {next(self._names)}"
        couple.disclosed.append(await self._server.says(couple.one, couple.home, words))

    async def _replies(self, couple: Couple) -> None:
        if couple.disclosed:
            to = couple.disclosed[-1]
            words = f"I am with you {next(self._names)}"
            couple.replied.append(await self._server.says(couple.other, couple.home, words, reply_to=to))

    async def _checks_in(self, couple: Couple) -> None:
        await self._server.says(couple.one, couple.home, "/checkin")
        couple.was_asked = True

    async def _answers(self, couple: Couple) -> None:
        """Both, in private; whether the question reached them or not."""
        for person in (couple.one, couple.other):
            words = f"the sun on the tram {next(self._names)}"
            couple.answered.append(await self._server.says(person, person, words))
        couple.was_asked = False

    async def _adds_bot(self) -> None:
        people = [self._server.user(f"Stranger {next(self._names)}") for _ in range(2)]
        chat = self._server.group("Strangers", *people)
        await self._server.adds_bot(chat, people[0])
        self.strangers.append(chat)

    async def _begins(self) -> None:
        """Both agree, and pass the first check-in."""
        one, other = (self._server.user(f"Person {next(self._names)}") for _ in range(2))
        couple = Couple(self._server.group("Home", one, other), one, other)
        await self._server.adds_bot(couple.home, one)
        life = await self._nursery.life(self._server, self.history)
        await self._until_settled(life)
        url = self._by_bot(couple.home)[0].button("Read it in private").url
        assert url is not None
        for label, start in (("I agree", url.partition("?start=")[2]), ("Pass", None)):
            for person in (one, other):
                if start is not None:
                    await self._server.starts(person, start)
                    await self._until_settled(life)
                shown = [m for m in self._by_bot(person) if label in [b.text for b in m.buttons]][-1]
                await self._server.presses(person, shown, label)
                await self._until_settled(life)
        await life.ends()
        self.couples.append(couple)

    def _by_bot(self, place: Chat | User) -> list[Message]:
        chat = self._server.chat(place)
        return [m for m in chat.messages if m.sender == self._server.bot and not m.is_service]


@asynccontextmanager
async def an_evening(folder: Path, seed: int) -> AsyncIterator[tuple[Evening, WatchedTelegram]]:
    """With its nursery and its Telegram; what the lives print goes to `folder / "errors"`."""
    nursery = Nursery(folder, folder / "errors")
    try:
        async with WatchedTelegram(MONDAY) as server:
            yield Evening(nursery, server, seed), server
    finally:
        nursery.close()
