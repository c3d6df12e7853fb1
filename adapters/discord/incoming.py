"""Updates on their way in: each chat in its order, and nothing of a channel before what it missed.

A channel is *behind* while REST still has to be asked about it: after every login, and after an update that
could not be committed. What is said there meanwhile is not handed in, because REST tells it, too. While it
is not known yet which channels are, everything waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeAlias
from weakref import WeakValueDictionary

from core.ids import ChatId
from core.inbound import (
    BotRemoved,
    ButtonPressed,
    ClosedToBot,
    DeletedPost,
    EditedPost,
    Inbound,
    MirrorAsked,
    Posted,
    ReactedTo,
    SettingsSaid,
    Update,
)

RETRIES_S: Final = (0.2, 1.0, 3.0)
"""Seconds after which an update that could not be committed is handed in again."""
TOLD_KEPT_S: Final = 60.0
"""So long the gateway may still repeat what REST told; the store knows for longer."""
MOST_WAITING: Final = 1000
"""Updates of a channel that wait until it is known what it missed; older ones give way."""
Handle: TypeAlias = Callable[[Update], Awaitable[None]]
log = logging.getLogger("attune.discord")


class Incoming:
    """`fell_behind` is told of a channel of which something was lost, where it can be asked for again."""

    def __init__(self, fell_behind: Callable[[ChatId], None] | None = None) -> None:
        self.handle: Handle | None = None
        self._fell_behind = fell_behind
        self._work: set[asyncio.Task[None]] = set()
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._all_behind = 0
        self._behind: set[ChatId] = set()
        self._caught_up: dict[ChatId, set[str]] = {}
        """Of each channel, the updates that REST told of and the gateway may still repeat."""
        self._waiting: dict[ChatId, list[Update]] = {}

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs something on its own."""
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def close(self) -> None:
        for task in self._work:
            task.cancel()

    def lane(self, key: str) -> asyncio.Lock:
        """Its holder is alone with what keeps this order."""
        return self._lanes.setdefault(key, asyncio.Lock())

    # Being behind

    def all_are_behind(self) -> None:
        self._all_behind += 1

    def are_behind(self, chats: set[ChatId]) -> None:
        """From among all: the others miss nothing."""
        self._behind |= chats
        self._all_behind -= 1
        if self._all_behind > 0:
            return
        for chat in list(self._waiting):
            if chat not in self._behind:
                self._release(chat)
            else:
                self._waiting[chat] = [each for each in self._waiting[chat] if not is_talk(each.what)]

    def is_behind(self, chat: ChatId) -> bool:
        return self._all_behind > 0 or chat in self._behind

    def catches_up(self, chat: ChatId) -> None:
        """From now on what is said waits in the channel's lane; the caller holds it."""
        self._behind.discard(chat)
        self._caught_up[chat] = set()

    def caught_up(self, chat: ChatId) -> None:
        self._release(chat)
        told = self._caught_up.get(chat)
        asyncio.get_running_loop().call_later(TOLD_KEPT_S, self._let_go, chat, told)

    def _let_go(self, chat: ChatId, told: set[str] | None) -> None:
        """Of what this round told; a later round keeps its own."""
        if self._caught_up.get(chat) is told:
            self._caught_up.pop(chat, None)

    def falls_behind(self, chat: ChatId) -> None:
        self._behind.add(chat)

    def _release(self, chat: ChatId) -> None:
        for update in self._waiting.pop(chat, ()):
            self.begin(self.hand_in(update))

    # Handing in

    async def hand_in(self, update: Update) -> None:
        """Gives an update to the shell, in the order of its chat; the gateway would not send it again."""
        if self._is_kept_back(update.what, update):
            return
        async with self.lane(lane_of(update.what)):
            if self._is_kept_back(update.what, update) or self._was_told(update):
                return
            if not await self.tried(update) and is_talk(update.what):
                self._lost(_chat_of(update.what))

    async def tell(self, update: Update) -> bool:
        """Hands in what REST told; the caller holds the lane. False: it could not be committed."""
        self._caught_up.setdefault(_chat_of(update.what), set()).add(update.id)
        return await self.tried(update)

    async def tried(self, update: Update) -> bool:
        """Whether it could be committed, after some tries."""
        for pause in (*RETRIES_S, None):
            if await self._taken(update):
                return True
            if pause is not None:
                await asyncio.sleep(pause)
        log.warning("update_dropped")
        return False

    async def _taken(self, update: Update) -> bool:
        if self.handle is None:
            return False
        try:
            await self.handle(update)
        except Exception as error:  # noqa: BLE001 - whatever it was, the update comes again; its words may quote
            log.warning("update_not_committed", extra={"error": type(error).__name__})
            return False
        return True

    def _is_kept_back(self, what: Inbound, update: Update) -> bool:
        if isinstance(what, BotRemoved):
            self._caught_up.pop(what.chat, None)
        talk = is_talk(what)
        chat = _chat_of(what)
        if not (talk or isinstance(what, ReactedTo)) or not self.is_behind(chat):
            return False
        if self._all_behind > 0 or not talk:
            waiting = self._waiting.setdefault(chat, [])
            del waiting[: max(0, len(waiting) + 1 - MOST_WAITING)]
            waiting.append(update)
        return True

    def _was_told(self, update: Update) -> bool:
        return update.id in self._caught_up.get(_chat_of(update.what), ())

    def _lost(self, chat: ChatId) -> None:
        if self._fell_behind is not None:
            self.falls_behind(chat)
            self._fell_behind(chat)


def is_talk(what: Inbound) -> bool:
    """Whether REST tells it, too: what is said in a channel, changed and taken back."""
    return isinstance(what, EditedPost | DeletedPost) or (isinstance(what, Posted) and not what.private)


def lane_of(what: Inbound) -> str:
    """What keeps its order: a chat's updates, or a person's presses."""
    match what:
        case ButtonPressed(who=who) | MirrorAsked(who=who) | SettingsSaid(who=who) | ClosedToBot(who=who):
            return str(who.id)
        case _:
            return str(what.chat)


def _chat_of(what: Inbound) -> ChatId:
    match what:
        case ButtonPressed() | MirrorAsked() | SettingsSaid() | ClosedToBot():
            return ChatId("")
        case _:
            return what.chat
