"""Runs a page in a thread of its own, so that a browser can be driven from a plain test."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from adapters.web import PLACES, MovableClock, Place, WebPlatform
from config.conversations import conversations
from config.wording import wording
from core.screens.menu import menu
from tests.web.fake_shell import FakeShell

START_S = 10


def fake_page(*, places: Sequence[Place] = PLACES, port: int = 0, pause_s: float = 0.02) -> FakeShell:
    """A platform with the fake bot behind it, not yet running."""
    clock = MovableClock()
    shell = FakeShell(clock)
    shell.platform = WebPlatform(
        port=port,
        clock=clock,
        look=shell.look,
        on_clock_moved=shell.on_clock_moved,
        next_due=shell.next_due,
        start_over=shell.start_over,
        conversations=conversations(),
        menu=menu(wording()),
        places=places,
        line_pause_s=pause_s,
    )
    return shell


@contextmanager
def served(make: Callable[[], FakeShell] = fake_page) -> Iterator[tuple[str, FakeShell]]:
    """The address of a running page and the fake bot behind it."""
    started = threading.Event()
    given: dict[str, object] = {}

    async def life() -> None:
        shell = make()
        platform = shell.platform
        assert platform is not None
        stop = asyncio.Event()
        task = asyncio.create_task(platform.run(shell.handle))
        await asyncio.wait_for(platform.ready.wait(), START_S)
        given.update(shell=shell, stop=stop, loop=asyncio.get_running_loop())
        started.set()
        await stop.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(life()))
    thread.start()
    try:
        assert started.wait(START_S), "the page did not start"
        shell = given["shell"]
        assert isinstance(shell, FakeShell)
        assert shell.platform is not None
        yield shell.platform.address, shell
    finally:
        if "stop" in given:
            given["loop"].call_soon_threadsafe(given["stop"].set)  # type: ignore[attr-defined]  # set above
        thread.join(START_S)
