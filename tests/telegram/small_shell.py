"""A small shell behind the client: remembers ids, commits in memory, and fails when a test asks it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from adapters.telegram.buckets import Limit, Limits, Pace
from adapters.telegram.client import TelegramPlatform, system_clock
from adapters.telegram.polling import Timing
from config.wording import wording
from core.ids import UpdateId
from core.inbound import Commanded, Posted, Update
from core.ports import StoreFailed
from core.screens.menu import menu
from tests.servers.telegram import TelegramServer

FAST = Timing(poll_s=1, margin_s=0.3, call_s=0.4, first_backoff_s=0.02, last_backoff_s=0.1, watch_s=0.1)
PLENTY = Limit(10**6, 1.0)


class Shell:
    """What happened, each thing once, in the order of its commits."""

    def __init__(self) -> None:
        self.committed: list[Update] = []
        self.arrived: list[UpdateId] = []
        """Every id that was handed in, a repeated one again."""
        self.fails: Callable[[Update], bool] = lambda _: False
        self.open = asyncio.Event()
        self.open.set()

    async def handle(self, update: Update) -> None:
        self.arrived.append(update.id)
        await self.open.wait()
        if self.fails(update):
            raise StoreFailed("the disk is slow today")
        if all(update.id != earlier.id for earlier in self.committed):
            self.committed.append(update)

    def lets_through(self) -> None:
        """Whoever waits at the closed door goes on; whoever comes later waits."""
        self.open.set()
        self.open.clear()

    @property
    def said(self) -> list[str]:
        """The words of the messages, and the names of the commands."""
        return [said_in(update) for update in self.committed if said_in(update)]


def said_in(update: Update) -> str:
    match update.what:
        case Posted(words=words):
            return words.text
        case Commanded(name=name):
            return f"/{name}"
        case _:
            return ""


def platform_of(
    server: TelegramServer,
    *,
    token: str = "",
    timing: Timing = FAST,
    clock: Callable[[], datetime] = system_clock,
    tell: Callable[[str], None] | None = None,
) -> TelegramPlatform:
    """The client of this server, as fast as it can."""
    return TelegramPlatform(
        token=token or server.token,
        base_url=server.base_url,
        timing=timing,
        pace=Pace(Limits(PLENTY, PLENTY, PLENTY)),
        clock=clock,
        menu=menu(wording()),
        tell=tell,
    )


@asynccontextmanager
async def running(platform: TelegramPlatform, shell: Shell) -> AsyncIterator[asyncio.Task[None]]:
    """Receives while the block runs."""
    receiving = asyncio.create_task(platform.run(shell.handle))
    try:
        yield receiving
    finally:
        receiving.cancel()
        await asyncio.gather(receiving, return_exceptions=True)
        await platform.close()
