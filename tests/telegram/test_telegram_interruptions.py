"""The client keeps receiving from a loopback Telegram through faults, and ends on a refused token."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from structlog.testing import capture_logs

from adapters.errors import TokenRefused
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_faults import (
    DropsBeforeAcceptance,
    Fault,
    FloodWait,
    GarbageBody,
    HalfOpen,
    ServerError,
)
from tests.servers.telegram_model import User
from tests.telegram.small_shell import Shell, platform_of, running

CANARY = "canary: I never told anyone"


@pytest.mark.parametrize(
    "fault", [DropsBeforeAcceptance(), ServerError(502), GarbageBody(), FloodWait(1), HalfOpen()], ids=repr
)
async def test_a_broken_poll_is_asked_again(
    server: TelegramServer, shell: Shell, ana: User, fault: Fault
) -> None:
    server.breaks_next("getUpdates", fault)
    async with running(platform_of(server), shell):
        await server.says(ana, ana, "hello")
        await server.until_confirmed()
    assert shell.said == ["hello"]


async def test_a_wedged_poll_is_cancelled_and_its_connection_made_anew(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    server.breaks_next("getUpdates", HalfOpen())
    client = platform_of(server)
    with capture_logs() as lines:
        async with running(client, shell):
            await server.says(ana, ana, "hello")
            await server.until_confirmed()
    assert (shell.said, client.silent_s < 1) == (["hello"], True)
    assert [line["event"] for line in lines] == ["connected", "poll_failed", "poll_stalled"]


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


@pytest.mark.usefixtures("platform")
async def test_another_poller_is_told_as_a_warning_and_outlasted(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    with capture_logs() as lines:
        async with httpx.AsyncClient() as other:
            await other.post(f"{server.base_url}{server.token}/getUpdates")
        await server.says(ana, ana, "hello")
        await server.until_confirmed()
    assert [(line["event"], type(line["error"]).__name__) for line in lines] == [("poll_failed", "Conflict")]
    assert shell.said == ["hello"]


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
