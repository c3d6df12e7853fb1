"""What tests ask of the loopback Telegram beside the client."""

from __future__ import annotations

from typing import Any

import httpx
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.servers.telegram import TelegramServer

ALL = list(telegram.constants.UpdateType)


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(d.title(), callback_data=d)] for d in data])


async def ask(server: TelegramServer, method: str, params: dict[str, Any] | None = None) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.post(f"{server.base_url}{server.token}/{method}", data=params)
