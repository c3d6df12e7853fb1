"""Polls that hang, hours of them in moments: noticed from outside, and the connection made anew in time.

The real client, the real library and a real server, over real sockets, in a loop whose time jumps.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from adapters.findings import Outcome
from adapters.telegram.client import TelegramPlatform
from tests.cases import cases
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_faults import Drips, DropsBeforeAcceptance, Fault, HalfOpen, ServerError
from tests.servers.virtual import loop, run_virtually
from tests.telegram.small_shell import Shell, running

NOTICED_S = 150.0
"""What the issue promises."""
FOR_EVER = 10_000


@dataclass(slots=True)
class Evening:
    """A client with Telegram's own patience, and what its operator was told."""

    server: TelegramServer
    platform: TelegramPlatform
    shell: Shell
    told: list[str] = field(default_factory=list)

    async def hears(self, text: str) -> float:
        """Somebody writes: after how many seconds it is committed."""
        before = loop().time()
        ana = self.server.user("Ana")
        await self.server.says(ana, ana, text)
        await self.server.until(lambda: text in self.shell.said, 10 * NOTICED_S)
        return loop().time() - before

    async def rebuilds(self) -> float:
        """After how many seconds the connection was made anew."""
        before, rebuilt = loop().time(), self.platform.rebuilt
        while self.platform.rebuilt == rebuilt:
            assert loop().time() - before < 10 * NOTICED_S
            await asyncio.sleep(1)
        return loop().time() - before


@asynccontextmanager
async def an_evening() -> AsyncIterator[Evening]:
    async with TelegramServer() as server:
        told: list[str] = []
        platform = TelegramPlatform(
            token=server.token,
            base_url=f"http://telegram.test:{server.port}/bot",
            seconds=loop().time,
            tell=told.append,
        )
        evening = Evening(server, platform, Shell(), told)
        async with running(platform, evening.shell):
            await evening.hears("good evening")
            yield evening


def wedge(evening: Evening, fault: Fault) -> None:
    """Every poll from now on meets it."""
    evening.server.breaks_next("getUpdates", *[fault] * FOR_EVER)
    evening.server.updates.end_polls()


def heal(evening: Evening) -> None:
    evening.server._faults.clear()


@pytest.mark.parametrize("fault", [HalfOpen(), Drips(), Drips(7.0)], ids=repr)
def test_a_wedged_poll_is_noticed_and_its_connection_made_anew_in_time(fault: Fault) -> None:
    async def story() -> tuple[float, float]:
        async with an_evening() as evening:
            wedge(evening, fault)
            rebuilt_s = await evening.rebuilds()
            heal(evening)
            return rebuilt_s, await evening.hears("and again")

    rebuilt_s, heard_s = run_virtually(story())
    assert rebuilt_s <= NOTICED_S
    assert rebuilt_s + heard_s <= NOTICED_S


def test_a_name_that_nobody_knows_is_asked_for_again_until_somebody_does() -> None:
    async def story() -> tuple[float, float, list[str]]:
        async with an_evening() as evening:
            names = dict(loop().names)
            loop().names.clear()
            await evening.server.goes_down()
            rebuilt_s = await evening.rebuilds()
            await asyncio.sleep(3600)
            loop().names.update(names)
            await evening.server.comes_back()
            return rebuilt_s, await evening.hears("after the hour"), evening.told

    rebuilt_s, heard_s, told = run_virtually(story())
    assert rebuilt_s <= NOTICED_S
    assert heard_s <= NOTICED_S
    assert [sentence.partition(" has ")[0] for sentence in told] == [
        "Telegram",
        "Updates from Telegram come again.",
    ]


def test_a_pool_whose_only_connection_leaked_is_left_behind() -> None:
    """python-telegram-bot's deafness of 18 hours: each poll ends in a time-out of the pool."""

    async def story() -> tuple[float, float]:
        async with an_evening() as evening:
            evening.server.updates.end_polls()
            client = evening.platform._polls._connections._pool._client  # what leaks lies this deep
            evening.server.breaks_next("getMe", HalfOpen())
            address = f"{evening.server.base_url}{evening.server.token}/getMe"
            leaked = asyncio.create_task(client.post(address, timeout=None))
            rebuilt_s = await evening.rebuilds()
            heard_s = await evening.hears("and again")
            leaked.cancel()
            await asyncio.gather(leaked, return_exceptions=True)
            return rebuilt_s, heard_s

    rebuilt_s, heard_s = run_virtually(story())
    assert rebuilt_s + heard_s <= NOTICED_S


def test_a_line_that_works_is_left_alone() -> None:
    async def story() -> tuple[int, list[str]]:
        async with an_evening() as evening:
            await asyncio.sleep(3600)
            return evening.platform.rebuilt, evening.told

    assert run_virtually(story()) == (0, [])


def test_a_shell_that_takes_long_is_no_trouble_of_the_line() -> None:
    async def story() -> tuple[int, list[str]]:
        async with an_evening() as evening:
            evening.shell.open.clear()
            ana = evening.server.user("Ana")
            await evening.server.says(ana, ana, "wait")
            await asyncio.sleep(600)
            assert "wait" not in evening.shell.said
            evening.shell.open.set()
            await evening.server.until(lambda: "wait" in evening.shell.said, NOTICED_S)
            return evening.platform.rebuilt, evening.told

    assert run_virtually(story()) == (0, [])


def test_an_operator_who_cannot_be_told_ends_no_watch() -> None:
    """Whatever `tell` meets: nobody else notices a second wedged poll."""

    def tell(_sentence: str) -> None:
        raise ValueError("canary")

    async def story() -> tuple[float, str]:
        async with an_evening() as evening:
            evening.platform._line._tell = tell
            with capture_logs() as lines:
                wedge(evening, HalfOpen())
                await evening.rebuilds()
                return await evening.rebuilds(), str(lines)

    rebuilt_s, lines = run_virtually(story())
    assert rebuilt_s <= NOTICED_S
    assert "ValueError" in lines
    assert "canary" not in lines


def test_silence_shows_in_the_operators_view_and_in_the_log() -> None:
    async def story() -> tuple[list[Outcome], list[Outcome], list[str]]:
        async with an_evening() as evening:
            with capture_logs() as lines:
                before = [finding.outcome for finding in evening.platform.health()]
                wedge(evening, HalfOpen())
                await asyncio.sleep(NOTICED_S)
                during = [finding.outcome for finding in evening.platform.health()]
                heal(evening)
                await evening.hears("and again")
            return before, during, [line["event"] for line in lines if line["log_level"] != "debug"]

    before, during, events = run_virtually(story())
    assert (before, during) == ([Outcome.OK], [Outcome.WARNING, Outcome.PROBLEM])
    assert events[0] == "poll_failed"
    assert (events.count("poll_stalled"), events.count("poll_resumed")) == (1, 1)


# A connection that was given up while it was being made is closed when it is collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("seed", range(cases(5)))
def test_whatever_polls_meet_an_update_is_heard_within_the_promise_once_the_line_is_back(seed: int) -> None:
    async def story() -> float:
        dice = random.Random(seed)
        async with an_evening() as evening:
            faults = dice.choices((HalfOpen(), Drips(3.0), ServerError(502), DropsBeforeAcceptance()), k=9)
            evening.server.breaks_next("getUpdates", *faults)
            await asyncio.sleep(dice.randrange(300))
            heal(evening)
            return await evening.hears("after all")

    assert run_virtually(story()) <= NOTICED_S
