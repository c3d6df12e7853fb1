"""Telegram as a platform: receives in order and confirms after the commit, shows screens at most once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import structlog
from telegram import Bot, BotCommand, BotCommandScope
from telegram.constants import ChatMemberStatus
from telegram.error import EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from adapters.errors import TokenRefused
from adapters.telegram import translate
from adapters.telegram.buckets import Pace
from adapters.telegram.failures import TOKEN_S, seconds
from adapters.telegram.fields import Raw
from adapters.telegram.ids import PLATFORM, number_of
from adapters.telegram.menus import MENUS
from adapters.telegram.messages import Me
from adapters.telegram.polling import Backoff, Polls, Timing
from adapters.telegram.render import caption, name_line, render
from adapters.telegram.sending import Sender
from core.inbound import Commanded, Update
from core.notes import Note, NoteId
from core.ports import NotSent, Refused
from core.screens.menu import Menu
from core.screens.model import Screen

T = TypeVar("T")
Handle = Callable[[Update], Awaitable[None]]

UNKNOWN_COPY = "-"
"""Stands in a reference for a copy that is not there, or whose id is not known."""
START = "start"
"""Not in the menus: every client has a button for it."""
MODERATE = "moderate"
"""The command that only a chat's administrators may give."""
MOST_CONNECTIONS = 16
log = structlog.get_logger("attune")


def system_clock() -> datetime:
    """Aware, UTC."""
    return datetime.fromtimestamp(time.time(), UTC)


class TelegramPlatform:
    """One bot. `base_url` is the address of the Bot API server; `clock` dates what Telegram does not.

    `menu`: the commands that are listed; without one Telegram lists what it listed before.
    """

    name: str = PLATFORM

    def __init__(
        self,
        *,
        token: str,
        base_url: str = "https://api.telegram.org",
        clock: Callable[[], datetime] = system_clock,
        timing: Timing | None = None,
        pace: Pace | None = None,
        menu: Menu | None = None,
    ) -> None:
        self._timing, self._clock, self._menu = timing or Timing(), clock, menu
        polling = _request(self._timing, 1)
        self._bot = bot_of(token, base_url, _request(self._timing, MOST_CONNECTIONS), polling)
        self._polls = Polls(self._bot, polling, self._timing)
        self._sender = Sender(self._bot, pace or Pace())
        self._me: Me | None = None

    @property
    def silent_s(self) -> float:
        """Age of the last successful poll, in seconds."""
        return self._polls.silent_s

    # The port

    async def run(self, handle: Handle) -> None:
        """Receives until cancelled. Raises TokenRefused."""
        await self._prepare()
        await self._receive(handle)

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        """ "{chat}/{message}", followed by the numbers of the copies, "-" for one that failed.

        A message that is not there any more is not edited but sent anew. A file follows as a message of its
        own. Above each copy stands its author's
        name, if `to.args` has it as name0, name1, … in the order of the copies.
        """
        me = await self._known()
        try:
            chat = number_of(to.to_person or to.to_chat or "")
        except ValueError:
            raise Refused("not on this platform") from None
        page = render(screen, note, me.username)
        standing = _message_in(chat, replaces)
        topic = int(to.topic) if to.topic.isdecimal() else None
        message = await self._sender.put(chat, page, standing, topic)
        file = screen.attachment
        if file is not None and not (file.again and message == standing):
            words = caption(file, page)
            await self._sender.below(lambda: self._sender.send_file(chat, file, words, topic))
        copies = [await self._copy(chat, to, index) for index in range(len(to.copies))]
        return " ".join([f"{chat}/{message}", *copies])

    async def close(self) -> None:
        """Ends every connection; more than once is fine."""
        with suppress(TelegramError, OSError):
            await self._bot.shutdown()

    # Starting

    async def _prepare(self) -> None:
        me = await self._until_it_works(self._look)
        self._me = me
        await self._until_it_works(lambda: self._bot.delete_webhook(drop_pending_updates=False))
        await self._offer_menus()
        log.info("connected", platform=PLATFORM)

    async def _look(self) -> Me:
        """Who the bot is. Raises TokenRefused."""
        try:
            await self._bot.initialize()
        except InvalidToken:  # its words hold the token, so it goes no further
            refused = True
        else:
            refused = False
        if refused:
            raise TokenRefused("Telegram does not accept this token.")
        reads_groups = bool(self._bot.bot.can_read_all_group_messages)
        return Me(self._bot.bot.id, self._bot.username, reads_groups)

    async def _known(self) -> Me:
        """Who the bot is, as soon as a message is to be sent. Raises NotSent."""
        if self._me is None:
            try:
                self._me = await self._look()
            except TokenRefused:
                raise NotSent(TOKEN_S) from None
            except TelegramError:
                raise NotSent from None
        return self._me

    async def _offer_menus(self) -> None:
        """Commands by scope. Without its menus the bot works just as well."""
        lines = self._menu.lines if self._menu is not None else {}
        if not lines:
            return
        with suppress(TelegramError):
            for scope, names in MENUS.items():
                menu = [BotCommand(name, lines[name]) for name in names]
                await self._bot.set_my_commands(menu, scope=BotCommandScope(scope))

    async def _until_it_works(self, call: Callable[[], Awaitable[T]]) -> T:
        backoff = Backoff(self._timing)
        while True:
            try:
                return await call()
            except TelegramError as error:
                log.warning("poll_failed", platform=PLATFORM, error=error)
                await backoff.wait(_asked_to_wait_s(error))

    # Receiving

    async def _receive(self, handle: Handle) -> None:
        offset, backoff = None, Backoff(self._timing)
        while True:
            try:
                batch = await self._polls.next(offset)
            except (TelegramError, TimeoutError) as error:
                await self._poll_failed(error, backoff)
                continue
            left = await self._handle_all(batch, handle)
            offset = _next_offset(batch, left)
            if left:
                await backoff.wait()
            else:
                backoff.reset()

    async def _poll_failed(self, error: TelegramError | TimeoutError, backoff: Backoff) -> None:
        log.warning("poll_failed", platform=PLATFORM, error=error)
        if isinstance(error, EndPointNotFound | InvalidToken):
            await self._check_token()
        await self._polls.after_failure()
        await backoff.wait(_asked_to_wait_s(error))

    async def _check_token(self) -> None:
        """Telegram answers alike to a revoked token and to an unknown method; `getMe` tells them apart."""
        with suppress(TelegramError):
            try:
                await self._bot.get_me()
            except InvalidToken:
                raise TokenRefused("Telegram does not accept this token any more.") from None

    async def _handle_all(self, batch: Sequence[Raw], handle: Handle) -> list[Raw]:
        """Chats side by side, each chat in its order. What could not be handled, in no order."""
        lanes: dict[int, list[Raw]] = {}
        for raw in batch:
            lanes.setdefault(translate.lane_of(raw), []).append(raw)
        left = await asyncio.gather(*(self._in_order(lane, handle) for lane in lanes.values()))
        return [raw for lane in left for raw in lane]

    async def _in_order(self, lane: list[Raw], handle: Handle) -> list[Raw]:
        """Stops at the first update that cannot be committed. It and what follows it are left."""
        for index, raw in enumerate(lane):
            try:
                await self._handle_one(raw, handle)
            except Exception as error:  # noqa: BLE001 - whatever the shell met, the update must come again
                log.error("update_failed", platform=PLATFORM, error=error)
                return lane[index:]
        return []

    async def _handle_one(self, raw: Raw, handle: Handle) -> None:
        counted = translate.chat_to_count(raw)
        people = None if counted is None else await self._count(counted)
        try:
            updates = translate.translate(raw, await self._known(), received=self._clock(), people=people)
        except translate.Unreadable:
            log.warning("update_unreadable", platform=PLATFORM)
            return
        for update in updates:
            await handle(await self._with_rights(update))
        press = translate.press_of(raw)
        if press is not None:
            await self._sender.answer(press)

    async def _with_rights(self, update: Update) -> Update:
        """Whether somebody who wants to moderate a chat administers it: Telegram says when asked."""
        what = update.what
        if not isinstance(what, Commanded) or what.private or what.name != MODERATE:
            return update
        try:
            member = await self._bot.get_chat_member(number_of(what.chat), number_of(what.who.id))
        except TelegramError:
            return update
        moderator = member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
        return replace(update, what=replace(what, who=replace(what.who, moderator=moderator)))

    async def _count(self, chat: int) -> int | None:
        """How many members a chat has, the bot included; None when Telegram does not tell."""
        try:
            return await self._bot.get_chat_member_count(chat)
        except TelegramError:
            return None

    async def _copy(self, chat: int, to: Note, index: int) -> str:
        source, message = to.copies[index]
        heading = name_line(to.args.get(f"name{index}", ""))
        topic = int(to.topic) if to.topic.isdecimal() else None
        if heading is not None:
            await self._sender.below(lambda: self._sender.send(chat, heading, topic))
        number = await self._sender.below(
            lambda: self._sender.copy(chat, number_of(source), int(message), topic)
        )
        return UNKNOWN_COPY if number is None else str(number)


def bot_of(token: str, base_url: str, request: HTTPXRequest, polling: HTTPXRequest) -> Bot:
    """A client of the Bot API server at this address; both `…` and `…/bot` name it."""
    root = base_url.rstrip("/").removesuffix("/bot")
    files = f"{root}/file/bot"
    return Bot(token, f"{root}/bot", files, request=request, get_updates_request=polling)


def _request(timing: Timing, connections: int) -> HTTPXRequest:
    call_s = timing.call_s
    return HTTPXRequest(
        connections, read_timeout=call_s, write_timeout=call_s, connect_timeout=call_s, pool_timeout=call_s
    )


def _next_offset(batch: Sequence[Raw], left: Sequence[Raw]) -> int | None:
    """Up to where updates are confirmed. None after an empty poll: all is confirmed then, and after a week of
    silence Telegram may begin again with smaller numbers."""
    if not batch:
        return None
    first = next((raw for raw in batch if raw in left), None)
    return int(first["update_id"]) if first is not None else int(batch[-1]["update_id"]) + 1


def _message_in(chat: int, replaces: str | None) -> int | None:
    """The message that a reference names, if it stands in this chat."""
    where, _, message = (replaces or "").partition(" ")[0].partition("/")
    return int(message) if where == str(chat) and message.isascii() and message.isdecimal() else None


def _asked_to_wait_s(error: Exception) -> float:
    return seconds(error.retry_after) if isinstance(error, RetryAfter) else 0.0
