"""Faults on demand, and what python-telegram-bot makes of each: the facts a client's retries rest on."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from tests.servers.telegram import ANY, TelegramServer
from tests.servers.telegram_faults import (
    DropsAfterAcceptance,
    DropsBeforeAcceptance,
    Fault,
    FloodWait,
    GarbageBody,
    HalfOpen,
    ServerError,
    TimesOutAfterAcceptance,
)
from tests.servers.telegram_model import User


@pytest.fixture(autouse=True)
def _seconds_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, even the making of `RetryAfter` warns, which is an error here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    short = [HTTPXRequest(read_timeout=0.3, connect_timeout=0.3, pool_timeout=0.3) for _ in range(2)]
    async with Bot(server.token, server.base_url, request=short[0], get_updates_request=short[1]) as client:
        yield client


@pytest.fixture
async def anna(server: TelegramServer) -> User:
    anna = server.user("Anna")
    await server.starts(anna)
    return anna


@pytest.mark.parametrize(
    ("fault", "error", "cause", "arrived"),
    [
        (TimesOutAfterAcceptance(), TimedOut, httpx.ReadTimeout, True),
        (HalfOpen(), TimedOut, httpx.ReadTimeout, False),
        (DropsAfterAcceptance(), NetworkError, httpx.RemoteProtocolError, True),
        (DropsBeforeAcceptance(), NetworkError, httpx.RemoteProtocolError, False),
        (ServerError(accepted=True), NetworkError, None, True),
        (ServerError(502), NetworkError, None, False),
        (GarbageBody(), TelegramError, ValueError, True),
        (FloodWait(9), RetryAfter, None, False),
    ],
    ids=lambda value: repr(value) if isinstance(value, Fault) else "",
)
async def test_a_fault_raises_its_error_and_may_have_taken_effect(
    server: TelegramServer,
    bot: Bot,
    anna: User,
    fault: Fault,
    error: type[TelegramError],
    cause: type[Exception] | None,
    arrived: bool,
) -> None:
    server.breaks_next("sendMessage", fault)
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(anna.id, "a nudge")
    assert (type(caught.value), server.chat(anna).texts[1:]) == (error, ["a nudge"] * arrived)
    assert cause is None or isinstance(caught.value.__cause__, cause)


async def test_flood_control_tells_how_long_to_wait(server: TelegramServer, bot: Bot, anna: User) -> None:
    server.breaks_next("sendMessage", FloodWait(9))
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(anna.id, "a nudge")
    assert caught.value.retry_after == timedelta(seconds=9)


async def test_a_server_that_is_down_provably_received_nothing(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await server.goes_down()
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(anna.id, "a nudge")
    assert isinstance(caught.value.__cause__, httpx.ConnectError)


async def test_a_server_that_comes_back_is_at_the_same_address(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await server.goes_down()
    await server.comes_back()
    await bot.send_message(anna.id, "a nudge")
    assert server.chat(anna).texts[1:] == ["a nudge"]


async def test_an_exhausted_pool_is_told_from_a_read_time_out_by_its_cause(
    server: TelegramServer, anna: User
) -> None:
    narrow = HTTPXRequest(connection_pool_size=1, read_timeout=0.3, pool_timeout=0.05)
    async with Bot(server.token, server.base_url, request=narrow) as bot:
        server.breaks_next("sendMessage", HalfOpen())
        wedged = asyncio.create_task(bot.send_message(anna.id, "first"))
        await server.until(lambda: server.calls_of("sendMessage"))
        with pytest.raises(TimedOut) as caught:
            await bot.send_message(anna.id, "second")
        with pytest.raises(TimedOut):
            await wedged
    assert isinstance(caught.value.__cause__, httpx.PoolTimeout)


async def test_a_half_open_poll_ends_only_by_the_clients_own_time_out(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    server.breaks_next("getUpdates", HalfOpen())
    with pytest.raises(TimedOut):
        await bot.get_updates(timeout=0, read_timeout=0.1)
    assert len(await bot.get_updates()) == 1


async def test_faults_come_in_order_and_any_method_meets_those_for_all(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    server.breaks_next(ANY, ServerError(), ServerError(503))
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.get_me()
    assert (await bot.get_me()).username == "attune_bot"


@pytest.mark.parametrize(
    ("token", "answer"), [("6000000001:" + "B" * 35, "Unauthorized"), ("no-token", "Not Found")]
)
async def test_a_wrong_token_is_an_invalid_token_and_the_error_repeats_it(
    server: TelegramServer, token: str, answer: str
) -> None:
    with pytest.raises(InvalidToken) as caught:
        async with Bot(token, server.base_url):
            pass
    assert (token in str(caught.value), str(caught.value.__cause__)) == (True, answer)


async def test_one_update_that_does_not_parse_costs_get_updates_the_whole_batch_but_not_the_raw_call(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    server.updates.add_raw({"message": {"message_id": 1}})
    with pytest.raises(KeyError):
        await bot.get_updates()
    raw = await bot.do_api_request("get_Updates", api_kwargs={"timeout": 0})
    assert len(raw) == 2


async def test_an_open_poll_does_not_hold_up_the_end_of_the_server() -> None:
    async with TelegramServer() as server, Bot(server.token, server.base_url) as bot:
        polling = asyncio.create_task(bot.get_updates(timeout=50))
        await server.until(lambda: server.updates.is_polled)
        before = time.monotonic()
        await server.goes_down()
        with pytest.raises(TelegramError):
            await polling
        assert time.monotonic() - before < 2


async def test_the_http_client_logs_the_token_unless_its_logger_is_raised(
    server: TelegramServer, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await bot.get_me()
    assert [r.name for r in caplog.records if server.token in r.getMessage()] == ["httpx"]


async def test_what_breaks_in_the_server_itself_is_raised_at_its_end() -> None:
    server = TelegramServer()
    await server.comes_back()
    server.breaks_next(ANY, "no fault")  # type: ignore[arg-type]  # nothing else breaks this server
    async with httpx.AsyncClient() as client:
        await client.post(f"{server.base_url}{server.token}/getMe")
    with pytest.raises(ExceptionGroup, match="the loopback server itself failed"):
        await server.__aexit__(None)
