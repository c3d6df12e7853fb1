"""The five steps, in one order: lock, read, decide, commit, then act.

An update is handled inside one transaction: its id, the chats and people it touches, their episodes and the
notes that go out. Only when that is durable does `handle` return, and only then is the update confirmed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zlib import crc32

import structlog

from bot.calling import call_due, replan
from bot.desk import Desk
from bot.resting import Resting
from core import agenda, rounds
from core.chats import Chat
from core.effects import (
    Effect,
)
from core.episodes import Episode
from core.events import TimeReached
from core.ids import ChatId, MessageId, PersonId
from core.people import Person
from core.policy import Policy
from core.ports import Conflict, Store, StoreFailed, Transaction, Wake

log = structlog.get_logger()
T = TypeVar("T")
Opener = Callable[["Desk", Chat, date], Awaitable[None]]
"""Opens one date of something regular in a chat."""
Opened = Callable[["Desk"], Awaitable[bool]]
Observer = Callable[[ChatId, datetime, Effect], None]
LANES = 256
"""Locks that keep a chat's updates in order; chats share them by hash, so that they never grow."""
TRIES = 5
TOLD_WITHIN = timedelta(minutes=10)
"""So soon after a move a platform's news that the bot came there is of the move, too. [P]"""
CLOCKS_DIFFER = timedelta(minutes=5)
"""Platforms stamp by clocks of their own; a clock that is further back than this was put back."""


class Engine:
    """Carries work through the store, one transaction each, and tells those who watch what came of it."""

    def __init__(self, store: Store, policy: Policy, *, speaks: bool = True) -> None:
        self.store = store
        self.policy = policy
        self._speaks = speaks
        self._lanes = [asyncio.Lock() for _ in range(LANES)]
        self._observers: list[Observer] = []
        self._reached: datetime | None = None
        self._after_commit: list[Callable[[], None]] = []
        self._committed: list[Callable[[Desk], None]] = []
        self._openers: dict[str, Opener] = {}
        self._rang: datetime | None = None
        self._moves: dict[ChatId, tuple[ChatId, datetime]] | None = None
        self._after_move: list[Callable[[ChatId, ChatId], None]] = []
        self._late = timedelta(hours=policy.late_hours)
        self._resting: Resting[Wake] = Resting()
        self._unlooked: tuple[Wake, ...] = ()

    def when_due(self, name: str, opener: Opener) -> None:
        """Calls `opener` once for each date of this name in a chat's agenda, when the date begins anywhere,
        within the transaction that remembers it."""
        self._openers[name] = opener

    def watch(self, observer: Observer) -> None:
        """Calls `observer` with each effect once it is committed."""
        self._observers.append(observer)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Calls this after each commit: the courier and the alarm look for work."""
        self._after_commit.append(call)

    def when_committed(self, take: Callable[[Desk], None]) -> None:
        """Calls `take` with the desk of each transaction that is durable now: some of it leaves no row."""
        self._committed.append(take)

    def lane(self, key: str) -> asyncio.Lock:
        """The lock that keeps the updates of one chat in their order."""
        return self._lanes[crc32(key.encode()) % LANES]

    async def peek(self, chat: ChatId, person: PersonId) -> tuple[Chat | None, Person | None]:
        """A chat and a person as committed; only to know whom to read and against what."""

        async def look(tx: Transaction) -> tuple[Chat | None, Person | None]:
            return await tx.chat(chat), await tx.person(person)

        return await self.store.transact(look)

    async def author(self, chat_id: ChatId, message: MessageId) -> PersonId | None:
        """Who wrote a message, as far as it is known."""

        async def look(tx: Transaction) -> PersonId | None:
            chat = await tx.chat(chat_id)
            if chat is None:
                return None
            known = dict(chat.authors).get(message)
            if known is not None:
                return known
            about = await tx.episodes_about(chat_id, message)
            for episode in (*chat.episodes.values(), *about):
                if message in episode.messages:
                    return episode.author
                for heard in (*episode.responses, *episode.passed):
                    if any(said.message == message for said in heard.parts):
                        return heard.author
            return None

        return await self.store.transact(look)

    async def past_about(self, chat: ChatId, message: MessageId) -> tuple[Episode, ...]:
        """The ended episodes that a message belongs to, as committed."""

        async def look(tx: Transaction) -> tuple[Episode, ...]:
            return tuple(await tx.episodes_about(chat, message))

        return await self.store.transact(look)

    async def work(self, now: datetime, do: Callable[[Desk], Awaitable[T]]) -> tuple[T, dict[ChatId, Chat]]:
        """Runs `do` in one transaction; returns its result and the chats as they are now."""
        done = await self._work(now, do)
        self._reached = max(now, self._reached or now)
        return done

    async def _work(self, now: datetime, do: Callable[[Desk], Awaitable[T]]) -> tuple[T, dict[ChatId, Chat]]:
        for attempt in range(TRIES):
            desks: list[Desk] = []

            async def in_transaction(tx: Transaction, desks: list[Desk] = desks) -> T:
                desk = Desk(tx, self.policy, now, self._speaks)
                desks.append(desk)
                return await do(desk)

            try:
                result = await self.store.transact(in_transaction)
            except Conflict:
                if attempt == TRIES - 1:
                    raise
                continue
            for take in self._committed:
                take(desks[-1])
            self._tell(desks[-1].happened)
            return result, desks[-1].touched
        raise AssertionError("the last try returns or raises")

    async def next_ring(self, now: datetime) -> datetime | None:
        """When something is due next; the past for what is due already. None: nothing waits for a moment."""
        wake, rested = await self.store.next_wake(self._resting.at(now)), self._resting.until(now)
        moments = (wake.at if wake is not None else None, rested)
        return min((at for at in moments if at is not None), default=None)

    async def where_is(self, chat: ChatId) -> ChatId:
        """The id that a chat has now. Moves are few: they are read once and then remembered."""
        if self._moves is None:
            self._moves = await self.store.transact(lambda tx: tx.moves())
        while chat in self._moves:
            chat, _ = self._moves[chat]
        return chat

    async def moved_here(self, chat: ChatId, at: datetime) -> bool:
        """Whether a chat got this id just before this moment, or after it."""
        await self.where_is(chat)
        return any(new == chat and at <= since + TOLD_WITHIN for new, since in (self._moves or {}).values())

    async def move(self, now: datetime, chat: ChatId, to: ChatId, first: Opened | None = None) -> bool:
        """Everything of a chat under its new id, in one transaction; False where that is done already.
        `first`: asked within it whether to go on."""

        async def do(desk: Desk) -> bool:
            new = first is None or await first(desk)
            if not new or chat == to or await desk.tx.chat(chat) is None:
                return False
            await desk.tx.move_chat(chat, to, now)
            return True

        async with self._both_lanes(chat, to):
            moved, _ = await self.work(now, do)
            if moved:
                self._moves = None
                for call in self._after_move:
                    call(chat, to)
        return moved

    def after_move(self, call: Callable[[ChatId, ChatId], None]) -> None:
        """Calls this with the old and the new id of a chat that moved."""
        self._after_move.append(call)

    @asynccontextmanager
    async def _both_lanes(self, one: ChatId, other: ChatId) -> AsyncIterator[None]:
        """In one order, whoever asks; two chats may share a lane."""
        lanes = {crc32(key.encode()) % LANES for key in (one, other)}
        async with AsyncExitStack() as stack:
            for lane in sorted(lanes):
                await stack.enter_async_context(self._lanes[lane])
            yield

    async def ring(self, now: datetime, after_each: Callable[[], Awaitable[None]] | None = None) -> None:
        """Does everything that falls due by `now`, each at its own moment, in order; time never runs back.

        Only where the bot turns to people by itself does it matter how late it really is. What fails by a
        fault of ours rests (`bot/resting.py`), and all others go on. Raises StoreFailed.
        """
        await self._look_again(now)
        while (wake := await self._next_due(now)) is not None:
            due = max(wake.at, self._reached or wake.at)
            await self._try(wake, now, self._do_due(wake, due, now))
            if after_each is not None:
                await after_each()

    async def _next_due(self, now: datetime) -> Wake | None:
        wake = await self.store.next_wake(self._resting.at(now))
        return wake if wake is not None and wake.at <= now else None

    async def _try(self, wake: Wake, now: datetime, do: Awaitable[object]) -> bool:
        """Does something about a chat, in its order. False: a fault of ours, logged by its type alone."""
        try:
            async with self.lane(wake.chat):
                await do
        except StoreFailed:
            raise
        except Exception as error:  # noqa: BLE001 - one chat's fault must not end the time of all others
            log.error("timer_failed", error=type(error), attempt=self._resting.failed(wake, now))
            return False
        self._resting.worked(wake)
        return True

    async def _do_due(self, wake: Wake, due: datetime, now: datetime) -> None:
        async def pass_time(desk: Desk) -> None:
            if wake.round is None:
                await desk.apply(wake.chat, TimeReached(), due)
                desk.now = now
                await self._open_dates(desk, wake.chat)
                return
            desk.now = now
            await call_due(desk, wake.round)
            desk.now = due
            round = await desk.tx.round(wake.round)
            if round is not None:
                await desk.apply_round(round, rounds.RoundTimeReached(at=due))

        await self.work(due, pass_time)

    async def _open_dates(self, desk: Desk, chat_id: ChatId) -> None:
        """Opens what the chat's agenda has for now, each date once."""
        chat = await desk.chat(chat_id)
        if chat is None or chat.agenda.look_at is None or chat.agenda.look_at > desk.now:
            return
        for name, day in tuple(agenda.due(chat.agenda, desk.now, self._late)):
            await desk.save(replace(chat, agenda=agenda.opened(chat.agenda, name, day)))
            if name in self._openers:
                await self._openers[name](desk, desk.touched[chat_id], day)
            chat = desk.touched[chat_id]
        await desk.save(replace(chat, agenda=agenda.looked(chat.agenda, desk.now)))

    async def _look_again(self, now: datetime) -> None:
        """After a start or a clock put back: nothing waits for a moment that a wrong clock set."""
        if self._rang is None or now < self._rang - CLOCKS_DIFFER:
            if self._reached is not None and self._reached > now + CLOCKS_DIFFER:
                self._reached = now
            asleep = await self.store.transact(lambda tx: tx.asleep(now))
            self._resting.end()
            self._unlooked = tuple(Wake(now, chat) for chat in asleep)
        self._rang = now
        resting = self._resting.at(now)
        for wake in self._unlooked:
            if wake not in resting and await self._try(wake, now, self._look(wake.chat, now)):
                self._unlooked = tuple(other for other in self._unlooked if other != wake)

    async def _look(self, chat_id: ChatId, now: datetime) -> None:
        async def look(desk: Desk) -> None:
            chat = await desk.chat(chat_id)
            if chat is not None and agenda.to_look_sooner(chat.agenda, now, self._late):
                await desk.save(replace(chat, agenda=replace(chat.agenda, look_at=now)))
            await replan(desk, chat_id)

        await self._work(now, look)

    def _tell(self, happened: list[tuple[ChatId, datetime, Effect]]) -> None:
        for chat, at, effect in happened:
            for observer in self._observers:
                observer(chat, at, effect)
        for call in self._after_commit:
            call()
