"""A child to be killed: the whole bot with its Telegram client, an encrypted file, and the parent's server.

`python -m tests.promises.telegram_child SOCKET` imports everything once, and then forks one life for each
connection, as `child` does. A life is put together as `attune run` puts it together; only its clock is given
by the parent, its reader knows a few plain words, and it does not wait for its turn to send. It tells the
parent the points it passes; whether and when it is killed is the parent's business.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from adapters.storage.sqlcipher import open_store
from adapters.telegram.buckets import Limits, Pace
from adapters.telegram.client import TelegramPlatform
from adapters.telegram.connections import trust
from adapters.telegram.polling import Timing
from bot import logs
from bot.running import Running, assemble, tasks
from config.settings import Operator, Settings
from core.notes import Note, NoteId
from core.screens.model import Screen
from tests.promises.child import KEY, WARM, GivenClock, fork_lives, point_out
from tests.stories.world import WordReader
from tests.telegram.small_shell import PLENTY

TIMING = Timing(poll_s=1, margin_s=5, call_s=5, first_backoff_s=0.02, last_backoff_s=0.1)
IDLE_LOOK_S = 0.003
Tell = Callable[[dict[str, Any]], None]
LAZY = ("httpcore", "anyio._backends._asyncio", "tzdata.zoneinfo", "trio")
"""What the HTTP client imports on its first use; `trio` only where somebody else installed it."""
READY = (WARM, trust(), [import_module(name) for name in LAZY if find_spec(name.partition(".")[0])])
"""What every life would build on its first use."""


class ToldPlatform(TelegramPlatform):
    """Tells the parent which note it is about to show."""

    tell: Tell

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        self.tell({"shows": int(note), "key": to.key})
        return await super().show(note, to, screen, replaces)


async def _settled(running: Running, clock: GivenClock) -> None:
    """Everything that is due is done and said."""
    await running.alarm.ring_now()
    running.courier.look()
    while True:
        due = await running.store.next_note()
        if not running.courier.busy and (due is None or due > clock.now()):
            return
        await asyncio.sleep(IDLE_LOOK_S)


async def _live(connection: socket.socket) -> None:
    reader, writer = await asyncio.open_connection(sock=connection)

    def tell(line: dict[str, Any]) -> None:
        writer.write(json.dumps(line).encode() + b"\n")

    tell({"pid": os.getpid()})
    told = json.loads(await reader.readline())
    clock = GivenClock(datetime.fromisoformat(told["clock"]))
    store = await open_store(Path(told["database"]), KEY)
    point_out(store, tell)
    pace = Pace(Limits(PLENTY, PLENTY, PLENTY))
    platform = ToldPlatform(
        token=told["token"], base_url=told["base_url"], timing=TIMING, pace=pace, clock=clock.now
    )
    platform.tell = tell
    settings = Settings(operator=Operator(name="Olga"))
    running = assemble(store, KEY, settings, {"telegram": platform}, clock, reader=WordReader())
    async with tasks(running) as group:
        receiving = group.create_task(platform.run(running.inbox.handle))
        while line := await reader.readline():
            asked = json.loads(line)
            clock.at = datetime.fromisoformat(asked["clock"])
            if asked["settle"]:
                await _settled(running, clock)
            tell({"settled": asked["id"]})
        receiving.cancel()
    await platform.close()
    await store.close()
    writer.close()
    await writer.wait_closed()


if __name__ == "__main__":
    logs.install("DEBUG")
    fork_lives(sys.argv[1], _live)
