"""Who is being written to just now, and to whom nothing goes before a moment the platform named."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    members: int = 0


class Queues:
    """One queue for each addressee, as long as anybody stands in it. Kept in memory only: after a restart a
    platform that still wants silence says so again."""

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}
        self._resting: dict[str, datetime] = {}

    def join(self, addressee: str) -> None:
        """Stands in the queue from now on; `turn` must follow."""
        self._queues.setdefault(addressee, _Queue()).members += 1

    @asynccontextmanager
    async def turn(self, addressee: str) -> AsyncIterator[None]:
        """The joined one's turn; leaves the queue at its end."""
        queue = self._queues[addressee]
        try:
            async with queue.lock:
                yield
        finally:
            queue.members -= 1
            if not queue.members:
                del self._queues[addressee]

    def rest(self, addressee: str, until: datetime) -> None:
        """Nothing goes there before that moment."""
        self._resting[addressee] = until

    def taken(self, now: datetime) -> set[str]:
        """Addressees for whom nothing new is to be fetched."""
        self._resting = {name: until for name, until in self._resting.items() if until > now}
        return {*self._queues, *self._resting}

    def end_rests(self) -> None:
        """Nobody rests any more: the clock by which it was said was wrong."""
        self._resting.clear()

    def next_end(self) -> datetime | None:
        """When the first rest ends."""
        return min(self._resting.values(), default=None)
