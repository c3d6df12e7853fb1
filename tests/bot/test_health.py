"""How the operator sees a running bot: through the socket beside its database, and in what doctor says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.findings import Finding, Outcome, ok, problem
from adapters.storage.memory import MemoryStore
from adapters.telegram.line import SENTENCES, Trouble
from bot import control, doctor
from bot.health import health_of_running
from bot.running import assemble
from config.settings import Settings, Store, Telegram
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_faults import Conflicts
from tests.stories.world import HandClock, ToyPlatform, WordReader
from tests.telegram.small_shell import Shell, platform_of, running


@dataclass(slots=True)
class WatchedPlatform(ToyPlatform):
    """Says what it was told to say."""

    found: list[Finding] = field(default_factory=list)

    def health(self) -> Sequence[Finding]:
        return self.found


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "attune.db"


@pytest.fixture
async def watched(database: Path) -> AsyncIterator[WatchedPlatform]:
    """A running bot with one platform that knows how it is, and one that does not."""
    one = WatchedPlatform()
    platforms = {"toy": one, "other": ToyPlatform()}
    bot = assemble(MemoryStore(), bytes(32), Settings(), platforms, HandClock(), reader=WordReader())
    async with control.listening(bot, database):
        yield one


async def test_nothing_is_said_where_nothing_runs(database: Path) -> None:
    assert await health_of_running(database) is None
    probe = doctor.running_probe(Settings(store=Store(path=database)))
    assert probe is not None
    assert await probe() == []


async def test_the_running_bot_says_how_its_platforms_are(database: Path, watched: WatchedPlatform) -> None:
    watched.found += [ok("polling", "Fine."), problem("updates", "Somebody else asks.")]
    assert await health_of_running(database) == watched.found


async def test_doctor_says_what_the_running_bot_says(database: Path, watched: WatchedPlatform) -> None:
    watched.found.append(problem("updates", "Somebody else asks."))
    probe = doctor.running_probe(Settings(store=Store(path=database)))
    assert probe is not None
    assert "Somebody else asks." in doctor.report(await doctor.ask([probe]))


async def test_doctor_does_not_poll_beside_the_bot_that_runs_here(database: Path) -> None:
    async with TelegramServer() as server:
        told: list[str] = []
        client = platform_of(server, tell=told.append)
        platforms = {"telegram": client}
        bot = assemble(MemoryStore(), bytes(32), Settings(), platforms, HandClock(), reader=WordReader())
        async with running(client, Shell()), control.listening(bot, database):
            await server.until(lambda: server.updates.is_polled)
            telegram = Telegram(token=server.token, base_url=server.base_url)
            settings = Settings(store=Store(path=database), telegram=telegram)
            probes = [make(settings) for make in (doctor.running_probe, doctor.telegram_probe)]
            found = await doctor.ask([probe for probe in probes if probe is not None])
            server.breaks_next("getUpdates", Conflicts())
            await server.until(lambda: told)
            after = await health_of_running(database)
    assert {f.what: f.outcome for f in found} == dict.fromkeys(
        ("polling", "token", "privacy mode", "clock"), Outcome.OK
    )
    assert [r for r in server.refusals if r.code == 409][1:] == []
    assert after is not None
    assert after[1] == problem("updates", SENTENCES[Trouble.OTHER_POLLER])
