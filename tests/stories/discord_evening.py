"""A couple's channel on a simulated Discord, with the real client and shell; nothing is listened to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord

from adapters.discord.client import DiscordPlatform
from bot.logbook import StoredLogbook
from config.wording import wording
from core.ports import Platform
from core.screens.menu import menu
from tests.servers.discord import (
    Answer,
    Person,
    SimulatedDiscord,
    buttons_on,
    simulated_discord,
    words_on,
)
from tests.stories.backstage import OPERATOR, Backstage

CARD = "Read it in private"


@dataclass(slots=True)
class SimulatedClock:
    """The simulated Discord's own time."""

    world: SimulatedDiscord | None = None

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) if self.world is None else self.world.now()


class DiscordEvening:
    """Ana and Ben, and a channel of theirs. Every verb returns when its effects are committed and shown."""

    def __init__(self, world: SimulatedDiscord, backstage: Backstage) -> None:
        self.world, self.backstage = world, backstage
        self.server = world.server()
        self.ana, self.ben = world.person("ana", self.server), world.person("ben", self.server)
        self.home = self.server.create_text_channel("us")

    # The bot

    async def restarts(self) -> None:
        await self.backstage.ends()
        await self.world.restarts(await connection(self.backstage))

    async def passes(self, time: timedelta) -> None:
        await self.world.passes(time)
        await self.backstage.rings()
        await self.world.settles()

    # People

    async def begins(self) -> None:
        """Both agreed, and passed the first check-in."""
        await self.starts(self.ana)
        await self.agrees(self.ana, self.ben)
        for who in (self.ana, self.ben):
            await self.presses(who, "Pass")
        await self.passes(timedelta(hours=1))

    async def starts(self, who: Person) -> Answer:
        return await who.slash("start", where=self.home, kind="couple")

    async def agrees(self, *people: Person) -> None:
        for who in people:
            await who.presses(await self.reads_card(who), "I agree")

    async def reads_card(self, who: Person) -> Answer:
        """Presses the button on the card; what it answers is seen by this person alone."""
        return await who.presses(self.cards(who)[-1], CARD)

    async def presses(self, who: Person, label: str) -> Answer:
        """The newest button with this label in the direct messages."""
        return await who.presses(next(m for m in reversed(who.inbox) if label in buttons_on(m)), label)

    async def marks(self, who: Person, message: discord.Message, wish: str) -> None:
        await who.presses(await who.context_menu("This matters", message), wish)

    # What they see

    def cards(self, who: Person) -> list[discord.Message]:
        return [message for message in self.by_bot(who) if CARD in buttons_on(message)]

    def by_bot(self, who: Person) -> list[discord.Message]:
        """What the bot wrote in the channel for everybody."""
        bot = self.world.env.bot.user
        return [m for m in who.sees(self.home) if m.author == bot and not m.flags.ephemeral]

    def texts(self, who: Person) -> list[str]:
        return [words_on(message) for message in who.inbox]

    def last(self, who: Person) -> str:
        return self.texts(who)[-1]

    def seen_by(self, who: Person) -> list[str]:
        """Everything of the bot that this person can see: the channel, and what is theirs alone."""
        shown = [m for m in who.sees(self.home) if m.author == self.world.env.bot.user]
        return [words_on(message) for message in (*shown, *who.inbox)]


async def connection(backstage: Backstage, *, listening: bool = False) -> discord.Client:
    """A new client with a new shell behind it."""
    platforms: dict[str, Platform] = {}
    await backstage.starts(platforms)
    logbook = StoredLogbook(backstage.running.store)
    listed = menu(wording(), OPERATOR)
    platforms["discord"] = platform = DiscordPlatform(
        token="made-up", passive_listening=listening, menu=listed, logbook=logbook
    )
    return platform.connection(backstage.running.inbox.handle)


@asynccontextmanager
async def discord_evening(
    database: Path | None = None, *, listening: bool = False
) -> AsyncIterator[DiscordEvening]:
    """At its end, every request was one that Discord takes."""
    clock = SimulatedClock()
    backstage = Backstage(clock, database)

    async def delivers() -> None:
        await backstage.delivers()

    client = await connection(backstage, listening=listening)
    try:
        async with simulated_discord(client, afterwards=delivers) as world:
            clock.world = world
            yield DiscordEvening(world, backstage)
            assert not [one for one in world.sent if one.may_mention or one.embeds]
    finally:
        await backstage.ends()


# How far an evening is. Not fixtures: the simulation lives in its test's own context.


@asynccontextmanager
async def added() -> AsyncIterator[DiscordEvening]:
    """Ana invited the bot into the channel; nobody agreed yet."""
    async with discord_evening() as evening:
        await evening.starts(evening.ana)
        yield evening


@asynccontextmanager
async def begun() -> AsyncIterator[DiscordEvening]:
    """Both agreed, the first check-in is behind them."""
    async with discord_evening() as evening:
        await evening.begins()
        yield evening


@asynccontextmanager
async def marked() -> AsyncIterator[DiscordEvening]:
    """Ana marked a message and wishes to be listened to; an hour went by."""
    async with begun() as evening:
        message = await evening.ana.says(evening.home, "so, that was the day")
        await evening.marks(evening.ana, message, "Listen")
        await evening.passes(timedelta(hours=1))
        yield evening
