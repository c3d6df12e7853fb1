"""The loop that receives: each chat in its order, confirmed after the commit, through every failure.

What a poll's offset confirms is gone at Telegram's side, so it passes only what was committed. The numbers of
updates may begin again anywhere after a week of silence, so they are compared within one batch alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby

import structlog
from telegram.error import EndPointNotFound, InvalidToken, RetryAfter

from adapters.telegram.failures import seconds
from adapters.telegram.fields import Raw
from adapters.telegram.ids import PLATFORM
from adapters.telegram.line import Line
from adapters.telegram.polling import Backoff, Polls, Timing
from adapters.telegram.translate import is_talk, lane_of
from core.inbound import Update

Handle = Callable[[Update], Awaitable[None]]
HandleOne = Callable[[Raw], Awaitable[None]]
KEPT_S = 24 * 3600.0
"""Telegram keeps an update so long; an offset that old confirms nothing, but might pass a new numbering."""
log = structlog.get_logger("attune")


class Receiver:
    """Receives for one bot. `handle_one` returns when an update is committed and raises when it must come
    again; `check_token` raises when Telegram does not know the token any more."""

    def __init__(
        self,
        polls: Polls,
        line: Line,
        timing: Timing,
        handle_one: HandleOne,
        check_token: Callable[[], Awaitable[None]],
    ) -> None:
        self._polls, self._line, self._timing = polls, line, timing
        self._handle_one, self._check_token = handle_one, check_token

    async def run(self) -> None:
        """Until cancelled, or until `check_token` raises."""
        watching = asyncio.create_task(self._polls.watch())
        try:
            await self._receive()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _receive(self) -> None:
        offset, backoff = None, Backoff(self._timing)
        while True:
            try:
                batch = await self._polls.next(offset)
            except Exception as error:  # noqa: BLE001 - an answer that is none breaks in the library anywhere
                await self._failed(error, backoff)
                offset = offset if self._polls.silent_s < KEPT_S else None
                continue
            with self._polls.handling():
                left = await self._handle_all(batch)
            offset = next_offset(batch, left)
            if left:
                await backoff.wait()
            else:
                backoff.reset()

    async def _failed(self, error: Exception, backoff: Backoff) -> None:
        self._line.failed(error)
        if isinstance(error, EndPointNotFound | InvalidToken):
            await self._check_token()
        await backoff.wait(asked_to_wait_s(error))

    async def _handle_all(self, batch: Sequence[Raw]) -> list[Raw]:
        """Chats side by side, each chat in its order. What could not be handled, in no order.

        What is said in groups waits for what people told the bot before it, and the other way round: a yes, a
        pause or a withdrawal holds from its moment on, also when all of it comes at once after an outage. So
        where something told to the bot could not be handled, nothing after it is.
        """
        left: list[Raw] = []
        for _, stretch in groupby(batch, is_talk):
            lanes: dict[int, list[Raw]] = {}
            stuck = {lane_of(raw) for raw in left}
            blocked = any(not is_talk(raw) for raw in left)
            for raw in stretch:
                if blocked or lane_of(raw) in stuck:
                    left.append(raw)
                else:
                    lanes.setdefault(lane_of(raw), []).append(raw)
            for more in await asyncio.gather(*(self._in_order(lane) for lane in lanes.values())):
                left += more
        return left

    async def _in_order(self, lane: list[Raw]) -> list[Raw]:
        """Stops at the first update that cannot be committed. It and what follows it are left."""
        for index, raw in enumerate(lane):
            try:
                await self._handle_one(raw)
            except Exception as error:  # noqa: BLE001 - whatever the shell met, the update must come again
                log.error("update_failed", platform=PLATFORM, error=error)
                return lane[index:]
        return []


def next_offset(batch: Sequence[Raw], left: Sequence[Raw]) -> int | None:
    """Up to where updates are confirmed, in whatever order they came. None after an empty poll: all is
    confirmed then, and the numbering may begin again."""
    if left:
        return min(int(raw["update_id"]) for raw in left)
    return max((int(raw["update_id"]) for raw in batch), default=-1) + 1 if batch else None


def asked_to_wait_s(error: Exception) -> float:
    """How long Telegram wants to be left alone."""
    return seconds(error.retry_after) if isinstance(error, RetryAfter) else 0.0
