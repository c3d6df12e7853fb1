"""What an update does not tell and Telegram says when asked. After a hiccup the update comes again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot
from telegram.constants import ChatMemberStatus

from adapters.telegram.failures import failure_of
from core.ports import Refused

T = TypeVar("T")
MOST_TRIES = 5
"""How often Telegram is asked for one update before that goes on without its answer: with the waits between,
a quarter of a minute in which nothing else is handled. [P]"""


class NotToldYet(Exception):
    """Telegram could not be asked just now: the update must come again. Holds no word of it."""


class Asking:
    """Asks through one bot, and counts in memory the tries of what could not be asked. Numbers are Telegram's
    own. Raises NotToldYet, a few times for the same question."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._tries: dict[tuple[int, ...], int] = {}

    async def people_in(self, chat: int) -> int | None:
        """How many members a chat has, the bot included; None when Telegram does not tell."""
        return await self._ask((chat,), lambda: self._bot.get_chat_member_count(chat))

    async def moderates(self, chat: int, who: int) -> bool | None:
        """Whether somebody administers a chat; None when Telegram does not tell."""
        member = await self._ask((chat, who), lambda: self._bot.get_chat_member(chat, who))
        if member is None:
            return None
        return member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)

    async def _ask(self, question: tuple[int, ...], call: Callable[[], Awaitable[T]]) -> T | None:
        try:
            told = await call()
        except Exception as error:  # noqa: BLE001 - an answer that is none breaks in the library anywhere
            is_final = isinstance(failure_of(error), Refused)
        else:
            self._tries.pop(question, None)
            return told
        tries = self._tries.pop(question, 0) + 1
        if is_final or tries >= MOST_TRIES:
            return None
        self._tries[question] = tries
        raise NotToldYet
