"""Calls that put something before people: paced, and with failures as the port names them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import RetryAfter

from adapters.telegram.buckets import Pace, Paced
from adapters.telegram.failures import Rejected, Why, failure_of, seconds
from adapters.telegram.ids import PLATFORM, number_of
from adapters.telegram.render import Keyboard, Page
from core.ports import MaybeSent, Moved, NotSent, Refused
from core.screens.model import Attachment

T = TypeVar("T")
Piece = Callable[[int], Awaitable[int]]
"""Puts something into the chat with this number, and returns the number of the message."""

TRIES = 3
"""How often a piece below a message that stands already is tried, while it provably never left."""
PATIENCE_S = 2.0
"""How long a message waits here for its turn. One whose turn is later goes back to the outbox, where no crash
loses it. [P]"""
LATEST_ANSWER_S = 10.0
"""After so long, nobody looks at the little clock on a button any more. [P]"""
FAILURES = (NotSent, MaybeSent, Refused, ValueError)
"""Ends of a piece that does not stand, or may not. ValueError: its source is on another platform."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
log = structlog.get_logger("attune")


class Sender:
    """Sends, edits and copies through one bot. Numbers are Telegram's own."""

    def __init__(
        self, bot: Bot, pace: Pace, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._bot, self._pace, self._sleep = bot, pace, sleep

    async def put(self, chat: int, page: Page, replaces: int | None, topic: int | None = None) -> int:
        """Edits a message in place, or sends a new one where there is none to edit. Its number."""
        if replaces is not None:
            try:
                await self._with_plain_words(
                    lambda words, mode: self._edit(chat, replaces, page, words, mode), page
                )
            except Rejected as rejected:
                if rejected.why is Why.GONE:
                    return await self.send(chat, page, topic)
                if rejected.why is not Why.UNCHANGED:
                    raise
            return replaces
        return await self.send(chat, page, topic)

    async def send(self, chat: int, page: Page, topic: int | None = None) -> int:
        """A new message. Its number. Raises NotSent, MaybeSent or Refused."""

        async def call(there: int | None) -> int:
            return await self._with_plain_words(
                lambda words, mode: self._send(chat, page, words, mode, there), page
            )

        return await _in_topic(call, topic)

    async def send_file(self, chat: int, file: Attachment, words: str, topic: int | None = None) -> int:
        """A message with a file and the words below it. Its number."""
        send = self._bot.send_photo if file.is_picture else self._bot.send_document

        async def call(there: int | None) -> int:
            upload = InputFile(file.content, filename=file.name)
            return (await send(chat, upload, caption=words or None, message_thread_id=there)).message_id

        return await _in_topic(lambda there: self._attempt(chat, lambda: call(there)), topic)

    async def copy(self, chat: int, source: int, message: int, topic: int | None = None) -> int:
        """A copy of a message of another chat, without its author. Its number."""

        async def call(there: int | None) -> int:
            copied = await self._bot.copy_message(
                chat_id=chat, from_chat_id=source, message_id=message, message_thread_id=there
            )
            return copied.message_id

        return await _in_topic(lambda there: self._attempt(chat, lambda: call(there)), topic)

    async def take_back(self, chat: int, message: int) -> int:
        """Deletes a message of the bot's own. Its number."""

        async def call() -> int:
            await self._bot.delete_message(chat, message)
            return message

        return await self._attempt(chat, call)

    def below(self, chat: int) -> Below:
        """What is to stand below a message of this chat."""
        return Below(chat, self._sleep)

    async def answer(self, press: str) -> None:
        """Ends the little clock on a pressed button. Nobody is harmed when it fails: the press counts."""
        for _ in range(TRIES):
            try:
                await self._bot.answer_callback_query(press)
            except Exception as error:  # noqa: BLE001 - whatever it was, the port knows three ends of it
                failure = failure_of(error)
                log.debug("send_unknown", platform=PLATFORM, error=error)
            else:
                return
            if not isinstance(failure, NotSent) or failure.retry_after_s > LATEST_ANSWER_S:
                return
            await self._sleep(failure.retry_after_s)

    async def _send(
        self, chat: int, page: Page, words: str, mode: ParseMode | None, topic: int | None
    ) -> int:
        async def call() -> int:
            sent = await self._bot.send_message(
                chat,
                words,
                parse_mode=mode,
                reply_markup=_markup(page.keyboard),
                link_preview_options=_NO_PREVIEW,
                message_thread_id=topic,
            )
            return sent.message_id

        return await self._attempt(chat, call)

    async def _edit(self, chat: int, message: int, page: Page, words: str, mode: ParseMode | None) -> int:
        async def call() -> int:
            await self._bot.edit_message_text(
                words,
                chat,
                message,
                parse_mode=mode,
                reply_markup=_markup(page.keyboard),
                link_preview_options=_NO_PREVIEW,
            )
            return message

        return await self._attempt(chat, call)

    async def _with_plain_words(
        self, call: Callable[[str, ParseMode | None], Awaitable[int]], page: Page
    ) -> int:
        """Once more without markup, if Telegram cannot read ours."""
        try:
            return await call(page.html, ParseMode.HTML)
        except Rejected as rejected:
            if rejected.why is not Why.UNPARSED:
                raise
        return await call(page.plain, None)

    async def _attempt(self, chat: int, call: Callable[[], Awaitable[T]]) -> T:
        async with self._pace.turn(chat, PATIENCE_S):
            try:
                return await call()
            except Exception as error:  # noqa: BLE001 - whatever it was, the port knows three ends of it
                failure = failure_of(error)
                if isinstance(error, RetryAfter):
                    self._pace.hold(chat, seconds(error.retry_after))
                    log.warning("rate_limited", platform=PLATFORM, seconds=seconds(error.retry_after))
            raise failure  # outside of the handler, so that no error with an address in it travels along


class Below:
    """Pieces below what stands already, so that the whole cannot be sent again.

    Where the chat has got another id meanwhile, they stand in its new place; messages are counted anew there.
    """

    def __init__(self, chat: int, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._first = self._chat = chat
        self._sleep = sleep

    async def put(self, piece: Piece) -> int | None:
        """Calls `piece` with the chat. Its number there; None when it failed, or stands in the new place."""
        try:
            number = await self._stand(piece)
        except FAILURES:
            return None
        return number if self._chat == self._first else None

    async def put_under(
        self, heading: Piece, piece: Piece, take_back: Callable[[int, int], Awaitable[int]]
    ) -> int | None:
        """The same below a heading of its own, which goes again (`take_back`, with its chat and number) when
        the piece certainly does not stand: alone it would tell that something was there."""
        above = await self.put(heading)
        try:
            number = await self._stand(piece)
        except MaybeSent:
            return None
        except FAILURES:
            if above is not None:
                await self.put(lambda there: take_back(there, above) if there == self._first else _nothing())
            return None
        return number if self._chat == self._first else None

    async def _stand(self, piece: Piece) -> int:
        """Calls `piece` until it stands, a few times. Raises what the last try did."""
        tries = 0
        while True:
            try:
                return await piece(self._chat)
            except NotSent as not_sent:
                tries += not isinstance(not_sent, Paced)  # its turn comes; that is no failure
                if tries >= TRIES:
                    raise
                await self._sleep(not_sent.retry_after_s)
            except Moved as moved:
                tries += 1
                if tries >= TRIES:
                    raise
                self._chat = number_of(moved.to)


async def _in_topic(call: Callable[[int | None], Awaitable[int]], topic: int | None) -> int:
    """In a topic of the chat; in the chat itself when that is not there any more."""
    try:
        return await call(topic)
    except Rejected as rejected:
        if topic is None or rejected.why is not Why.NO_TOPIC:
            raise
    return await call(None)


async def _nothing() -> int:
    return 0


def _markup(keyboard: Keyboard | None) -> InlineKeyboardMarkup | None:
    return None if keyboard is None else InlineKeyboardMarkup.de_json(keyboard, None)
