"""Requests that Discord answered with 401, 403 or 429: ten thousand in ten minutes, and it bans the address.

Long before that requests wait, then none is made. Answers to interactions are never slowed down: they have
three seconds, and are not refused.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import aiohttp

WINDOW_S: Final = 600.0
"""Discord counts over ten minutes (its documentation: *Invalid Request Limit*)."""
SLOW_FROM: Final = 500
"""Of the ten thousand: from here on each request waits. [P]"""
STOP_AT: Final = 2_000
"""From here on none is made until fewer are left of the last ten minutes. [P]"""
SLOW_S: Final = 1.0
COUNTED: Final = frozenset({401, 403, 429})
log = logging.getLogger("attune.discord")


class Stopped(aiohttp.ClientError):
    """The request was not made: too many were refused lately."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__("too many requests were refused lately")
        self.retry_after_s = retry_after_s


class Refusals:
    """The refused requests of the last ten minutes."""

    def __init__(self, *, slow_s: float = SLOW_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._slow_s, self._clock = slow_s, clock
        self._at: deque[float] = deque(maxlen=STOP_AT)

    def __len__(self) -> int:
        while self._at and self._clock() - self._at[0] >= WINDOW_S:
            self._at.popleft()
        return len(self._at)

    def answered(self, status: int, *, shared: bool = False) -> None:
        """`shared`: a 429 for a limit that others used up, which is not counted."""
        if status in COUNTED and not shared:
            self._at.append(self._clock())

    async def before(self, *, urgent: bool = False) -> None:
        """Waits, or raises Stopped, as long as too many were refused."""
        count = len(self)
        if count >= STOP_AT:
            log.warning("too_many_refused", extra={"count": count})
            raise Stopped(WINDOW_S - (self._clock() - self._at[0]))
        if count >= SLOW_FROM and not urgent:
            await asyncio.sleep(self._slow_s)

    def trace(self) -> aiohttp.TraceConfig:
        """Every request of a session goes past here."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._starts)
        config.on_request_end.append(self._ends)
        return config

    async def _starts(self, _session: Any, _context: Any, started: aiohttp.TraceRequestStartParams) -> None:
        await self.before(urgent="/interactions/" in started.url.path)

    async def _ends(self, _session: Any, _context: Any, ended: aiohttp.TraceRequestEndParams) -> None:
        response = ended.response
        self.answered(response.status, shared=response.headers.get("X-RateLimit-Scope") == "shared")
