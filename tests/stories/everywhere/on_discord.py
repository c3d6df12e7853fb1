"""Stories on Discord: the bot as it is shipped, with real discord.py, against a Discord on loopback sockets.

What people do are gestures of their app: slash commands, buttons, forms, the menus of messages. What they
see is what stands in the channel for all, and in private their direct messages with the bot and what answered
them in the channel for themselves alone. Ordinary messages of the channel reach the bot where it listens.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from adapters.discord.client import DiscordPlatform
from adapters.discord.commands import MIRROR_MY_ANSWER, THIS_MATTERS
from adapters.discord.ids import update_id
from bot.logbook import StoredLogbook
from config.wording import wording
from core.chats import ChatKind
from core.episodes import Wish
from core.ports import Platform
from core.screens.menu import menu
from tests.discord.on_sockets import QUICK
from tests.promises.rows import dump
from tests.servers.discord_apps import Asked, button_on
from tests.servers.discord_loopback import LIMIT_S, Loopback, loopback_discord, until
from tests.servers.discord_messages import FILE, LOADING, buttons_of, walk
from tests.servers.discord_world import BOT as BOT_USER
from tests.servers.discord_world import Channel, Json
from tests.stories.backstage import KEY, OPERATOR, Backstage
from tests.stories.everywhere.asked_for import AskedFor
from tests.stories.everywhere.headless import found
from tests.stories.everywhere.seen_on_discord import DiscordGroups, seen, with_markup
from tests.stories.everywhere.stage import CAST, Seen
from tests.stories.passing import lets_pass
from tests.stories.world import HandClock

CARD = "Read it in private"
BYSTANDERS = 20
"""Other people on a community's server."""


class DiscordStage:
    """The verbs as gestures. Every verb returns when the bot has read all that it was told, and done all that
    follows. `listening`: the operator switched it on."""

    def __init__(self, server: Loopback, clock: HandClock, database: Path, *, listening: bool) -> None:
        self.actions = 0
        self.server, self.clock, self.database, self.listening = server, clock, database, listening
        self.backstage = Backstage(clock, database)
        self.people: dict[str, str] = {}
        self.home: Channel | None = None
        self._groups = DiscordGroups(server)
        self.asked_for = AskedFor(self._groups, database)
        self._platform: DiscordPlatform | None = None
        self._receiving: asyncio.Task[None] | None = None

    # The bot

    async def starts(self) -> None:
        """A new client and a new shell over the rows that are there."""
        platforms: dict[str, Platform] = {}
        await self.backstage.starts(platforms)
        self._platform = platforms["discord"] = DiscordPlatform(
            token="made-up",
            api_url=self.server.api_url,
            passive_listening=self.listening,
            menu=menu(wording(), OPERATOR),
            logbook=StoredLogbook(self.backstage.running.store),
            timing=QUICK,
            clock=self.clock.now,
        )
        self._receiving = asyncio.create_task(self._platform.run(self.backstage.running.inbox.handle))
        await asyncio.wait_for(self._platform.ready.wait(), LIMIT_S)
        await self.is_idle()

    async def ends(self) -> None:
        assert self._receiving is not None
        assert self._platform is not None
        await self._platform.close()
        self._receiving.cancel()
        await asyncio.gather(self._receiving, return_exceptions=True)
        await self.backstage.ends()
        await until(lambda: not self.server.gateway.connected)

    async def settles(self, what: str = "") -> None:
        """Everything that follows from the last gesture (`what`) is committed and shown."""
        await self.is_idle()
        await self.backstage.delivers()
        await self.is_idle()
        self.asked_for.look(what)

    async def is_idle(self) -> None:
        """The bot has read everything, and does nothing about it any more."""
        assert self._platform is not None
        await self.server.gateway.until_read()
        async with asyncio.timeout(LIMIT_S):
            while work := set(self._platform._incoming._work):
                await asyncio.wait(work)
                await asyncio.sleep(0)

    # The chat

    async def begins(self, kind: ChatKind) -> None:
        """Who has the idea begins; among couples and friends the others follow the card."""
        names = CAST[kind]
        self.people = {name: self.server.world.person(name.lower()) for name in names}
        self.home = self.new_channel(kind, list(self.people.values()))
        await self.says(names[0], "/start")
        if kind is not ChatKind.COMMUNITY:
            for name in names[1:]:
                await self.taps(name, CARD)

    def new_channel(self, kind: ChatKind, people: Sequence[str]) -> Channel:
        """On a server of their own; the first of a community's moderates it."""
        world = self.server.world
        guild = world.guild()
        for person in people:
            world.joins(person, guild)
        if kind is ChatKind.COMMUNITY:
            guild.moderators.add(people[0])
            for number in range(BYSTANDERS):
                world.person(f"bystander{number}", guild)
        channel = world.channel(guild)
        world.comes_back(guild)
        return channel

    # What a person does

    async def says(self, name: str, text: str) -> None:
        await self._writes(name, text, self._home)

    async def tells_bot(self, name: str, text: str) -> None:
        await self._writes(name, text, self.server.world.direct(self.people[name]))

    async def _writes(self, name: str, text: str, place: Channel) -> None:
        self.actions += 1
        who, private = self.people[name], " in private" if place.guild is None else ""
        if text.startswith("/"):
            command, _, behind = text[1:].partition(" ")
            await self._asks(self.server.commands(who, place, command, behind), f"/{command}{private}")
            return
        message = self.server.world.says(who, place, text)
        self._groups.new.append(update_id(BOT_USER["id"], message))
        await self.settles(f"words{private}")

    async def taps(self, name: str, label: str) -> None:
        await self._presses(name, label)

    async def fills(self, name: str, label: str, text: str) -> None:
        await self.submits(await self._presses(name, label), text)

    async def _presses(self, name: str, label: str) -> Asked:
        self.actions += 1
        message = self._with_button(name, label)
        place = self.server.world.channels[message["channel_id"]]
        which = button_on(message, label)["custom_id"]
        token = self.server.presses(self.people[name], place, message, which)
        return await self._asks(token, f"tap on {label}")

    async def submits(self, opened: Asked, text: str) -> Asked:
        """The form that an interaction opened, each of its fields with these words."""
        self.actions += 1
        return await self._asks(self.server.fills(opened.token, text), "a form")

    def _with_button(self, name: str, label: str) -> Json:
        there = (*self._home.messages.values(), *self._private(name))
        return next(m for m in reversed(there) if label in [each.get("label") for each in buttons_of(m)])

    async def marks(self, name: str, words: str, wish: Wish) -> None:
        """*Apps* ▸ This matters, on one's own message."""
        await self.opens_menu(name, THIS_MATTERS, words)
        await self.taps(name, wording().say("buttons", wish.value))

    async def mirrors(self, name: str, words: str, draft: str) -> None:
        """*Apps* ▸ Mirror my answer, on somebody's message, and the draft."""
        await self.submits(await self.opens_menu(name, MIRROR_MY_ANSWER, words), draft)

    async def opens_menu(self, name: str, menu: str, words: str) -> Asked:
        """*Apps* ▸ this, on the message with these words."""
        self.actions += 1
        token = self.server.chooses(self.people[name], self._home, menu, self._message(words)["id"])
        return await self._asks(token, menu)

    async def _asks(self, token: str, what: str) -> Asked:
        """An interaction: it is answered, and nothing goes on thinking about it."""
        asked = self.noted(token)
        await self.settles(what)
        assert asked.callback is not None, f"{what}: the app says that the application did not respond"
        assert not [m for m in self.by_bot() if m["flags"] & LOADING], f"{what}: it goes on thinking"
        return asked

    def noted(self, token: str) -> Asked:
        """The interaction that a gesture was."""
        asked = self.server.apps.asked[token]
        self._groups.new.append(update_id(BOT_USER["id"], asked.number))
        return asked

    def _message(self, words: str) -> Json:
        written = (m for m in reversed(self._home.messages.values()) if m["author"]["id"] != BOT_USER["id"])
        return next(m for m in written if words in m["content"])

    # Time

    def now(self) -> datetime:
        return self.clock.now()

    async def passes(self, *, hours: int = 0, weeks: int = 0) -> None:
        time, store = timedelta(hours=hours, weeks=weeks), self.backstage.running.store
        await lets_pass(time, self.clock, store, self._what_is_due)

    async def _what_is_due(self) -> None:
        await self.backstage.rings()
        await self.settles()

    # What a person sees, and what is kept

    async def private(self, name: str) -> Sequence[Seen]:
        return self._seen(self._private(name))

    async def chat(self, name: str) -> Sequence[Seen]:
        return self._seen(list(self._home.messages.values()))

    def _private(self, name: str) -> list[Json]:
        """Direct messages, and what only they see of the channels, oldest first."""
        who, world = self.people[name], self.server.world
        own = (m for channel in world.everywhere() for whom, m in channel.whispers.values() if whom == who)
        return sorted((*own, *world.direct(who).messages.values()), key=lambda message: int(message["id"]))

    async def file(self, name: str) -> str:
        files = (each for m in reversed(self._private(name)) for each in walk(m["components"]))
        address = next(each["file"]["url"] for each in files if each["type"] == FILE)
        return self.server.world.files[address].decode()

    def by_bot(self) -> list[Json]:
        """Everything that the bot shows to anybody."""
        everywhere = self.server.world.everywhere()
        whispers = [message for channel in everywhere for _, message in channel.whispers.values()]
        return [*whispers, *(m for channel in everywhere for m in self.server.rest.posted(channel))]

    def _seen(self, messages: Sequence[Json]) -> list[Seen]:
        """Newest first."""
        return [seen(message, self.people) for message in reversed(messages)]

    @property
    def _home(self) -> Channel:
        assert self.home is not None
        return self.home

    async def remains(self, name: str) -> Sequence[str]:
        who, world = self.people[name], self.server.world
        messages = [m for channel in world.everywhere() for m in channel.messages.values()]
        own = [message["id"] for message in messages if message["author"]["id"] == who]
        return found(self.database, (who, world.direct(who).id, f'"{name}"', *own))

    async def mentions(self, words: str) -> Sequence[str]:
        return found(self.database, (words,))

    async def rows(self, table: str) -> int:
        return len(dump(self.database, KEY)[table])


@asynccontextmanager
async def on_discord(folder: Path, *, listening: bool = False) -> AsyncIterator[DiscordStage]:
    """At its end: every request was one that Discord takes and that mentions nobody, and every message that
    all see was asked for."""
    clock = HandClock()
    async with loopback_discord(clock.now) as server:
        server.rest.content_intent = listening
        stage = DiscordStage(server, clock, folder / "attune.db", listening=listening)
        await stage.starts()
        try:
            yield stage
        finally:
            await stage.ends()
        assert stage.asked_for.unasked == []
        assert with_markup(stage.by_bot()) == []
