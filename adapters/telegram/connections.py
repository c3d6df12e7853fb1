"""A pool of connections in which every call ends, and which can be made anew.

httpx bounds each read and not the whole, so an answer that comes byte by byte would last for ever; and a pool
whose connections leaked turns every later call away (python-telegram-bot was known to be deaf for 18 hours
like this). Here each call has a last moment, and a pool that turned a call away and has given no answer for
that long is left behind.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import httpx
from telegram.error import TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

CLOSING_S = 5.0
"""What the closing of a pool that was left behind may take. [P]"""
Timeout = Any
"""Seconds, None, or the library's own mark for "as it was set up"."""


class Connections(BaseRequest):
    """python-telegram-bot's request object around another one that `make` makes. `longest_s`: what one call
    may take from beginning to end."""

    def __init__(
        self,
        make: Callable[[], HTTPXRequest],
        longest_s: float,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._make, self._longest_s, self._clock = make, longest_s, clock
        self._pool = make()
        self._answered_at = clock()
        self._left: set[asyncio.Future[Any]] = set()
        self.rebuilt = 0
        """How often the pool was made anew."""

    @property
    def read_timeout(self) -> float | None:
        return self._pool.read_timeout

    async def initialize(self) -> None:
        await self._pool.initialize()

    async def shutdown(self) -> None:
        """Closes the pool, and waits a little for what was left behind."""
        await self._pool.shutdown()
        if self._left:
            await asyncio.wait(self._left, timeout=CLOSING_S)

    def renew(self) -> None:
        """From now on calls go over new connections; the old ones close by themselves, or do not."""
        old, self._pool = self._pool, self._make()
        self.rebuilt += 1
        self._answered_at = self._clock()
        self._leave(asyncio.ensure_future(_closed(old)))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call; status and body. Raises TimedOut or another error of the library."""
        pool = self._pool
        call = asyncio.ensure_future(
            pool.do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        )
        try:
            # Not a time-out around it: that would wait for a call that does not hear of its end.
            await asyncio.wait({call}, timeout=self._longest_s)
        finally:
            if not call.done():
                call.cancel()
                self._leave(call)
        if not call.done():
            raise TimedOut
        try:
            answer = call.result()
        except TimedOut as error:
            if isinstance(error.__cause__, httpx.PoolTimeout):
                self._perhaps_renew(pool)
            raise
        self._answered_at = self._clock()
        return answer

    def _perhaps_renew(self, full: HTTPXRequest) -> None:
        if full is self._pool and self._clock() - self._answered_at >= self._longest_s:
            self.renew()

    def _leave(self, task: asyncio.Future[Any]) -> None:
        self._left.add(task)
        task.add_done_callback(self._left.discard)
        task.add_done_callback(lambda left: left.cancelled() or left.exception())


@cache
def trust() -> ssl.SSLContext:
    """The certificates that are trusted, read once: a pool made anew needs no files."""
    return httpx.create_ssl_context()


async def _closed(pool: HTTPXRequest) -> None:
    with suppress(Exception):  # a wedged connection may fail to close
        async with asyncio.timeout(CLOSING_S):
            await pool.shutdown()
