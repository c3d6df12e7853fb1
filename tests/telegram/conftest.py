"""A loopback Telegram for each test of the client, and two people."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.telegram.client import TelegramPlatform
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_model import User
from tests.telegram.small_shell import Shell, platform_of, running


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """At its end, every call the client made was one that Telegram takes."""
    async with TelegramServer() as started:
        yield started
        assert started.violations == []


@pytest.fixture
def ana(server: TelegramServer) -> User:
    return server.user("Ana")


@pytest.fixture
def ben(server: TelegramServer) -> User:
    return server.user("Ben")


@pytest.fixture
def shell() -> Shell:
    return Shell()


@pytest.fixture
async def platform(server: TelegramServer, shell: Shell) -> AsyncIterator[TelegramPlatform]:
    """The client, polling."""
    client = platform_of(server)
    async with running(client, shell):
        await server.until(lambda: server.updates.is_polled)
        yield client
