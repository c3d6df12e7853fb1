"""How fast the bot may speak: 1 message a second to a chat, 20 a minute to a group, 30 a second over all.

Telegram's own figures (its FAQ, "My bot is hitting limits"). Windows slide, so no second and no minute holds
more, wherever it begins. Whoever waits for one chat holds up nobody else; a chat's messages keep their order.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from adapters.telegram.ids import is_group

MOST_LANES = 1024
"""Chats that are remembered; those that may speak again at once are then dropped."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in any so many seconds."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What Telegram allows."""

    chat: Limit = Limit(1, 1.0)
    group: Limit = Limit(20, 60.0)
    overall: Limit = Limit(30, 1.0)


class Window:
    """The newest moments of one limit, seconds on the pace's clock."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._taken: deque[float] = deque(maxlen=limit.count)

    def free_at(self) -> float:
        """From when on one more may go."""
        full = len(self._taken) == self._limit.count
        return self._taken[0] + self._limit.seconds if full else float("-inf")

    def idle_at(self) -> float:
        """From when on nothing of it matters any more."""
        return self._taken[-1] + self._limit.seconds if self._taken else float("-inf")

    def take(self, now: float) -> None:
        self._taken.append(now)


@dataclass(slots=True)
class _Lane:
    """One chat: its windows, its queue, and until when Telegram told it to be silent."""

    windows: tuple[Window, ...]
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    held_until: float = float("-inf")

    def free_at(self) -> float:
        return max(self.held_until, *(window.free_at() for window in self.windows))

    def is_idle(self, now: float) -> bool:
        over = max(self.held_until, *(window.idle_at() for window in self.windows))
        return over <= now and not self.queue.locked()


class Pace:
    """Lets a message go when no limit forbids it. `clock` counts seconds, `sleep` lets them pass."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._limits = limits or Limits()
        self._clock, self._sleep = clock, sleep
        self._overall = Window(self._limits.overall)
        self._lanes: dict[int, _Lane] = {}

    async def turn(self, chat: int) -> None:
        """Returns when one message may go to this chat; it counts as sent."""
        lane = self._lane(chat)
        async with lane.queue:
            while (wait := max(lane.free_at(), self._overall.free_at()) - self._clock()) > 0:
                await self._sleep(wait)
            now = self._clock()
            for window in (*lane.windows, self._overall):
                window.take(now)

    def hold(self, chat: int, seconds: float) -> None:
        """Telegram asked for silence in this chat."""
        lane = self._lane(chat)
        lane.held_until = max(lane.held_until, self._clock() + seconds)

    def _lane(self, chat: int) -> _Lane:
        if chat not in self._lanes:
            if len(self._lanes) >= MOST_LANES:
                now = self._clock()
                self._lanes = {number: lane for number, lane in self._lanes.items() if not lane.is_idle(now)}
            limits = (self._limits.chat, self._limits.group) if is_group(chat) else (self._limits.chat,)
            self._lanes[chat] = _Lane(tuple(Window(limit) for limit in limits))
        return self._lanes[chat]
