"""A clock that a person at the page may move on, so that an hour's wait takes a moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

MORNING_HOUR = 9
"""Hour of the day, local time, at which *next morning* is."""


def _system() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


class MovableClock:
    """The real time and what it was moved on by. It never goes back: timers count on that."""

    def __init__(self, real: Callable[[], datetime] = _system) -> None:
        self._real = real
        self._moved = timedelta()
        self._watchers: list[Callable[[datetime], None]] = []

    @property
    def moved(self) -> timedelta:
        """How far this clock is ahead of the real one."""
        return self._moved

    def now(self) -> datetime:
        """Aware, UTC."""
        return self._real().astimezone(UTC) + self._moved

    def move(self, delta: timedelta) -> None:
        """Lets this much time pass at once. Raises ValueError for a step back."""
        if delta < timedelta():
            raise ValueError("The clock only goes forward.")
        self._moved += delta
        moment = self.now()
        for watcher in self._watchers:
            watcher(moment)

    def to(self, moment: datetime) -> None:
        """Lets time pass until `moment` (aware). Raises ValueError when that is over."""
        self.move(moment - self.now())

    def on_move(self, watcher: Callable[[datetime], None]) -> None:
        """Calls `watcher` with the new time after each move."""
        self._watchers.append(watcher)


def next_morning(now: datetime) -> datetime:
    """Nine o'clock of the next day on this machine's own clock, in UTC."""
    local = now.astimezone() + timedelta(days=1)
    morning = local.replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0, tzinfo=None)
    return morning.astimezone(UTC)
