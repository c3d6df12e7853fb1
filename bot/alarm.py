"""The alarm: one task that waits for the earliest moment anything waits for."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from bot.engine import Engine
from core.ports import Clock, StoreFailed

log = structlog.get_logger()
LONGEST_SLEEP_S = 60.0
"""A clock may jump: look again at least so often."""


class Alarm:
    """Rings the engine at each wake of the store."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._work = asyncio.Event()

    def look(self) -> None:
        """The next wake may have changed."""
        self._work.set()

    async def ring_now(self) -> None:
        """Does everything that is due by the clock; returns when it is committed."""
        await self._engine.ring(self._clock.now())

    async def run(self) -> None:
        """Works until cancelled."""
        while True:
            self._work.clear()
            try:
                await self.ring_now()
                at = await self._engine.next_ring(self._clock.now())
            except StoreFailed as failure:
                log.warning("store_failed", error=type(failure).__name__)
                await asyncio.sleep(1)
                continue
            left = (at - self._clock.now()).total_seconds() if at is not None else LONGEST_SLEEP_S
            with suppress(TimeoutError):
                await asyncio.wait_for(self._work.wait(), min(max(left, 0.0), LONGEST_SLEEP_S))
