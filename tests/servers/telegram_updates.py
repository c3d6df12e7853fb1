"""The updates that wait for the bot: kept until a later offset confirms them, given again until then."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import telegram

from tests.servers.telegram_description import Description

Json = dict[str, Any]

FIRST_UPDATE_ID = 100_000_001
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MOST_AT_ONCE = 100


class UpdateQueue:
    """`getUpdates` as the description tells it; the newest poll wins over an older one."""

    def __init__(self, description: Description) -> None:
        self.pending: list[Json] = []
        self.allowed: frozenset[str] | None = None  # none: everything but `NOT_BY_DEFAULT`
        self.given: list[int] = []  # every update id handed out, a repeated one again
        self.next_id = FIRST_UPDATE_ID
        self._description = description
        self._changed = asyncio.Event()
        self.is_polled = False  # whether a poll waits just now
        self._poll = 0
        self._ended = 0

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed is not None else kind not in NOT_BY_DEFAULT

    def add(self, kind: str, payload: Json) -> int | None:
        """Queues an update if the bot asked for its kind; `AssertionError` if it is no true update."""
        if not self.wants(kind):
            return None
        update = {"update_id": self.next_id, kind: payload}
        faults = self._description.faults_of_object("Update", update) + faults_for_client(update)
        if faults:
            raise AssertionError(f"this server made an update that Telegram never would: {faults}")
        return self.add_raw({kind: payload})

    def add_raw(self, fields: Json) -> int:
        """Queues fields as they are, for tests with shapes that nobody promised."""
        update = {"update_id": self.next_id, **fields}
        self.next_id = update["update_id"] + 1
        self.pending.append(update)
        self.wake()
        return int(update["update_id"])

    def wake(self) -> None:
        self._changed.set()

    def confirm(self, offset: int) -> None:
        """Forgets all updates below the offset; a negative one keeps that many at the end."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            self.pending = [u for u in self.pending if u["update_id"] >= offset]

    async def poll(self, limit: int, timeout_s: float) -> Sequence[Json] | None:
        """The waiting updates, after at most the time-out; none when a newer poll took over."""
        self._poll += 1
        mine = self._poll
        self.wake()  # an older poll sees that it is no longer the newest
        self.is_polled = True
        try:
            return await self._batch(mine, limit, timeout_s)
        finally:
            self.is_polled = mine != self._poll and self.is_polled

    async def _batch(self, mine: int, limit: int, timeout_s: float) -> Sequence[Json] | None:
        deadline = asyncio.get_running_loop().time() + timeout_s
        while mine == self._poll:
            left = deadline - asyncio.get_running_loop().time()
            if self.pending or left <= 0:
                batch = self.pending[:limit]
                self.given += [u["update_id"] for u in batch]
                return batch
            await self._wait(left)
        return [] if mine <= self._ended else None

    def end_polls(self) -> None:
        """As if their time were over: no newer poll took over."""
        self._ended = self._poll
        self._poll += 1
        self.wake()

    async def _wait(self, seconds: float) -> None:
        if self._changed.is_set():
            self._changed = asyncio.Event()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()


def faults_for_client(update: Json) -> list[str]:
    """What python-telegram-bot does not know in this update, however deep it lies."""
    parsed = telegram.Update.de_json(update, None)
    return [
        f"{type(o).__name__} does not know {dict(o.api_kwargs)}" for o in _objects(parsed) if o.api_kwargs
    ]


def _objects(value: object) -> Iterator[telegram.TelegramObject]:
    if isinstance(value, telegram.TelegramObject):
        yield value
        names = {name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())}
        for name in (n for n in names if not n.startswith("_")):
            yield from _objects(getattr(value, name, None))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _objects(item)
