"""Evenings on Telegram, as far as a story needs them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.stories.telegram_evening import TelegramEvening, telegram_evening


@pytest.fixture
async def added() -> AsyncIterator[TelegramEvening]:
    """The bot came into the group; nobody agreed yet."""
    async with telegram_evening() as evening:
        await evening.adds_bot()
        yield evening


@pytest.fixture
async def evening() -> AsyncIterator[TelegramEvening]:
    """Both agreed, the first check-in is behind them."""
    async with telegram_evening() as evening:
        await evening.begins()
        yield evening


@pytest.fixture
async def marked(evening: TelegramEvening) -> TelegramEvening:
    """Ana marked a message and wishes to be listened to; Ben has not answered for an hour."""
    await evening.marks(evening.ana, await evening.says(evening.ana, "so, that was the day"), "Listen")
    await evening.passes(hours=1)
    return evening
