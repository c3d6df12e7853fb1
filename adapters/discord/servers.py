"""Servers that are left, and people who leave them. An outage is neither.

Without the privileged members intent the gateway does not tell who leaves: REST is asked after each login,
and every hour.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

import discord

from adapters.discord.gateway import Gateway
from adapters.discord.ids import PLATFORM, channel_chat, person_id, place_of
from adapters.discord.incoming import Incoming
from adapters.discord.translate import Receiver, left, removed
from adapters.discord.words import Payload
from core.gaps import Gap
from core.ids import ChatId, PersonId
from core.ports import Logbook

LOOK_EVERY_S: Final = 3600.0
"""Seconds between two looks at who is still there. [P]"""
UNKNOWN_MEMBER: Final = 10007
"""Discord's error code."""
log = logging.getLogger("attune.discord")


class Servers:
    """Hands in who and what is gone, of channels that are known."""

    def __init__(
        self,
        logbook: Logbook,
        incoming: Incoming,
        client: Callable[[], Gateway],
        receiver: Callable[[], Receiver],
        clock: Callable[[], datetime],
    ) -> None:
        self._logbook, self._incoming = logbook, incoming
        self._client, self._receiver, self._clock = client, receiver, clock

    def tap(self, event: str, payload: Payload) -> None:
        """Before the library drops what it knows of the server."""
        if event == "GUILD_DELETE":
            if payload.get("unavailable"):
                log.info("server_unreachable")
                return
            self._incoming.begin(self._sent_away(self._channels(payload["id"])))
        elif event == "GUILD_MEMBER_REMOVE":
            channels, person = self._channels(payload["guild_id"]), person_id(payload["user"]["id"])
            self._incoming.begin(self._gone(channels, person))

    async def watch(self) -> None:
        """Looks now, and every hour, until cancelled."""
        while True:
            for gap in await self._of(None):
                try:
                    await self._look_at(self._client(), gap)
                except Exception as failure:  # noqa: BLE001 - nobody else looks; its words may quote
                    log.warning("server_not_looked_at", extra={"error": type(failure).__name__})
            await asyncio.sleep(LOOK_EVERY_S)

    def _channels(self, guild: object) -> frozenset[ChatId]:
        known = self._client().get_guild(int(str(guild)))
        if known is None:
            return frozenset()
        return frozenset(channel_chat(each.id) for each in (*known.channels, *known.threads))

    async def _sent_away(self, channels: frozenset[ChatId]) -> None:
        for gap in await self._of(channels):
            await self._remove(gap.chat)

    async def _gone(self, channels: frozenset[ChatId], person: PersonId) -> None:
        for gap in await self._of(channels):
            if person in gap.members:
                await self._leave(gap.chat, person)

    async def _of(self, channels: frozenset[ChatId] | None) -> list[Gap]:
        """Known channels with anybody in them, among these, or all."""
        try:
            gaps = await self._logbook.gaps(PLATFORM, self._clock())
        except Exception as failure:  # noqa: BLE001 - the next look finds the same; its words may quote
            log.warning("store_failed", extra={"error": type(failure).__name__})
            return []
        return [gap for gap in gaps if gap.members and (channels is None or gap.chat in channels)]

    async def _look_at(self, client: Gateway, gap: Gap) -> None:
        place = place_of(gap.chat)
        if place is None or place.direct:
            return
        channel = client.get_channel(place.snowflake)
        if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            await self._look_at_members(client, channel.guild.id, gap)
        elif not any(guild.unavailable for guild in client.guilds):
            await self._look_for(client, place.snowflake, gap.chat)

    async def _look_at_members(self, client: Gateway, guild: int, gap: Gap) -> None:
        for person in gap.members:
            place = place_of(person)
            if place is None:
                continue
            try:
                await client.http.get_member(guild, place.snowflake)
            except discord.NotFound as answer:
                if answer.code == UNKNOWN_MEMBER:
                    await self._leave(gap.chat, person)

    async def _look_for(self, client: Gateway, channel: int, chat: ChatId) -> None:
        """A channel of no server that the gateway named: is it gone, or was the bot sent away?"""
        try:
            await client.http.get_channel(channel)
        except (discord.NotFound, discord.Forbidden):
            await self._remove(chat)

    async def _remove(self, chat: ChatId) -> None:
        await self._incoming.hand_in(removed(chat, self._clock(), self._receiver()))

    async def _leave(self, chat: ChatId, person: PersonId) -> None:
        await self._incoming.hand_in(left(chat, person, self._clock(), self._receiver()))
