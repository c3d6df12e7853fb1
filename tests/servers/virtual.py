"""A loop whose time passes only while nothing else happens: hours of waiting in moments, over real sockets.

Both ends of a loopback connection live in the same loop, so what one wrote the other finds before time moves
on. Threads do not fit in: a store in memory, and names are looked up in `names`.
"""

from __future__ import annotations

import asyncio
import selectors
import socket
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")
ARRIVES_S = 0.001
"""Real time in which what was written to the loopback arrives."""
LONGEST_S = 5.0
"""Real time that nothing at all may happen while everybody waits for something."""
BEGIN = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class _Selector(selectors.DefaultSelector):
    passed_s = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(ARRIVES_S if timeout is None or timeout > 0 else 0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            ready = super().select(LONGEST_S)
            if not ready:
                raise AssertionError("everybody waits, and nothing will ever happen")
            return ready
        self.passed_s += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time()` begins at 0. `names`: which hosts have an address just now."""

    def __init__(self) -> None:
        self._jumping = _Selector()
        super().__init__(self._jumping)
        self.names = {"telegram.test": "127.0.0.1"}

    def time(self) -> float:
        return self._jumping.passed_s

    async def getaddrinfo(self, host: Any, port: Any, **_: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in self.names:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (self.names[name], int(port)))]


class LoopClock:
    """The shell's clock over the loop's time."""

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=asyncio.get_running_loop().time())


def loop() -> VirtualLoop:
    """The loop that runs."""
    running = asyncio.get_running_loop()
    assert isinstance(running, VirtualLoop)
    return running


def run_virtually(work: Coroutine[Any, Any, T]) -> T:
    """Runs it to its end; a deadlock raises."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
