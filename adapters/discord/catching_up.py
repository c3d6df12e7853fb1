"""After each login: what every channel missed is fetched, before anything new of it is handed in.

A resumed session replays by itself; a new one replays nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain, repeat
from typing import Final

import aiohttp
import discord

from adapters.discord.gateway import Gateway
from adapters.discord.ids import PLATFORM, message_id, place_of
from adapters.discord.incoming import Incoming
from adapters.discord.missed import Missed, snowflake_at
from adapters.discord.translate import Receiver
from core.gaps import Place
from core.ids import ChatId, PersonId
from core.ports import Logbook, NotSent, StoreFailed

PAUSES_S: Final = (1.0, 5.0, 15.0, 60.0)
"""Seconds after which a channel that could not be asked about is asked about again, the last one for good."""
AT_ONCE: Final = 4
"""Channels that are fetched at the same time. [P]"""
LISTENED: Final = f"{PLATFORM}:listened"
"""Under which name it is written down whether the last session listened."""
ON, OFF = "on", "off"
UNREACHED: Final = (discord.HTTPException, aiohttp.ClientError, OSError, NotSent, StoreFailed)
"""What passes: REST or the store could not be reached. TimeoutError is an OSError."""
log = logging.getLogger("attune.discord")


class Readable:
    """From when on whose words may be fetched. Who says yes, or ends a rest, while a channel is still behind
    is read from then on: what they said before that was not meant to be read."""

    def __init__(self, at_login: Mapping[PersonId, datetime]) -> None:
        self._since = dict(at_login)

    def now(self, heard: Mapping[PersonId, datetime], now: datetime) -> Mapping[PersonId, datetime]:
        """`heard`: who may be read now, and since when they agreed."""
        self._since = {who: max(at, self._since.get(who, now)) for who, at in heard.items()}
        return self._since


class CatchingUp:
    """`client` raises NotSent while nobody is logged in."""

    def __init__(
        self,
        logbook: Logbook,
        incoming: Incoming,
        client: Callable[[], Gateway],
        receiver: Callable[[], Receiver],
        clock: Callable[[], datetime],
        *,
        listening: bool,
    ) -> None:
        self._logbook, self._incoming = logbook, incoming
        self._client, self._receiver, self._listening = client, receiver, listening
        self._clock = clock
        self._at_once = asyncio.Semaphore(AT_ONCE)

    def after_login(self) -> None:
        """Called before anything of the new session is handed in."""
        self._incoming.all_are_behind()
        self._incoming.begin(self._after_login())

    def after_loss(self, chat: ChatId) -> None:
        """Something of this channel could not be committed: REST tells it once more."""
        self._incoming.begin(self._later(chat))

    async def _after_login(self) -> None:
        heard = await self._to_fetch()
        for pause in chain(PAUSES_S, repeat(PAUSES_S[-1])):
            if heard is not None:
                break
            await asyncio.sleep(pause)
            heard = await self._to_fetch()
        heard = heard or {}
        self._incoming.are_behind(set(heard))
        for chat, readable in heard.items():
            self._incoming.begin(self._catch_up(chat, readable))

    async def _to_fetch(self) -> dict[ChatId, Readable] | None:
        """The channels that are to be fetched; None while the store cannot tell. What is said where nobody
        may be read now, or while listening was off, is never asked for: not later either."""
        now, fetched = self._clock(), dict[ChatId, Readable]()
        try:
            listened = self._listening and await self._logbook.entry(LISTENED) == ON
            for gap in await self._logbook.gaps(PLATFORM, now):
                if listened and gap.heard:
                    fetched[gap.chat] = Readable(gap.heard)
                else:
                    await self._logbook.saw(gap.chat, _place_at(now))
            await self._logbook.enter(LISTENED, ON if self._listening else OFF)
        except StoreFailed as failure:
            log.warning("store_failed", extra={"error": type(failure).__name__})
            return None
        return fetched

    async def _later(self, chat: ChatId) -> None:
        await asyncio.sleep(PAUSES_S[0])
        await self._catch_up(chat, None)

    async def _catch_up(self, chat: ChatId, readable: Readable | None) -> None:
        """Until it succeeds. `readable`: who could be read at the login; None: whoever can be now."""
        pauses = list(PAUSES_S)
        while True:
            async with self._at_once, self._incoming.lane(chat):
                self._incoming.catches_up(chat)
                whole = await self._told(chat, readable)
                if whole:
                    self._incoming.caught_up(chat)
                    return
                self._incoming.falls_behind(chat)
            if whole is None:
                await asyncio.sleep(pauses.pop(0) if len(pauses) > 1 else pauses[0])

    async def _told(self, chat: ChatId, readable: Readable | None) -> bool | None:
        """Whether all was handed in; None: something could not be reached, False: there is more."""
        place = place_of(chat)
        try:
            now = self._clock()
            gap = await self._logbook.gap(chat, now)
            if gap is None or place is None or place.direct:
                return True
            if not gap.heard:
                await self._logbook.saw(chat, _place_at(now))
                return True
            if readable is not None:
                gap = replace(gap, heard=readable.now(gap.heard, now))
            missed = Missed(
                gap, partial(self._client().http.logs_from, place.snowflake), self._receiver(), now
            )
            async for update in missed.updates():
                if not await self._incoming.tell(update):
                    return None
            if missed.place != Place():
                await self._logbook.saw(chat, missed.place)
        except (discord.Forbidden, discord.NotFound) as closed:
            log.warning("channel_closed", extra={"status": closed.status})
            return True
        except UNREACHED as failure:
            log.warning("channel_not_fetched", extra={"error": type(failure).__name__})
            return None
        except Exception as failure:  # noqa: BLE001 - by a fault of ours: what is said now is not to wait for it
            log.error("channel_not_understood", extra={"error": type(failure).__name__})
            return True
        return missed.whole


def _place_at(now: datetime) -> Place:
    """Nothing from before this moment is to be asked for."""
    return Place(message_id(snowflake_at(now)), edited_at=now)
