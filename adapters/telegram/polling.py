"""Asking Telegram for updates: the raw `getUpdates`, bounded in time, watched by somebody else.

python-telegram-bot's own updater confirms updates before they were handled, so the loop is ours; its parsing
of a batch fails as a whole, so each update stays raw here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from adapters.telegram.connections import Connections
from adapters.telegram.ids import PLATFORM
from adapters.telegram.line import Line
from adapters.telegram.translate import ALLOWED

log = structlog.get_logger("attune")


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things may take, in seconds. All [P] but the poll: Telegram's own clients hold it so long."""

    poll_s: int = 30
    """How long Telegram holds a poll open while nothing happens."""
    margin_s: float = 10.0
    """What a poll may take beyond that: then it is wedged."""
    call_s: float = 10.0
    """What any other call may take for each of finding a connection, connecting, writing and reading."""
    first_backoff_s: float = 1.0
    last_backoff_s: float = 30.0
    watch_s: float = 5.0
    """How often somebody looks how long no poll was answered."""

    @property
    def longest_poll_s(self) -> float:
        return self.poll_s + self.margin_s

    @property
    def longest_call_s(self) -> float:
        return 4 * self.call_s

    @property
    def stalled_s(self) -> float:
        """Without an answered poll for so long, the connection is made anew."""
        return self.longest_poll_s + self.margin_s


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
    """Polls of one bot; `connections` are those that the bot polls with, and nothing else uses them."""

    def __init__(
        self,
        bot: Bot,
        connections: Connections,
        timing: Timing,
        line: Line,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot, self._connections, self._timing, self._clock = bot, connections, timing, clock
        self._line = line
        self._answered_at = clock()
        self._excused_until = clock()
        self._handling = False

    @property
    def silent_s(self) -> float:
        """Age of the last successful poll."""
        return self._clock() - self._answered_at

    @property
    def rebuilt(self) -> int:
        """How often the connection was made anew."""
        return self._connections.rebuilt

    async def next(self, offset: int | None) -> list[dict[str, Any]]:
        """The updates that wait. Confirms those below `offset`; None confirms nothing.

        Raises TelegramError, or whatever the library meets in an answer that is none.
        """
        asked: dict[str, Any] = {"timeout": self._timing.poll_s, "allowed_updates": list(ALLOWED)}
        if offset is not None:
            asked["offset"] = offset
        # Spelt like this it is the raw call over the polls' own connection, without a warning.
        got = await self._bot.do_api_request(
            "get_Updates", api_kwargs=asked, read_timeout=self._timing.longest_poll_s
        )
        if not isinstance(got, list) or not all(_is_numbered(raw) for raw in got):
            raise TelegramError("no list of updates")
        self._answered_at = self._clock()
        self._line.answered()
        return got

    @contextmanager
    def handling(self) -> Iterator[None]:
        """While updates are worked on, nobody polls, and the line is not to blame for its silence."""
        self._handling = True
        try:
            yield
        finally:
            self._handling = False
            self._excused_until = self._clock()

    async def watch(self) -> None:
        """Looks at the age of the last answer, until cancelled, and makes the connection anew when it is too
        old, whatever the polls themselves believe."""
        self._excused_until = self._clock()
        while True:
            await asyncio.sleep(self._timing.watch_s)
            try:
                self._look()
            except Exception as error:  # noqa: BLE001 - nobody else looks; its words may quote
                log.warning("poll_failed", platform=PLATFORM, error=type(error))

    def _look(self) -> None:
        silent_s = self._clock() - max(self._answered_at, self._excused_until)
        if self._handling or silent_s < self._timing.stalled_s:
            return
        self._connections.renew()
        self._excused_until = self._clock()
        self._line.stalled(self.silent_s)


def _is_numbered(raw: object) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
