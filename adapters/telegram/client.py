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
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from adapters.errors import TokenRefused
from adapters.findings import Finding
from adapters.telegram import translate
from adapters.telegram.asking import Asking
from adapters.telegram.buckets import Pace
from adapters.telegram.connections import Connections, trust
from adapters.telegram.failures import AGAIN_S, TOKEN_S, is_token_refused
from adapters.telegram.fields import Raw
from adapters.telegram.ids import PLATFORM, number_of
from adapters.telegram.line import Line
from adapters.telegram.menus import MENUS
from adapters.telegram.messages import Me
from adapters.telegram.polling import Backoff, Polls, Timing
from adapters.telegram.receiving import Receiver, asked_to_wait_s
from adapters.telegram.render import caption, name_line, render
from adapters.telegram.sending import Below, Sender
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
REFUSED = "Telegram does not accept this token."
log = structlog.get_logger("attune")


def system_clock() -> datetime:
    """Aware, UTC."""
    return datetime.fromtimestamp(time.time(), UTC)


class TelegramPlatform:
    """One bot. `base_url` is the address of the Bot API server; `clock` dates what Telegram does not,
    `seconds` measures how long things take; `tell` brings a sentence before the operator.

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
        tell: Callable[[str], None] | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._timing, self._clock, self._menu = timing or Timing(), clock, menu
        polling = _connections(self._timing, 1, self._timing.longest_poll_s, seconds)
        calling = _connections(self._timing, MOST_CONNECTIONS, self._timing.longest_call_s, seconds)
        self._bot = bot_of(token, base_url, calling, polling)
        self._line = Line(tell=tell, clock=seconds)
        self._polls = Polls(self._bot, polling, self._timing, self._line, seconds)
        self._asking = Asking(self._bot)
        self._sender = Sender(self._bot, pace or Pace(clock=seconds))
        self._answers: set[asyncio.Task[None]] = set()
        self._me: Me | None = None

    @property
    def silent_s(self) -> float:
        """Age of the last successful poll, in seconds."""
        return self._polls.silent_s

    @property
    def rebuilt(self) -> int:
        """How often the connection of the polls was made anew."""
        return self._polls.rebuilt

    def health(self) -> Sequence[Finding]:
        """How the line to Telegram is just now."""
        return self._line.findings()

    # The port

    async def run(self, handle: Handle) -> None:
        """Receives until cancelled. Raises TokenRefused."""
        await self._prepare()
        receiver = Receiver(
            self._polls,
            self._line,
            self._timing,
            lambda raw: self._handle_one(raw, handle),
            self._check_token,
        )
        await receiver.run()

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        """ "{chat}/{message}", followed by the numbers of the copies, "-" for one that failed
        or stands in the new place of a chat that moved meanwhile.

        A message that is not there any more is not edited but sent anew. A file follows as a message of its
        own. Above each copy stands its author's name, if `to.args` has it as name0, name1, … in the order of
        the copies.
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
        below, file = self._sender.below(chat), screen.attachment
        if file is not None and not (file.again and message == standing):
            words = caption(file, page)
            await below.put(lambda there: self._sender.send_file(there, file, words, topic))
        copies = [await self._copy(below, to, index) for index in range(len(to.copies))]
        return " ".join([f"{chat}/{message}", *copies])

    async def close(self) -> None:
        """Ends every connection; more than once is fine."""
        for answer in self._answers:
            answer.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)
        with suppress(Exception):  # whatever a broken connection meets at its end
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
        failure: Exception | None = None
        try:
            await self._bot.initialize()
        except InvalidToken as error:  # its words hold the token, so it goes no further
            failure = TokenRefused(REFUSED) if is_token_refused(error) else TelegramError("no clear answer")
        if failure is not None:
            raise failure
        reads_groups = bool(self._bot.bot.can_read_all_group_messages)
        return Me(self._bot.bot.id, self._bot.username, reads_groups)

    async def _known(self) -> Me:
        """Who the bot is, as soon as a message is to be sent. Raises NotSent."""
        if self._me is None:
            try:
                self._me = await self._look()
            except TokenRefused:
                raise NotSent(TOKEN_S, in_order=True) from None
            except Exception:  # noqa: BLE001 - an answer that is none breaks in the library anywhere
                raise NotSent(AGAIN_S, in_order=True) from None
        return self._me

    async def _offer_menus(self) -> None:
        """Commands by scope. Without its menus the bot works just as well."""
        lines = self._menu.lines if self._menu is not None else {}
        if not lines:
            return
        with suppress(Exception):
            for scope, names in MENUS.items():
                menu = [BotCommand(name, lines[name]) for name in names]
                await self._bot.set_my_commands(menu, scope=BotCommandScope(scope))

    async def _until_it_works(self, call: Callable[[], Awaitable[T]]) -> T:
        backoff = Backoff(self._timing)
        while True:
            try:
                return await call()
            except TokenRefused:
                raise
            except Exception as error:  # noqa: BLE001 - an answer that is none breaks in the library anywhere
                self._line.failed(error)
                await backoff.wait(asked_to_wait_s(error))

    # Receiving

    async def _handle_one(self, raw: Raw, handle: Handle) -> None:
        counted = translate.chat_to_count(raw)
        people = None if counted is None else await self._asking.people_in(counted)
        try:
            updates = translate.translate(raw, await self._known(), received=self._clock(), people=people)
        except translate.Unreadable:
            log.warning("update_unreadable", platform=PLATFORM)
            return
        for update in updates:
            await handle(await self._with_rights(update))
        press = translate.press_of(raw)
        if press is not None:
            self._answer(press)

    def _answer(self, press: str) -> None:
        """By itself, so that no update waits for it."""
        answer = asyncio.create_task(self._sender.answer(press))
        self._answers.add(answer)
        answer.add_done_callback(self._answers.discard)

    async def _check_token(self) -> None:
        """Telegram answers alike to a revoked token and to an unknown method; `getMe` tells them apart."""
        refused = False
        try:
            await self._bot.get_me()
        except InvalidToken as error:
            refused = is_token_refused(error)
        except Exception as error:  # noqa: BLE001 - no answer is no refusal
            self._line.failed(error)
        if refused:
            raise TokenRefused(REFUSED)

    async def _with_rights(self, update: Update) -> Update:
        """Whether somebody who wants to moderate a chat administers it: Telegram says when asked."""
        what = update.what
        if not isinstance(what, Commanded) or what.private or what.name != MODERATE:
            return update
        moderator = await self._asking.moderates(number_of(what.chat), number_of(what.who.id))
        return replace(update, what=replace(what, who=replace(what.who, moderator=moderator)))

    async def _copy(self, below: Below, to: Note, index: int) -> str:
        source, message = to.copies[index]
        heading = name_line(to.args.get(f"name{index}", ""))
        topic = int(to.topic) if to.topic.isdecimal() else None

        async def copy(there: int) -> int:
            return await self._sender.copy(there, number_of(source), int(message), topic)

        if heading is None:
            number = await below.put(copy)
        else:
            number = await below.put_under(
                lambda there: self._sender.send(there, heading, topic), copy, self._sender.take_back
            )
        return UNKNOWN_COPY if number is None else str(number)


def bot_of(token: str, base_url: str, request: BaseRequest, polling: BaseRequest) -> Bot:
    """A client of the Bot API server at this address; both `…` and `…/bot` name it."""
    root = base_url.rstrip("/").removesuffix("/bot")
    files = f"{root}/file/bot"
    return Bot(token, f"{root}/bot", files, request=request, get_updates_request=polling)


def _connections(timing: Timing, most: int, longest_s: float, clock: Callable[[], float]) -> Connections:
    call_s = timing.call_s
    trusted = {"verify": trust()}
    return Connections(
        lambda: HTTPXRequest(
            most,
            read_timeout=call_s,
            write_timeout=call_s,
            connect_timeout=call_s,
            pool_timeout=call_s,
            httpx_kwargs=trusted,
        ),
        longest_s,
        clock=clock,
    )


def _message_in(chat: int, replaces: str | None) -> int | None:
    """The message that a reference names, if it stands in this chat."""
    where, _, message = (replaces or "").partition(" ")[0].partition("/")
    return int(message) if where == str(chat) and message.isascii() and message.isdecimal() else None
