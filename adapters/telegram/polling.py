"""Asking Telegram for updates: the raw `getUpdates`, bounded in time, rebuilt when it falls silent.

python-telegram-bot's own updater confirms updates before they were handled, so the loop is ours; its parsing
of a batch fails as a whole, so each update stays raw here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from adapters.telegram.ids import PLATFORM
from adapters.telegram.translate import ALLOWED

log = structlog.get_logger("attune")


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things may take, in seconds."""

    poll_s: int = 30
    """How long Telegram holds a poll open while nothing happens."""
    margin_s: float = 10.0
    """What a poll may take beyond that: then it is wedged."""
    call_s: float = 10.0
    """What any other call may take for each of connecting, writing and reading."""
    first_backoff_s: float = 1.0
    last_backoff_s: float = 30.0

    @property
    def longest_poll_s(self) -> float:
        return self.poll_s + self.margin_s


class Backoff:
    """Waits that double, from the first to the last."""

    def __init__(self, timing: Timing) -> None:
        self._first_s, self._last_s = timing.first_backoff_s, timing.last_backoff_s
        self.reset()

    def reset(self) -> None:
        self._next_s = self._first_s

    async def wait(self, at_least_s: float = 0.0) -> None:
        wait_s, self._next_s = max(self._next_s, at_least_s), min(2 * self._next_s, self._last_s)
        await asyncio.sleep(wait_s)


class Polls:
    """Polls of one bot; `request` is the one that the bot polls with, and nothing else uses it."""

    def __init__(
        self, bot: Bot, request: HTTPXRequest, timing: Timing, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._bot, self._request, self._timing, self._clock = bot, request, timing, clock
        self._answered_at = clock()
        self.rebuilt = 0
        """How often the connection was made anew."""

    @property
    def silent_s(self) -> float:
        """Age of the last successful poll."""
        return self._clock() - self._answered_at

    async def next(self, offset: int | None) -> list[dict[str, Any]]:
        """The updates that wait. Confirms those below `offset`; None confirms nothing.

        Raises TelegramError or TimeoutError; the latter when it was wedged and had to be cancelled.
        """
        asked: dict[str, Any] = {"timeout": self._timing.poll_s, "allowed_updates": list(ALLOWED)}
        if offset is not None:
            asked["offset"] = offset
        longest_s = self._timing.longest_poll_s
        async with asyncio.timeout(longest_s):
            # Spelt like this it is the raw call over the polls' own connection, without a warning.
            got = await self._bot.do_api_request("get_Updates", api_kwargs=asked, read_timeout=longest_s)
        if not isinstance(got, list) or not all(_is_numbered(raw) for raw in got):
            raise TelegramError("no list of updates")
        self._answered_at = self._clock()
        return got

    async def after_failure(self) -> None:
        """Makes the connection anew when no poll has succeeded for longer than one may take."""
        if self.silent_s < self._timing.longest_poll_s:
            return
        log.warning("poll_stalled", platform=PLATFORM, seconds=self.silent_s)
        self.rebuilt += 1
        with suppress(Exception):  # a wedged connection may fail to close; it is left behind
            async with asyncio.timeout(self._timing.margin_s):
                await self._request.shutdown()
        await self._request.initialize()


def _is_numbered(raw: object) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
