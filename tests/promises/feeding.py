"""The platform's side: feeds a script to lives of the bot, feeds again what was not confirmed, and kills."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from tests.promises.script import Line, Step

ROOT = Path(__file__).parents[2]
POINTS = ("open", "began", "committing", "committed", "sending", "sent", "was sent")
PATIENCE_S = 60.0
LONGEST_LIFE_S = 0.2


class Killed(Exception):
    """This life is over."""


@dataclass(slots=True)
class History:
    """What the platform knows at the end."""

    sent: list[Line] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    """By the point that was passed last."""
    fed_twice: int = 0

    @property
    def killed(self) -> int:
        return sum(self.kills.values())


class Nursery:
    """The process that forks lives; imports are paid once."""

    def __init__(self, folder: Path) -> None:
        self._address = str(folder / "door")
        command = [sys.executable, "-m", "tests.promises.child", self._address]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)

    def __enter__(self) -> Nursery:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    @contextmanager
    def life(self, database: Path) -> Iterator[Connection]:
        """A started bot on the other end of a connection."""
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(self._address)
            link.setblocking(False)
            connection = Connection(link)
            connection.say({"database": str(database)})
            yield connection


class Connection:
    """Lines to and from one life, and the moment at which it is killed."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._rest = b""
        self._lines: list[Line] = []
        self.pid = 0
        self.kill_at: float | None = None
        self.last_point = "starting"

    def say(self, line: Line) -> None:
        self._link.setblocking(True)
        try:
            self._link.sendall(json.dumps(line).encode() + b"\n")
        except OSError:
            raise Killed from None
        finally:
            self._link.setblocking(False)

    def lines(self) -> Iterator[Line]:
        """What it says, until it is over. Kills it when its moment has come."""
        patience = time.monotonic() + PATIENCE_S
        while True:
            if self.kill_at is not None and time.monotonic() >= self.kill_at and self.pid:
                os.kill(self.pid, signal.SIGKILL)
                self.kill_at = None
                yield {"killed": True}
            if self._lines:
                yield self._heard(self._lines.pop(0))
                continue
            if time.monotonic() > patience:
                raise AssertionError(f"a life is stuck after “{self.last_point}”")
            if not self._listen():
                return

    def _heard(self, line: Line) -> Line:
        self.pid = line.get("pid", self.pid)
        self.last_point = line.get("point", "sent" if "sent" in line else self.last_point)
        return line

    def _listen(self) -> bool:
        try:
            said = self._link.recv(65536)
        except BlockingIOError:
            wait_s = 1.0 if self.kill_at is None else max(self.kill_at - time.monotonic(), 0)
            select.select([self._link], [], [], wait_s)
            return True
        except ConnectionResetError:
            return False
        *whole, self._rest = (self._rest + said).split(b"\n")
        self._lines += [json.loads(line) for line in whole]
        return bool(said)

    def finish(self) -> None:
        """Lets it close its store and go."""
        self._link.shutdown(socket.SHUT_WR)
        for _ in self.lines():
            pass


class Feeder:
    """Feeds one script to one database, killing at random points as often as it was told."""

    def __init__(self, nursery: Nursery, database: Path, script: list[Step], seed: int) -> None:
        self._nursery = nursery
        self._database = database
        self._script = script
        self._dice = random.Random(seed)
        self._confirmed: set[str] = set()
        self._old: list[Line] = []
        self._position = 0
        self._clocks = 0
        self._awaited = ""
        self._passes = 0
        self.history = History()

    def feed(self, kills: int) -> History:
        """Until every update is confirmed and so many lives were killed."""
        while self._position < len(self._script):
            with self._nursery.life(self._database) as life:
                self._passes = 0
                try:
                    doomed = self.history.killed < kills
                    if doomed:
                        self._plan_the_end(life)
                    self._feed_rest(life, doomed=doomed)
                    life.finish()
                except Killed:
                    self.history.kills[life.last_point] += 1
        return self.history

    def _plan_the_end(self, life: Connection) -> None:
        """By the clock from its start, or a random moment after it passed a point for the nth time."""
        life.kill_at = time.monotonic() + self._dice.random() * LONGEST_LIFE_S
        if self._dice.random() < 0.8:
            life.kill_at = time.monotonic() + LONGEST_LIFE_S
            self._awaited = self._dice.choice(POINTS)
            rare = self._awaited in ("open", "sending", "sent", "was sent")
            self._passes = 1 if rare else self._dice.randint(1, 5)

    def _feed_rest(self, life: Connection, *, doomed: bool) -> None:
        """Feeds the steps that are left, in their order; old ones again while it is doomed. Raises Killed."""
        heard = life.lines()
        while self._position < len(self._script):
            step = self._script[self._position]
            self._pass_time(life, heard, step)
            self._feed_step(life, heard, step)
            self._old += step.lines()
            if step is self._script[-1]:
                self._pass_time(life, heard, step)  # and everything is sent
                while doomed:
                    self._perhaps_again(life)
                    self._pass_time(life, heard, step)
            self._position += 1

    def _pass_time(self, life: Connection, heard: Iterator[Line], step: Step) -> None:
        self._clocks += 1
        life.say({"clock": step.at.isoformat(), "id": f"clock {self._clocks}"})
        self._until_confirmed(life, heard, {f"clock {self._clocks}"})

    def _feed_step(self, life: Connection, heard: Iterator[Line], step: Step) -> None:
        """Couples side by side in random order, each one's updates in theirs; old updates in between."""
        waiting = {
            chat: left
            for chat, acts in step.acts.items()
            if (left := [act for act in acts if act["id"] not in self._confirmed])
        }
        while waiting:
            chats = list(waiting)
            self._dice.shuffle(chats)
            for chat in chats:
                self._perhaps_again(life)
                life.say(waiting[chat][0])
            self._until_confirmed(life, heard, {acts[0]["id"] for acts in waiting.values()})
            waiting = {chat: acts[1:] for chat, acts in waiting.items() if acts[1:]}

    def _perhaps_again(self, life: Connection) -> None:
        if self._old and self._dice.random() < 0.3:
            self.history.fed_twice += 1
            life.say(self._dice.choice(self._old[-40:]))

    def _until_confirmed(self, life: Connection, heard: Iterator[Line], wanted: set[str]) -> None:
        killed = False
        for line in heard:
            killed = killed or "killed" in line
            if "sent" in line:
                self.history.sent.append(line)
            if "confirmed" in line and not (killed and self._dice.random() < 0.5):
                self._confirmed.add(line["confirmed"])  # else the confirmation was lost with its sender
            self._perhaps_kill_soon(life, line)
            if not killed and wanted <= self._confirmed:
                return
        if not killed:
            raise AssertionError("a life ended by itself")
        raise Killed

    def _perhaps_kill_soon(self, life: Connection, line: Line) -> None:
        passed = line.get("point", "sent" if "sent" in line else "")
        if not self._passes or passed != self._awaited:
            return
        self._passes -= 1
        if self._passes == 0:
            life.kill_at = time.monotonic() + self._dice.random() ** 2 * 0.004
