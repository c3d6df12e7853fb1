"""The loopback Telegram with its client, two people and their group."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.servers.asking import ALL
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_model import Chat, User


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url) as client:
        yield client


@pytest.fixture
def anna(server: TelegramServer) -> User:
    return server.user("Anna", username="anna", language_code="de")


@pytest.fixture
def ben(server: TelegramServer) -> User:
    return server.user("Ben")


@pytest.fixture
async def friends(server: TelegramServer, bot: Bot, anna: User, ben: User) -> Chat:
    """Anna's group with Ben and the bot, which hears of everything and has confirmed all up to now."""
    await bot.get_updates(allowed_updates=ALL)
    chat = server.group("Friends", anna, ben)
    await server.adds_bot(chat, anna)
    await bot.get_updates(offset=-1)
    server.updates.pending.clear()
    return chat
