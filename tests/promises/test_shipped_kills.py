"""`attune run` itself, killed with SIGKILL a few times: what `test_telegram_kills` proves of its inside, seen
from outside: the real command, its settings, its reader, its files, and its waits between messages."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.telegram.client import system_clock
from tests.cases import cases
from tests.promises.feeding import ROOT
from tests.promises.rows import dump, integrity
from tests.promises.telegram_lives import WatchedTelegram

KEY = "5e" * 32
KILLS = min(cases(3), 200)
PATIENCE_S = 60.0

pytestmark = pytest.mark.slow


@asynccontextmanager
async def attune(server: WatchedTelegram, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The command, with everything it prints in `folder / "printed"`."""
    settings = {
        "ATTUNE_TELEGRAM__TOKEN": server.token,
        "ATTUNE_TELEGRAM__BASE_URL": server.base_url.removesuffix("/bot"),
        "ATTUNE_STORE__PATH": str(folder / "attune.db"),
        "ATTUNE_STORE__KEY": KEY,
        "ATTUNE_LOG__LEVEL": "DEBUG",
    }
    with (folder / "printed").open("ab") as printed:
        command = (sys.executable, "-m", "bot", "run")
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env={**os.environ, **settings}, stdout=printed, stderr=printed
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def test_the_command_is_killed_and_everybody_is_answered_at_most_once_and_heard_at_least_once(
    tmp_path: Path,
) -> None:
    dice = random.Random(7)
    async with WatchedTelegram(system_clock()) as server:
        people = []
        for kill in range(KILLS):
            doomed = asyncio.Event()
            awaited = dice.choice(("accepted sendMessage", "asked sendMessage", "accepted getUpdates"))

            def tell(line: dict[str, str], awaited: str = awaited, doomed: asyncio.Event = doomed) -> None:
                if line["point"] == awaited:
                    doomed.set()

            async with attune(server, tmp_path) as process:
                await server.until(lambda: server.updates.is_polled or process.returncode, PATIENCE_S)
                server.tell = tell
                for number in range(3):
                    people.append(server.user(f"Person {kill} {number}"))
                    await server.starts(people[-1])
                    server.remember()
                async with asyncio.timeout(PATIENCE_S):
                    await doomed.wait()
                assert process.returncode is None
            server.tell = lambda line: None
            server.gives_again(dice)
            server.updates.is_polled = False
        async with attune(server, tmp_path) as process:
            await server.until_confirmed(PATIENCE_S)
            await asyncio.sleep(2)
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), PATIENCE_S) == 0
        rows = dump(tmp_path / "attune.db", bytes.fromhex(KEY))
        answers = Counter(
            message.chat.id
            for person in people
            for message in server.chat(person).messages
            if message.sender == server.bot
        )
        fates = Counter(row[1] for row in rows["notes"])
        assert len(rows["updates"]) == len(people)
        assert set(fates) <= {"sent", "unknown"}
        assert fates.total() == len(people)
        assert [count for count in answers.values() if count > 1] == []
        assert fates["sent"] <= answers.total() <= fates.total()
        assert integrity(tmp_path / "attune.db", bytes.fromhex(KEY)) == "ok"
        printed = (tmp_path / "printed").read_bytes()
    assert printed
    assert [secret for secret in (server.token, "Person", KEY) if secret.encode() in printed] == []
