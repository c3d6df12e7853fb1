"""A small memory that forgets: bounded in number and in age, so that nothing waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from discord.utils import utcnow

V = TypeVar("V")


class Recent(Generic[V]):
    """The newest things of the last while, at most `size` of them."""

    def __init__(self, *, size: int, kept_for: timedelta, clock: Callable[[], datetime] = utcnow) -> None:
        self._size, self._kept_for, self._clock = size, kept_for, clock
        self._kept: dict[str, tuple[datetime, V]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, key: str, value: V) -> None:
        for each in [each for each, (at, _) in self._kept.items() if self._is_over(at)]:
            del self._kept[each]
        for each in list(self._kept)[: max(0, len(self._kept) - self._size + 1)]:
            del self._kept[each]
        self._kept[key] = (self._clock(), value)

    def get(self, key: str) -> V | None:
        kept = self._kept.get(key)
        return None if kept is None or self._is_over(kept[0]) else kept[1]

    def take(self, key: str) -> V | None:
        value = self.get(key)
        self._kept.pop(key, None)
        return value

    def _is_over(self, at: datetime) -> bool:
        return self._clock() - at > self._kept_for
