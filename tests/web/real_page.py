"""The page over the real shell, in a thread of its own, with a clock that only the page moves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from adapters.storage.sqlcipher import SqlCipherStore, open_store
from adapters.web import MovableClock, WebPlatform
from bot.running import Running, assemble
from bot.stage import Stage
from config.settings import Operator, Settings
from core.ports import Platform, Reader

WAIT_S = 60.0
T = TypeVar("T")


@dataclass(slots=True)
class RealPage:
    """A running page and the shell behind it. Its courier and alarm are moved by `settles`, as in stories."""

    page: WebPlatform
    running: Running
    store: SqlCipherStore
    clock: MovableClock
    _loop: asyncio.AbstractEventLoop

    def inside(self, work: Coroutine[object, object, T]) -> T:
        """Runs something in the shell's own thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT_S)

    def settles(self) -> int:
        """Brings out every note that is due; returns the version of what the page then shows."""

        async def deliver() -> int:
            while await self.running.courier.bring():
                pass
            return self.page.version

        return self.inside(deliver())


@contextmanager
def real_page(database: Path, key: bytes, begins: datetime, reader: Reader) -> Iterator[RealPage]:
    """At `begins` (aware) the page's clock stands still until somebody moves it."""
    given: list[tuple[RealPage, asyncio.Event]] = []
    started = threading.Event()

    async def life() -> None:
        clock = MovableClock(lambda: begins)
        stage = Stage("127.0.0.1", 0, clock)
        store = await open_store(database, key)
        try:
            platforms: dict[str, Platform] = {}
            settings = Settings(operator=Operator(name="Olga"))
            running = assemble(store, key, settings, platforms, clock, reader=reader)
            page = await stage.build(running)
            assert isinstance(page, WebPlatform)
            platforms[page.name] = page
            serving = asyncio.create_task(page.run(running.inbox.handle))
            await stage.address()
            stop = asyncio.Event()
            given.append((RealPage(page, running, store, clock, asyncio.get_running_loop()), stop))
            started.set()
            await stop.wait()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        finally:
            await store.close()

    thread = threading.Thread(target=lambda: asyncio.run(life()))
    thread.start()
    try:
        assert started.wait(WAIT_S), "the page did not start"
        yield given[0][0]
    finally:
        if given:
            page, stop = given[0]
            page._loop.call_soon_threadsafe(stop.set)
        thread.join(WAIT_S)
