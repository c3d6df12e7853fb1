"""How fast the bot may speak: 1 message a second to a chat, 20 a minute to a group, 30 a second over all.

Telegram's own figures (its FAQ, "My bot is hitting limits"). Windows slide, so no second and no minute holds
more, wherever it begins; and a message counts until its answer came, so that none holds more at Telegram's
end either, however long each was on its way. Whoever waits for one chat holds up nobody else; a chat's
messages keep their order.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.telegram.ids import is_group
from core.ports import NotSent

MOST_LANES = 1024
"""Chats that are remembered; those that may speak again at once are then dropped."""
MANY_HELD = 3
"""Chats in which Telegram asks for silence at the same time: then it means the bot as a whole. [P]"""
NEVER = float("-inf")
UNKNOWN = float("inf")


class Paced(NotSent):
    """Its turn would come only later; nothing was sent."""


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
        self._answered: deque[float] = deque(maxlen=limit.count)
        self._under_way = 0

    def free_at(self) -> float:
        """From when on one more may go; UNKNOWN while those under way fill it."""
        room = self._limit.count - self._under_way
        if room <= 0:
            return UNKNOWN
        return self._answered[-room] + self._limit.seconds if len(self._answered) >= room else NEVER

    def idle_at(self) -> float:
        """From when on nothing of it matters any more."""
        if self._under_way:
            return UNKNOWN
        return self._answered[-1] + self._limit.seconds if self._answered else NEVER

    def begin(self) -> None:
        self._under_way += 1

    def end(self, now: float) -> None:
        self._under_way -= 1
        self._answered.append(now)


@dataclass(slots=True)
class _Lane:
    """One chat: its windows, its queue, and until when Telegram told it to be silent."""

    windows: tuple[Window, ...]
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    held_until: float = NEVER

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
        self._held_until = NEVER
        self._one_ended = asyncio.Event()
        self._lanes: dict[int, _Lane] = {}

    @asynccontextmanager
    async def turn(self, chat: int, patience_s: float = UNKNOWN) -> AsyncIterator[None]:
        """Within it one message may go to this chat. Raises Paced when its turn comes later than that."""
        lane = self._lane(chat)
        async with lane.queue:
            await self._until_free(lane, patience_s)
            windows = (*lane.windows, self._overall)
            for window in windows:
                window.begin()
            try:
                yield
            finally:
                now = self._clock()
                for window in windows:
                    window.end(now)
                self._one_ended.set()

    async def _until_free(self, lane: _Lane, patience_s: float) -> None:
        latest = self._clock() + patience_s
        while (free := max(lane.free_at(), self._overall.free_at(), self._held_until)) > self._clock():
            if free == UNKNOWN:
                self._one_ended.clear()
                await self._one_ended.wait()
            elif free > latest:
                raise Paced(free - self._clock(), in_order=True)
            else:
                await self._sleep(free - self._clock())

    def hold(self, chat: int, seconds: float) -> None:
        """Telegram asked for silence in this chat; asked for it in many at once, it means everywhere."""
        now = self._clock()
        lane = self._lane(chat)
        lane.held_until = max(lane.held_until, now + seconds)
        held = [other.held_until for other in self._lanes.values() if other.held_until > now]
        if len(held) >= MANY_HELD:
            self._held_until = max(self._held_until, min(held))

    def _lane(self, chat: int) -> _Lane:
        if chat not in self._lanes:
            if len(self._lanes) >= MOST_LANES:
                now = self._clock()
                self._lanes = {number: lane for number, lane in self._lanes.items() if not lane.is_idle(now)}
            limits = (self._limits.chat, self._limits.group) if is_group(chat) else (self._limits.chat,)
            self._lanes[chat] = _Lane(tuple(Window(limit) for limit in limits))
        return self._lanes[chat]
