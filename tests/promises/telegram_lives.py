"""Lives of the bot that end badly, and the Telegram that outlives them.

After each end Telegram gives again what was not confirmed, in another order of the chats, and now and then
something that was confirmed long ago.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.promises.feeding import ROOT
from tests.promises.telegram_child import Tell
from tests.servers.telegram import TelegramServer

Line = dict[str, Any]
STORE_POINTS = ("began", "committing", "committed")
CALL_POINTS = tuple(
    f"{stage} {method}"
    for method in ("sendMessage", "copyMessage", "getUpdates", "answerCallbackQuery", "editMessageText")
    for stage in ("asked", "accepted")
)
PATIENCE_S = 60.0
FIRST_MESSAGE = 5_000_001
"""Message ids begin here, so that they are no other number."""
OLD = 40
"""So many of the newest confirmed updates may be given again."""


class WatchedTelegram(TelegramServer):
    """Tells what was asked of it, and remembers every update it ever had."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        super().__init__(clock=lambda: self.at)
        self.world._shared_ids = itertools.count(FIRST_MESSAGE)
        self.tell: Tell = lambda line: None
        self.every: dict[int, Line] = {}
        self.came_at: dict[int, datetime] = {}

    async def _accept(self, method: str, wire: Line) -> web.Response:
        self.tell({"point": f"asked {method}"})
        answer = await super()._accept(method, wire)
        self.tell({"point": f"accepted {method}"})
        return answer

    def remember(self) -> None:
        for update in self.updates.pending:
            self.every.setdefault(update["update_id"], update)
            self.came_at.setdefault(update["update_id"], self.at)

    def gives_again(self, dice: random.Random) -> int:
        """Mixes what waits, each chat's updates in their order, with a few old ones. How many those are."""
        self.remember()
        old = [self.every[number] for number in sorted(self.every)[-OLD:]]
        again = [u for u in old if u not in self.updates.pending and dice.random() < 0.1]
        lanes: dict[str, list[Line]] = {}
        for update in (*again, *self.updates.pending):
            lanes.setdefault(_chat_of(update), []).append(update)
        mixed: list[Line] = []
        while lanes:
            chat = dice.choice(sorted(lanes))
            mixed.append(lanes[chat].pop(0))
            if not lanes[chat]:
                del lanes[chat]
        self.updates.pending[:] = mixed
        return len(again)


def _chat_of(update: Line) -> str:
    payload = next(value for name, value in update.items() if name != "update_id")
    return str(payload.get("message", payload).get("chat", {}).get("id"))


@dataclass(slots=True)
class History:
    """What Telegram and the nursery know at the end."""

    kills: Counter[str] = field(default_factory=Counter)
    """By the point that was passed last."""
    shown: Counter[int] = field(default_factory=Counter)
    """How often a note was about to be shown."""
    keys: Counter[str] = field(default_factory=Counter)
    given_again: int = 0
    steps: int = 0


class Life:
    """One start of the bot."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, history: History) -> None:
        self._reader, self._writer, self._history = reader, writer, history
        self.pid = 0
        self.last = "starting"
        self.over = asyncio.Event()
        self._await: tuple[str, int] | None = None
        self._settled: dict[str, asyncio.Event] = {}
        self._listening = asyncio.create_task(self._listen())

    def doom(self, point: str, times: int) -> None:
        """It dies when it passes that point for the nth time."""
        self._await = (point, times)

    def doom_in(self, seconds: float) -> None:
        """It dies then, wherever it is."""
        asyncio.get_running_loop().call_later(seconds, self.kill)

    def kill(self) -> None:
        if self.pid and not self.over.is_set():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def passes(self, line: Line) -> None:
        """It told something, or Telegram told something of it."""
        self.pid = line.get("pid", self.pid)
        self.last = line.get("point", self.last)
        if "shows" in line:
            self._history.shown[line["shows"]] += 1
            if line["key"] is not None:
                self._history.keys[line["key"]] += 1
        if "settled" in line and line["settled"] in self._settled:
            self._settled[line["settled"]].set()
        if self._await is not None and line.get("point") == self._await[0]:
            point, times = self._await
            self._await = (point, times - 1)
            if times == 1:
                self.kill()

    async def sees(self, at: datetime) -> bool:
        """Its clock shows that time, whatever is due then; False when it died before."""
        return await self._told({"clock": at.isoformat(), "id": f"seen {at.isoformat()}", "settle": False})

    async def settles(self, at: datetime, name: str) -> bool:
        """It is that time, and everything due is done; False when it died before."""
        return await self._told({"clock": at.isoformat(), "id": name, "settle": True})

    async def _told(self, line: Line) -> bool:
        settled = self._settled[line["id"]] = asyncio.Event()
        with suppress(ConnectionError):
            self._writer.write(json.dumps(line).encode() + b"\n")
            await self._writer.drain()
        return await self.unless_over(settled)

    async def unless_over(self, event: asyncio.Event) -> bool:
        waits = [asyncio.create_task(event.wait()), asyncio.create_task(self.over.wait())]
        done, _ = await asyncio.wait(waits, timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        assert done, f"a life is stuck after “{self.last}”"
        return event.is_set()

    async def ends(self) -> None:
        """Lets it go, and waits until it is gone."""
        with suppress(OSError):
            self._writer.write_eof()
        await self._listening

    async def _listen(self) -> None:
        with suppress(ConnectionError):
            while line := await self._reader.readline():
                self.passes(json.loads(line))
        self.over.set()
        self._writer.close()


class Nursery:
    """The process that forks lives, and the folder of their database."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.database, self._door = folder / "attune.db", str(folder / "door")
        command = [sys.executable, "-m", "tests.promises.telegram_child", self._door]
        with log.open("wb") as errors:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    async def life(self, server: WatchedTelegram, history: History) -> Life:
        reader, writer = await asyncio.open_unix_connection(self._door)
        told = {"database": str(self.database), "base_url": server.base_url, "token": server.token}
        writer.write(json.dumps({**told, "clock": server.at.isoformat()}).encode() + b"\n")
        life = Life(reader, writer, history)
        server.tell = life.passes
        return life
