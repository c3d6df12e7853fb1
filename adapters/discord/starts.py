"""Logins at the gateway: Discord takes a thousand a day, then it resets the token.

They are written down before they are made, so that a bot that starts again and again counts them, too.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from discord.utils import utcnow

from core.ports import Logbook

DAY_S: Final = 86_400.0
AHEAD_S: Final = 60.0
"""A login that is dated further ahead was dated by a wrong clock. [P]"""
log = logging.getLogger("attune.discord")


@dataclass(frozen=True, slots=True)
class Pace:
    """How logins are spread over a day. [P], but for Discord's five seconds."""

    gap_s: float = 5.0
    """Discord takes one in five seconds."""
    at_once: int = 100
    """So many of a day come as they fall due."""
    later_gap_s: float = 120.0
    """Further ones are this far apart: no loop uses up a day."""
    a_day: int = 800
    """More are not made; Discord takes a thousand."""
    kept_back: int = 50
    """Of what Discord says is left: for its own counting of what went wrong."""


class NoStartsLeft(Exception):
    """No login may be made before `wait_s` seconds have passed."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("no login is left")
        self.wait_s = wait_s


class Starts:
    """The logins of the last day, as unix seconds."""

    def __init__(
        self,
        logbook: Logbook | None,
        name: str,
        pace: Pace | None = None,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._logbook, self._name, self._pace, self._clock = logbook, name, pace or Pace(), clock
        self._at: list[float] | None = None

    async def wait(self) -> None:
        """Returns when the next login may be made."""
        while (wait_s := await self.wait_s()) > 0:
            if wait_s > self._pace.gap_s:
                log.warning("login_waits", extra={"seconds": round(wait_s)})
            await asyncio.sleep(wait_s)

    async def wait_s(self) -> float:
        """In how many seconds the next login may be made."""
        made, now, pace = await self._made(), self._clock().timestamp(), self._pace
        if not made:
            return 0.0
        gap_s = pace.gap_s if len(made) < pace.at_once else pace.later_gap_s
        full_s = made[-pace.a_day] + DAY_S - now if len(made) >= pace.a_day else 0.0
        return max(made[-1] + gap_s - now, full_s, 0.0)

    async def may_start(self, left: tuple[int, int, float]) -> None:
        """What Discord itself says is left is enough. Raises NoStartsLeft."""
        needed, remaining, reset_s = left
        if remaining < needed + self._pace.kept_back:
            raise NoStartsLeft(reset_s)

    async def begin(self) -> None:
        """Writes a login down, a moment after the last one. Raises NoStartsLeft, StoreFailed."""
        wait_s = await self.wait_s()
        if wait_s > self._pace.gap_s:
            raise NoStartsLeft(wait_s)
        await asyncio.sleep(wait_s)
        made = [*await self._made(), self._clock().timestamp()]
        if self._logbook is not None:
            await self._logbook.enter(self._name, json.dumps([round(at, 3) for at in made]))
        self._at = made

    async def _made(self) -> list[float]:
        if self._at is None:
            said = await self._logbook.entry(self._name) if self._logbook is not None else None
            self._at = [float(at) for at in json.loads(said or "[]")]
        now = self._clock().timestamp()
        self._at = [at for at in self._at if now - DAY_S < at <= now + AHEAD_S]
        return self._at
