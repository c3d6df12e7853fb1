"""What the doctor finds out about Telegram, each finding a sentence with what to do."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from adapters.findings import Finding, Outcome
from adapters.telegram.checks import findings
from adapters.telegram.client import system_clock
from tests.servers.telegram import TelegramServer
from tests.telegram.small_shell import Shell, platform_of, running


async def found(
    server: TelegramServer, token: str = "", skew: timedelta = timedelta(), watch_s: int = 0
) -> dict[str, Finding]:
    """The findings by what was looked at; `skew`: how far this machine's clock is off."""
    found = await findings(
        token=token or server.token,
        base_url=server.base_url,
        now=lambda: system_clock() + skew,
        watch_s=watch_s,
    )
    return {finding.what: finding for finding in found}


async def test_a_sound_bot_has_nothing_to_do(server: TelegramServer) -> None:
    assert {what: finding.outcome for what, finding in (await found(server)).items()} == dict.fromkeys(
        ("token", "privacy mode", "clock", "updates"), Outcome.OK
    )


async def test_a_wrong_token_is_a_problem_and_is_not_repeated(server: TelegramServer) -> None:
    wrong = "6000000001:" + "B" * 35
    results = await found(server, token=wrong)
    assert [(what, finding.outcome) for what, finding in results.items()] == [("token", Outcome.PROBLEM)]
    assert wrong not in str(results)


async def test_a_server_that_is_away_is_a_problem(server: TelegramServer) -> None:
    await server.goes_down()
    results = await found(server)
    assert [(what, finding.outcome) for what, finding in results.items()] == [("telegram", Outcome.PROBLEM)]


async def test_privacy_mode_is_a_warning_that_says_how_to_end_it(server: TelegramServer) -> None:
    server.world.reads_all = False
    finding = (await found(server))["privacy mode"]
    assert (finding.outcome, "/setprivacy" in finding.sentence) == (Outcome.WARNING, True)


async def test_a_clock_that_is_off_is_a_problem(server: TelegramServer) -> None:
    assert (await found(server, skew=timedelta(minutes=5)))["clock"].outcome is Outcome.PROBLEM


async def test_another_poller_is_a_warning(server: TelegramServer) -> None:
    shell = Shell()
    async with running(platform_of(server), shell):
        await server.until(lambda: server.updates.is_polled)
        results = await asyncio.wait_for(found(server, watch_s=2), 5)
    assert results["updates"].outcome is Outcome.WARNING


async def test_checking_confirms_no_update(server: TelegramServer) -> None:
    ana = server.user("Ana")
    await server.says(ana, ana, "hello")
    await found(server)
    assert server.unconfirmed == 1


def test_the_clock_of_this_machine_is_aware() -> None:
    assert abs(system_clock() - datetime.fromtimestamp(0, UTC)) > timedelta(days=365)
