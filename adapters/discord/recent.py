"""A small memory that forgets: bounded in number and in age, so that nothing waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from discord.utils import utcnow

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[V]):
    at: datetime
    value: V
    timer: asyncio.TimerHandle


class Recent(Generic[V]):
    """The newest things of the last while, at most `size` of them. What is over is dropped at its time, by a
    timer of the running loop, whether or not anything follows."""

    def __init__(self, *, size: int, kept_for: timedelta, clock: Callable[[], datetime] = utcnow) -> None:
        self._size, self._kept_for, self._clock = size, kept_for, clock
        self._kept: dict[str, _Kept[V]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, key: str, value: V) -> None:
        """Within a running loop."""
        self._drop(key)
        for each in list(self._kept)[: max(0, len(self._kept) - self._size + 1)]:
            self._drop(each)
        timer = asyncio.get_running_loop().call_later(self._kept_for.total_seconds(), self._drop, key)
        self._kept[key] = _Kept(self._clock(), value, timer)

    def get(self, key: str) -> V | None:
        """None as well where the clock went on, as after a computer's sleep, and the timer did not."""
        kept = self._kept.get(key)
        return None if kept is None or self._clock() - kept.at > self._kept_for else kept.value

    def take(self, key: str) -> V | None:
        value = self.get(key)
        self._drop(key)
        return value

    def _drop(self, key: str) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            kept.timer.cancel()
