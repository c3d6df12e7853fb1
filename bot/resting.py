"""What fails by a fault of ours rests before it is tried again, and nothing else waits for it.

Tries and rests are kept in memory, and that suffices: of a try that failed nothing is committed, so that what
was due stays due in its row; and a start tries everything anew, because it may bring what mends the fault.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
FIRST_REST = timedelta(minutes=1)
"""After the first try; it doubles with each. [P]"""
MOST_TRIES = 5
"""So many tries close together, over a quarter of an hour; then one a day. [P]"""
LONG_REST = timedelta(days=1)
"""Let go for so long. Never for good: among what is due are people's erasures. [P]"""


class Resting(Generic[K]):
    """How often something failed, and until when it rests."""

    def __init__(self) -> None:
        self._tries: dict[K, int] = {}
        self._until: dict[K, datetime] = {}

    def failed(self, what: K, now: datetime) -> int:
        """One more try failed; returns how many that were."""
        for old in [old for old, until in self._until.items() if until + LONG_REST <= now]:
            self.worked(old)
        tries = self._tries.get(what, 0) + 1
        self._tries[what] = tries
        self._until[what] = now + (LONG_REST if tries >= MOST_TRIES else FIRST_REST * 2 ** (tries - 1))
        return tries

    def worked(self, what: K) -> None:
        self._tries.pop(what, None)
        self._until.pop(what, None)

    def at(self, now: datetime) -> frozenset[K]:
        """What rests now."""
        return frozenset(what for what, until in self._until.items() if until > now)

    def of(self, what: K) -> datetime | None:
        """Until when this rests."""
        return self._until.get(what)

    def until(self, now: datetime) -> datetime | None:
        """When the next of these rests is over; None when nothing rests."""
        return min((until for until in self._until.values() if until > now), default=None)

    def end(self) -> None:
        """Nothing rests any more: the clock by which it was said was wrong."""
        self._until.clear()
