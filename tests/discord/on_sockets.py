"""The real platform on real sockets, with a shell that remembers, or the whole shell over a real store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from adapters.discord.catching_up import LISTENED
from adapters.discord.client import DiscordPlatform, Timing
from adapters.discord.ids import channel_chat, person_id
from adapters.discord.starts import Pace
from adapters.discord.watch import Patience
from bot.clock import SystemClock
from bot.logbook import StoredLogbook
from config.wording import wording
from core.chats import Chat, ChatKind
from core.gaps import Place
from core.ids import ChatId, MessageId, PersonId, UpdateId
from core.inbound import BotAdded, ConsentSaid, Inbound, Posted, Update, Who
from core.screens.menu import menu
from tests.discord.shell import MENU, SmallShell
from tests.servers.discord_loopback import LIMIT_S, Loopback, loopback_discord, until
from tests.servers.discord_world import Channel, Guild
from tests.stories.backstage import OPERATOR, Backstage

QUICK = Timing(pace=Pace(gap_s=0.0, later_gap_s=0.0), reconnects_s=(0.01,), closing_s=0.5, servers_s=0.05)
IMPATIENT = replace(QUICK, patience=Patience(silent_s=0.5))


@asynccontextmanager
async def connected(
    server: Loopback, shell: SmallShell, *, listening: bool = True, timing: Timing = QUICK
) -> AsyncIterator[SmallShell]:
    """The platform with a small shell behind it, logged in."""
    platform = DiscordPlatform(
        token="made-up", api_url=server.api_url, passive_listening=listening, menu=MENU, timing=timing
    )
    shell.platform = platform
    run = asyncio.create_task(platform.run(shell.handle))
    try:
        await until(lambda: server.gateway.connected)
        yield shell
    finally:
        await platform.close()
        run.cancel()
        await asyncio.wait({run})


@dataclass(slots=True)
class Evening:
    """Ana and Ben, who agreed, and Kim, who was never asked, in a channel that is listened to."""

    server: Loopback
    backstage: Backstage
    guild: Guild
    us: Channel
    ana: str
    ben: str
    kim: str
    timing: Timing = QUICK
    listening: bool = True
    handed_in: list[Update] = field(default_factory=list)
    platform: DiscordPlatform | None = None
    run: asyncio.Task[None] | None = None
    numbers: int = 0

    @property
    def chat_id(self) -> ChatId:
        return channel_chat(self.us.id)

    @property
    def posted(self) -> list[str]:
        """The messages that were handed in from the channel, in order."""
        return [u.what.message for u in self.handed_in if isinstance(u.what, Posted) and not u.what.private]

    async def starts(self) -> None:
        platform: dict[str, DiscordPlatform] = {}
        await self.backstage.starts(platform)
        self.platform = platform["discord"] = DiscordPlatform(
            token="made-up",
            api_url=self.server.api_url,
            passive_listening=self.listening,
            menu=menu(wording(), OPERATOR),
            logbook=StoredLogbook(self.backstage.running.store),
            timing=self.timing,
        )
        before = len(self.server.gateway.identifies)
        self.run = asyncio.create_task(self.platform.run(self._handle))
        await until(lambda: self.server.gateway.connected and len(self.server.gateway.identifies) > before)
        await self._first_session_is_known()

    async def _first_session_is_known(self) -> None:
        """It is written down that the bot listens: from now on gaps are fetched."""
        logbook, said = StoredLogbook(self.backstage.running.store), None
        async with asyncio.timeout(LIMIT_S):
            while said is None:
                await asyncio.sleep(0.005)
                said = await logbook.entry(LISTENED)

    async def _handle(self, update: Update) -> None:
        await self.backstage.running.inbox.handle(update)
        self.handed_in.append(update)

    async def is_killed(self) -> None:
        """Nothing is said good-bye to: sockets break, tasks end where they are."""
        assert self.run is not None
        assert self.platform is not None
        await self.server.gateway.drops()
        self.run.cancel()
        self.platform._incoming.close()
        await asyncio.wait({self.run})
        await self.backstage.ends()

    async def both_agree(self) -> None:
        await self.happens(BotAdded(chat=self.chat_id, kind=ChatKind.COUPLE, title="us"))
        for name, person in (("Ana", self.ana), ("Ben", self.ben)):
            who = Who(person_id(person), name)
            await self.happens(ConsentSaid(chat=self.chat_id, who=who, granted=True))

    async def happens(self, what: Inbound) -> None:
        self.numbers += 1
        now = self.backstage.clock.now()
        update = Update(id=UpdateId(f"test:{self.numbers}"), at=now, what=what)
        await self.backstage.running.inbox.handle(update)

    async def chat(self) -> Chat:
        found, _ = await self.backstage.running.engine.peek(self.chat_id, PersonId(""))
        assert found is not None
        return found

    async def heard(self) -> list[str]:
        """The messages that the rules know of, in their order."""
        return [message for message, _ in (await self.chat()).authors]

    async def is_counted_past(self, message: str) -> None:
        """Returns when nothing up to this message will be asked for again."""
        store, counted = self.backstage.running.store, Place()
        async with asyncio.timeout(LIMIT_S):
            while counted.message != MessageId(message):
                await asyncio.sleep(0.01)
                counted = await store.transact(lambda tx: tx.place(self.chat_id))

    async def hears(self, *messages: str) -> None:
        """Returns when all of these were handed in."""
        await until(lambda: set(messages) <= set(self.posted))


@asynccontextmanager
async def evening(
    database: Path | None = None, *, timing: Timing = QUICK, listening: bool = True
) -> AsyncIterator[Evening]:
    """Begun: the bot is there, both agreed."""
    async with loopback_discord() as server:
        guild = server.world.guild()
        us = server.world.channel(guild)
        ana, ben, kim = (server.world.person(name, guild) for name in ("ana", "ben", "kim"))
        it = Evening(server, Backstage(SystemClock(), database), guild, us, ana, ben, kim, timing, listening)
        await it.starts()
        await it.both_agree()
        try:
            yield it
        finally:
            await it.is_killed()
