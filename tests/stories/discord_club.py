"""A server with a moderator on a simulated Discord, with the real client and shell."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import discord

from adapters.discord.ids import channel_chat
from core.chats import Chat
from tests.servers.discord import Answer, Channel, Person, Role, buttons_on, posted, words_on
from tests.stories.discord_evening import DiscordEvening, discord_evening


class Club:
    """Fay runs a server with three channels; Ana is a member; Cem runs another server."""

    def __init__(self, evening: DiscordEvening) -> None:
        self.evening, self.world = evening, evening.world
        self.server = evening.world.server("Gardeners")
        self.helpers = self.server.create_role("Helpers")
        self.keepers = self.server.create_role("Keepers", permissions=discord.Permissions(manage_guild=True))
        self.fay = evening.world.person("fay")
        self.fay.joins(self.server, roles=[self.keepers])
        self.ana = evening.world.person("anna", self.server)
        self.roses = self.server.create_text_channel("roses")
        self.seeds = self.server.create_text_channel("seeds")
        self.tools = self.server.create_text_channel("tools")
        self.panel = 0

    async def opens(self) -> Answer:
        """The panel of #roses."""
        await self.fay.slash("start", where=self.roses, kind="community")
        panel = await self.fay.slash("moderate", where=self.roses)
        self.panel = posted(panel).id
        return panel

    async def picks(self, panel: Answer, menu: str, *values: object) -> Answer:
        return await self.fay.selects(panel, *values, custom_id=self.menu(menu)["custom_id"])

    async def fills(self, panel: Answer, label: str, value: str) -> Answer:
        """The button's modal, sent in with this value."""
        return await self.fay.submits(await self.fay.presses(panel, label), {"value": value})

    def menu(self, name: str) -> dict[str, Any]:
        """The menu as it stands in the panel now."""
        return next(each for each in self.components() if str(each.get("custom_id")).endswith(f":mod_{name}"))

    def chosen(self, name: str) -> list[str]:
        found = self.menu(name)
        if "options" in found:
            return [each["value"] for each in found["options"] if each.get("default")]
        return [str(each["id"]) for each in found.get("default_values") or ()]

    def ids(self, *named: Channel | Role | Person) -> list[str]:
        return [str(each.id) for each in named]

    def cards(self, who: Person) -> list[discord.Message]:
        return [each for each in who.sees(self.roses) if "Read it in private" in buttons_on(each)]

    def words(self) -> str:
        """Of the panel, or what stands in its place."""
        return words_on(self.shown())

    def components(self) -> list[dict[str, Any]]:
        """Everything on the newest message that Fay sees in #roses, outer ones first."""
        return list(_walk([cast("dict[str, Any]", one.to_dict()) for one in self.shown().components]))

    def shown(self) -> discord.Message:
        """The first ephemeral message with a panel in it, as it stands now."""
        return next(each for each in self.fay.sees(self.roses) if each.id == self.panel)

    async def chat(self, channel: Channel) -> Chat | None:
        store, id = self.evening.backstage.running.store, channel_chat(channel.id)
        return await store.transact(lambda tx: tx.chat(id))

    async def on(self) -> list[str]:
        chats = [(each, await self.chat(each)) for each in (self.roses, self.seeds, self.tools)]
        return [str(each.name) for each, chat in chats if chat is not None and chat.moderation.enabled]


def components_of(answer: Answer) -> list[dict[str, Any]]:
    message = posted(answer)
    assert not isinstance(message, discord.Message)
    return list(_walk(message.components))


def _walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in components:
        yield one
        yield from _walk([*one.get("components", []), *([one["accessory"]] if "accessory" in one else [])])


@asynccontextmanager
async def club(database: Path | None = None) -> AsyncIterator[Club]:
    async with discord_evening(database) as evening:
        yield Club(evening)
