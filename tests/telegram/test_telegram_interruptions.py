"""The client keeps receiving from a loopback Telegram through faults, and ends on a refused token."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from structlog.testing import capture_logs

from adapters.errors import TokenRefused
from adapters.findings import Outcome
from adapters.telegram.line import OVER, SENTENCES, Trouble
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_faults import (
    Conflicts,
    Drips,
    DropsBeforeAcceptance,
    Fault,
    FloodWait,
    GarbageBody,
    HalfOpen,
    ProxyPage,
    ServerError,
)
from tests.servers.telegram_model import User
from tests.telegram.small_shell import Shell, platform_of, running

CANARY = "canary: I never told anyone"


BROKEN = [
    DropsBeforeAcceptance(),
    ServerError(502),
    GarbageBody(),
    GarbageBody('{"ok": true}'),
    GarbageBody('{"ok": true, "result": {}}'),
    GarbageBody("[" * 5000),
    GarbageBody("[]"),
    FloodWait(1),
    HalfOpen(),
    Drips(0.1),
    ProxyPage(403),
    ProxyPage(404),
    ProxyPage(401),
    Conflicts(webhook=True),
]


@pytest.mark.parametrize("fault", BROKEN, ids=lambda fault: repr(fault)[:40])
async def test_a_broken_poll_is_asked_again(
    server: TelegramServer, shell: Shell, ana: User, fault: Fault
) -> None:
    server.breaks_next("getUpdates", fault)
    async with running(platform_of(server), shell):
        await server.says(ana, ana, "hello")
        await server.until_confirmed()
    assert shell.said == ["hello"]


@pytest.mark.parametrize("fault", BROKEN, ids=lambda fault: repr(fault)[:40])
async def test_a_broken_start_begins_again(
    server: TelegramServer, shell: Shell, ana: User, fault: Fault
) -> None:
    for method in ("getMe", "deleteWebhook", "setMyCommands"):
        server.breaks_next(method, fault)
    async with running(platform_of(server), shell):
        await server.says(ana, ana, "hello")
        await server.until_confirmed(10)
    assert shell.said == ["hello"]


async def test_polls_that_stay_wedged_get_a_connection_made_anew(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    server.breaks_next("getUpdates", *[HalfOpen()] * 3)
    told: list[str] = []
    client = platform_of(server, tell=told.append)
    with capture_logs() as lines:
        async with running(client, shell):
            await server.says(ana, ana, "hello")
            await server.until_confirmed(10)
    assert (shell.said, client.silent_s < 1, client.rebuilt > 0) == (["hello"], True, True)
    events = [line["event"] for line in lines]
    assert (events[:2], events.count("poll_stalled")) == (["connected", "poll_failed"], 1)
    assert told == [SENTENCES[Trouble.STALLED], OVER]


@pytest.mark.usefixtures("platform")
async def test_a_server_that_was_away_is_found_again(server: TelegramServer, shell: Shell, ana: User) -> None:
    await server.goes_down()
    await asyncio.sleep(0.1)
    await server.comes_back()
    await server.says(ana, ana, "hello")
    await server.until_confirmed()
    assert shell.said == ["hello"]


async def test_a_start_without_a_server_waits_for_it(server: TelegramServer, shell: Shell, ana: User) -> None:
    await server.goes_down()
    async with running(platform_of(server), shell):
        await asyncio.sleep(0.1)
        await server.comes_back()
        await server.says(ana, ana, "hello")
        await server.until_confirmed()
    assert shell.said == ["hello"]


async def test_another_poller_is_told_once_and_outlasted(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    told: list[str] = []
    async with running(platform_of(server, tell=told.append), shell):
        await server.until(lambda: server.updates.is_polled)
        with capture_logs() as lines:
            async with httpx.AsyncClient() as other:
                for _ in range(5):
                    await other.post(f"{server.base_url}{server.token}/getUpdates")
                    await asyncio.sleep(0.1)
            await server.says(ana, ana, "hello")
            await server.until_confirmed()
    assert len([r for r in server.refusals if r.code == 409]) > 2
    assert [(line["event"], line["log_level"]) for line in lines] == [("other_poller", "warning")]
    assert told == [SENTENCES[Trouble.OTHER_POLLER]]
    assert shell.said == ["hello"]


async def test_a_webhook_of_somebody_else_is_told_once_and_left_to_them(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    told: list[str] = []
    client = platform_of(server, tell=told.append)
    async with running(client, shell):
        await server.until(lambda: server.updates.is_polled)
        removed = len(server.calls_of("deleteWebhook"))
        server.breaks_next("getUpdates", *[Conflicts(webhook=True)] * 4)
        await server.says(ana, ana, "hello")
        await server.until(lambda: told)
        during = [finding.outcome for finding in client.health()]
        await server.says(ana, ana, "and again")
        await server.until_confirmed()
        after = [finding.outcome for finding in client.health()]
    assert told == [SENTENCES[Trouble.WEBHOOK], OVER]
    assert (during, after) == ([Outcome.OK, Outcome.PROBLEM], [Outcome.OK])
    assert len(server.calls_of("deleteWebhook")) == removed
    assert shell.said == ["hello", "and again"]


@pytest.mark.parametrize("token", ["6000000001:" + "B" * 35, "no-token"])
async def test_a_wrong_token_ends_the_run_with_a_sentence_that_does_not_hold_it(
    server: TelegramServer, shell: Shell, token: str
) -> None:
    client = platform_of(server, token=token)
    with pytest.raises(TokenRefused) as caught:
        await client.run(shell.handle)
    await client.close()
    said = f"{caught.value}{caught.value.__cause__}{caught.value.__context__}"
    assert token not in said


async def test_a_token_that_is_revoked_ends_the_run(server: TelegramServer, shell: Shell) -> None:
    async with running(platform_of(server), shell) as receiving:
        await server.until(lambda: server.updates.is_polled)
        server.token = "6000000001:" + "N" * 35
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(receiving, 5)


async def test_no_line_of_ours_holds_a_word_or_the_token(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    shell.fails = lambda update: len(shell.arrived) < 2
    server.breaks_next("getUpdates", GarbageBody(), ServerError())
    with capture_logs() as lines:
        async with running(platform_of(server), shell):
            await server.says(ana, ana, CANARY)
            await server.until_confirmed()
    known = {"connected", "poll_failed", "poll_stalled", "update_failed"}
    assert {line["event"] for line in lines} <= known
    assert CANARY not in str(lines)
    assert server.token not in str(lines)
