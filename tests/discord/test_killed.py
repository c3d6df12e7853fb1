"""The whole bot as a process of its own, killed with SIGKILL while people talk and while they go on.

ATTUNE_TEST_CASES=50 python -m pytest tests/discord/test_killed.py
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from tests.cases import cases
from tests.discord.on_sockets import Evening, evening
from tests.servers.discord_loopback import until
from tests.stories.backstage import KEY, OPERATOR

ROOT = Path(__file__).parents[2]
START_S = 60.0
KEPT = 64
"""So many of the newest messages a chat knows the authors of."""


@asynccontextmanager
async def process(it: Evening, database: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """`attune run`, until it is killed at the end."""
    settings = {
        "ATTUNE_DISCORD__TOKEN": "made-up",
        "ATTUNE_DISCORD__API_URL": it.server.api_url,
        "ATTUNE_DISCORD__PASSIVE_LISTENING": "true",
        "ATTUNE_OPERATOR__NAME": OPERATOR,
        "ATTUNE_STORE__PATH": str(database),
        "ATTUNE_STORE__KEY": KEY.hex(),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ATTUNE_")}
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=kept | settings, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        running.send_signal(signal.SIGKILL)
        await running.wait()


async def says(it: Evening, said: list[str], count: int, pause_s: float) -> None:
    for _ in range(count):
        who = (it.ana, it.ben)[len(said) % 2]
        said.append(it.server.world.says(who, it.us, f"word {len(said)}"))
        await asyncio.sleep(pause_s)


@pytest.mark.slow
async def test_killed_past_the_resume_window_every_surviving_message_counts_once(tmp_path: Path) -> None:
    database, random, said = tmp_path / "attune.db", Random(3), list[str]()
    async with evening(database) as it:
        await it.is_killed()
        for _ in range(cases(1)):
            it.server.gateway.expire()
            await says(it, said, random.randrange(1, 8), 0.0)
            if random.random() < 0.3:
                it.server.world.deletes(it.us, said.pop())
            it.server.gateway.identifies.clear()
            async with process(it, database):
                await until(lambda: bool(it.server.gateway.identifies), START_S)
                await says(it, said, random.randrange(1, 8), random.random() / 20)
        it.server.gateway.expire()
        await says(it, said, 5, 0.0)
        await it.starts()
        await it.is_counted_past(said[-1])
        assert await it.heard() == said[-KEPT:]
        counted = (await it.chat()).turn_counts
        assert sum(counted.values()) in {len(said) - 1, len(said)}  # the last turn may still be open
