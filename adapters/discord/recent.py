"""A small memory that forgets: bounded in number and in age, so that nothing waits for ever."""

from __future__ import annotations

import asyncio
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """The newest things of the last `seconds`, at most `size` of them. Needs a running loop (its clock)."""

    def __init__(self, *, size: int, seconds: float) -> None:
        self._size, self._seconds = size, seconds
        self._kept: dict[str, tuple[float, V]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, key: str, value: V) -> None:
        now = asyncio.get_running_loop().time()
        oldest = list(self._kept)[: max(0, len(self._kept) - self._size + 1)]
        stale = [each for each, (at, _) in self._kept.items() if at < now - self._seconds]
        for each in {*oldest, *stale}:
            del self._kept[each]
        self._kept[key] = (now, value)

    def get(self, key: str) -> V | None:
        at, value = self._kept.get(key, (None, None))
        expired = at is not None and at < asyncio.get_running_loop().time() - self._seconds
        return None if expired else value

    def take(self, key: str) -> V | None:
        value = self.get(key)
        self._kept.pop(key, None)
        return value
