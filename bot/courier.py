"""Brings notes out: at most once each, before they expire, and never again when it is unclear.

Each person or chat has a queue of its own: one note at a time, in the order they were posted. Whoever waits
(for a slow answer, or because the platform asked for silence there) holds up nobody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot import reach, revealing
from bot.desk import Desk, answer_id
from bot.engine import CLOCKS_DIFFER, Engine
from bot.narrator import Narrator
from bot.queues import Queues
from bot.resting import MOST_TRIES, Resting
from bot.wanted import goes_at
from core.events import Copied
from core.ids import ChatId, EpisodeId, MessageId
from core.notes import Note, NoteId, StoredNote
from core.ports import (
    Clock,
    MaybeSent,
    Moved,
    NotSent,
    Platform,
    Refused,
    StoreFailed,
    Transaction,
    Unreachable,
)
from core.screens.model import Screen

log = structlog.get_logger()
AT_ONCE = 16
"""Notes that are under way at the same time."""
GONE = "-"
"""Stands for a copy whose source was deleted meanwhile."""
SHORT_WAIT = timedelta(milliseconds=200)
STORE_AGAIN_S = 1.0
"""After a failure of the store."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed note."""

    status: str
    sent_as: str | None = None
    due_at: datetime | None = None
    """When to try again."""
    closed: bool = False
    """Nothing reaches this person any more."""
    below: tuple[tuple[ChatId, MessageId], ...] = ()
    """What was copied below it."""


class Courier:
    """One task. Claims what is due (committed as *sending*), shows it, and commits what became of it."""

    def __init__(
        self, engine: Engine, narrator: Narrator, platforms: Mapping[str, Platform], clock: Clock
    ) -> None:
        self._engine = engine
        self._store = engine.store
        self._narrator = narrator
        self._platforms = platforms
        self._clock = clock
        self._work = asyncio.Event()
        self._queues = Queues()
        self._owed: dict[NoteId, Outcome] = {}
        self._resting: Resting[NoteId] = Resting()
        self._claimed_at: datetime | None = None
        self._under_way = 0
        self._claiming = False

    @property
    def busy(self) -> bool:
        """Whether anything is under way, or about to be."""
        return self._claiming or self._under_way > 0

    def look(self) -> None:
        """There may be something to bring."""
        self._work.set()

    async def run(self) -> None:
        """Works until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._work.clear()
                try:
                    claimed = await self._claim(AT_ONCE - self._under_way)
                    for stored in claimed:
                        group.create_task(self._bring(stored))
                    if not claimed:
                        await self._rest()
                except StoreFailed as failure:
                    log.warning("store_failed", error=type(failure).__name__)
                    await asyncio.sleep(STORE_AGAIN_S)

    async def bring(self) -> int:
        """Brings to each addressee the first note that is due now; returns how many notes that were."""
        claimed = await self._claim(AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for stored in claimed:
                group.create_task(self._bring(stored))
        return len(claimed)

    async def _claim(self, most: int) -> list[StoredNote]:
        """What goes out now. It counts as under way from here on."""
        for number, outcome in list(self._owed.items()):
            await self._settle(number, outcome)
        if most <= 0:
            return []
        now = self._clock.now()
        self._end_wrong_rests(now)
        self._claiming = True
        try:
            claimed = await self._store.claim(now, most, self._queues.taken(now))
        finally:
            self._claiming = False
        self._under_way += len(claimed)
        for stored in claimed:
            self._queues.join(stored.note.addressee)
        return claimed

    def _end_wrong_rests(self, now: datetime) -> None:
        """After a clock put back: nothing waits for a moment that a wrong clock set."""
        if self._claimed_at is not None and now < self._claimed_at - CLOCKS_DIFFER:
            self._queues.end_rests()
            self._resting.end()
        self._claimed_at = now

    async def hand_over(self, note: Note) -> None:
        """Shows a note that leaves no row behind: the receipt of an erasure, after all that was under way."""
        platform = self._platform(note)
        if platform is None:
            return
        stored = StoredNote(NoteId(0), note, "sending")
        self._queues.join(note.addressee)
        async with self._queues.turn(note.addressee):
            try:
                filled, screen = await self._narrator.screen(self._store, stored)
                in_place = await self._store.transact(lambda tx: reach.stays_in_place(tx, note))
                filled = replace(filled, in_place=in_place)
                await platform.show(stored.id, filled, screen, None)
            except Exception as failure:  # noqa: BLE001 - the erasure is done, whatever becomes of its receipt
                log.warning("send_unknown", error=type(failure).__name__)

    async def _bring(self, stored: StoredNote) -> None:
        try:
            async with self._queues.turn(stored.note.addressee):
                await self._bring_one(stored)
        except StoreFailed as failure:
            log.warning("store_failed", error=type(failure).__name__)
        except Exception as error:  # noqa: BLE001 - one note's fault must not end the sending of all others
            log.error("note_failed", error=type(error))
        finally:
            self._under_way -= 1
            self._work.set()

    async def _bring_one(self, stored: StoredNote) -> None:
        platform = self._platform(stored.note)
        if platform is None:
            await self._settle(stored.id, Outcome("refused"))
            return
        outcome = await self._show(platform, stored)
        reference, *copies = (outcome.sent_as or "").split(" ")
        await self._settle(stored.id, replace(outcome, sent_as=reference or None))
        if copies:
            await self._link(stored.note.to_chat, outcome.below, copies)
        who = stored.note.to_person
        if outcome.closed and who is not None:
            await self._engine.work(self._clock.now(), lambda desk: reach.close(desk, who))

    async def _follow(self, chat: ChatId | None, to: ChatId) -> Outcome:
        """A chat has moved, and the platform told so first here: its notes go to where it is now."""
        now = self._clock.now()
        try:
            known = chat is not None and (
                await self._engine.move(now, chat, to) or await self._engine.where_is(chat) != chat
            )
        except StoreFailed:
            return Outcome("ready", due_at=now + timedelta(seconds=1))
        return Outcome("ready" if known else "refused")

    async def _show(self, platform: Platform, stored: StoredNote) -> Outcome:
        """Shows a note, unless nobody wants it any more. Its last look at the rows is its last wait: a choice
        that was committed before that look stops it, a later one finds it under way."""
        try:
            going = await self._store.transact(lambda tx: self._last_look(tx, stored))
        except StoreFailed:
            self._owed[stored.id] = Outcome("ready")
            raise
        except Exception as error:  # noqa: BLE001 - the same; it never left, and is tried again
            return self._fails(stored, error)
        self._resting.worked(stored.id)
        if isinstance(going, Outcome):
            return going
        filled, screen, replaces = going
        try:
            shown = await platform.show(_number(filled), filled, screen, replaces)
            return Outcome("sent", shown, below=filled.copies)
        except NotSent as failure:
            return self._again(stored, failure)
        except Moved as moved:
            return await self._follow(stored.note.to_chat, moved.to)
        except Unreachable:
            # What they keep in mind is to be brought once they are back: no note of it may stay.
            return Outcome("ready" if stored.note.to_person is not None else "refused", closed=True)
        except Refused:
            return Outcome("refused")
        except MaybeSent:
            # Changed or not, the message that was to be changed stands where it stood.
            return Outcome("unknown", replaces)
        except Exception as failure:  # noqa: BLE001 - one note's fault must not end the sending of all others
            log.warning("send_unknown", error=type(failure).__name__)
            return Outcome("unknown", replaces)

    def _again(self, stored: StoredNote, failure: NotSent) -> Outcome:
        """Later; what is asked for in order holds up what follows to the same addressee."""
        due = self._clock.now() + timedelta(seconds=failure.retry_after_s)
        if failure.in_order:
            self._queues.rest(stored.note.addressee, due)
        return Outcome("ready", due_at=due)

    def _fails(self, stored: StoredNote, error: Exception) -> Outcome:
        """A note that cannot be put into words, by a fault of ours: after some tries it is let go."""
        tries = self._resting.failed(stored.id, self._clock.now())
        log.error("note_failed", error=type(error), attempt=tries)
        if tries < MOST_TRIES:
            return Outcome("ready", due_at=self._resting.of(stored.id))
        self._resting.worked(stored.id)
        return Outcome("refused")

    async def _last_look(
        self, tx: Transaction, stored: StoredNote
    ) -> tuple[Note, Screen, str | None] | Outcome:
        note, now = stored.note, self._clock.now()
        at = await goes_at(tx, note, now, self._engine.policy) if await tx.note(stored.id) else None
        if at is None:
            return Outcome("refused")
        if at > now:
            return Outcome("ready", due_at=at)
        looked = await revealing.last_look(tx, stored, now)
        if looked is None:
            return Outcome("refused")
        earlier = await tx.note(note.replaces) if note.replaces is not None else None
        filled, screen = await self._narrator.fill(tx, looked)
        filled = replace(filled, in_place=await reach.stays_in_place(tx, note))
        return filled, screen, earlier.sent_as if earlier is not None else None

    async def _settle(self, number: NoteId, outcome: Outcome) -> None:
        """What cannot be written down now is owed, and written before anything else is brought."""
        try:
            await self._store.settle(number, outcome.status, outcome.sent_as, outcome.due_at)
        except StoreFailed:
            self._owed[number] = outcome
            raise
        self._owed.pop(number, None)

    async def _link(
        self, chat: ChatId | None, below: Sequence[tuple[ChatId, MessageId]], copies: list[str]
    ) -> None:
        """A reply to a copied answer is a reply to the answer."""
        if chat is None:
            return
        episodes = [EpisodeId(answer_id(chat, place, message)) for place, message in below]

        async def link(desk: Desk) -> None:
            for episode, copy in zip(episodes, copies, strict=False):
                if copy == GONE:
                    continue
                await desk.apply(chat, Copied(episode=episode, message=MessageId(copy)))

        await self._engine.work(self._clock.now(), link)

    def _platform(self, note: Note) -> Platform | None:
        return self._platforms.get(note.addressee.partition(":")[0])

    async def _rest(self) -> None:
        """Until somebody calls (a note's end does, too), or the next note falls due."""
        wait = None
        if self._under_way < AT_ONCE:
            now = self._clock.now()
            due = await self._store.next_note(self._queues.taken(now))
            moments = [moment for moment in (due, self._queues.next_end()) if moment is not None]
            if moments:
                wait = max((min(moments) - now).total_seconds(), SHORT_WAIT.total_seconds())
        with suppress(TimeoutError):
            await asyncio.wait_for(self._work.wait(), wait)


def _number(filled: Note) -> NoteId:
    """The number under which a note goes out; its buttons bring it back."""
    return NoteId(int(filled.args["note"]))
