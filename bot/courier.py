"""Brings notes out: at most once each, before they expire, and never again when it is unclear."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zlib import crc32

import structlog

from bot import reach
from bot.desk import Desk, answer_id
from bot.engine import Engine
from bot.narrator import Narrator
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
PLACES = 64


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed note."""

    status: str
    sent_as: str | None = None
    due_at: datetime | None = None
    """When to try again."""
    closed: bool = False
    """Nothing reaches this person any more."""


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
        self._places = [asyncio.Lock() for _ in range(PLACES)]
        self._owed: dict[NoteId, Outcome] = {}
        self._resting: Resting[NoteId] = Resting()

    def look(self) -> None:
        """There may be something to bring."""
        self._work.set()

    async def run(self) -> None:
        """Works until cancelled."""
        while True:
            self._work.clear()
            try:
                brought = await self.bring()
                if not brought:
                    await self._rest()
            except StoreFailed as failure:
                log.warning("store_failed", error=type(failure).__name__)
                await asyncio.sleep(1)

    async def bring(self) -> int:
        """Brings everything that is due now; returns how many notes that were."""
        for number, outcome in list(self._owed.items()):
            await self._settle(number, outcome)
        claimed = await self._store.claim(self._clock.now(), AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for place in _by_addressee(claimed):
                group.create_task(self._in_order(place))
        return len(claimed)

    async def hand_over(self, note: Note) -> None:
        """Shows a note that leaves no row behind: the receipt of an erasure, after all that was under way."""
        platform = self._platform(note)
        if platform is None:
            return
        stored = StoredNote(NoteId(0), note, "sending")
        async with self._place(note):
            try:
                filled, screen = await self._narrator.screen(self._store, stored)
                await platform.show(_number(filled), filled, screen, None)
            except Exception as failure:  # noqa: BLE001 - the erasure is done, whatever becomes of its receipt
                log.warning("send_unknown", error=type(failure).__name__)

    async def _in_order(self, notes: list[StoredNote]) -> None:
        for stored in notes:
            try:
                await self._bring_one(stored)
            except StoreFailed as failure:
                log.warning("store_failed", error=type(failure).__name__)
            except Exception as error:  # noqa: BLE001 - one note's fault must not end the sending of all others
                log.error("note_failed", error=type(error))

    async def _bring_one(self, stored: StoredNote) -> None:
        platform = self._platform(stored.note)
        if platform is None:
            await self._settle(stored.id, Outcome("refused"))
            return
        async with self._place(stored.note):
            outcome = await self._show(platform, stored)
        reference, *copies = (outcome.sent_as or "").split(" ")
        await self._settle(stored.id, replace(outcome, sent_as=reference or None))
        if copies:
            await self._link(stored.note, copies)
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
        try:
            return Outcome("sent", await platform.show(_number(going[0]), *going))
        except NotSent as failure:
            return Outcome("ready", due_at=self._clock.now() + timedelta(seconds=failure.retry_after_s))
        except Moved as moved:
            return await self._follow(stored.note.to_chat, moved.to)
        except Unreachable:
            # What they keep in mind is to be brought once they are back: no note of it may stay.
            return Outcome("ready" if stored.note.to_person is not None else "refused", closed=True)
        except Refused:
            return Outcome("refused")
        except MaybeSent:
            return Outcome("unknown")
        except Exception as failure:  # noqa: BLE001 - one note's fault must not end the sending of all others
            log.warning("send_unknown", error=type(failure).__name__)
            return Outcome("unknown")

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
        earlier = await tx.note(note.replaces) if note.replaces is not None else None
        filled, screen = await self._narrator.fill(tx, stored)
        return filled, screen, earlier.sent_as if earlier is not None else None

    async def _settle(self, number: NoteId, outcome: Outcome) -> None:
        """What cannot be written down now is owed, and written before anything else is brought."""
        self._owed[number] = outcome
        await self._store.settle(number, outcome.status, outcome.sent_as, outcome.due_at)
        del self._owed[number]

    def _place(self, note: Note) -> asyncio.Lock:
        """Keeps what is under way to one person or chat in order; places share locks by hash."""
        return self._places[crc32(str(note.to_person or note.to_chat).encode()) % PLACES]

    async def _link(self, note: Note, copies: list[str]) -> None:
        """A reply to a copied answer is a reply to the answer."""
        chat = note.to_chat
        if chat is None:
            return
        episodes = [EpisodeId(answer_id(chat, place, message)) for place, message in note.copies]

        async def link(desk: Desk) -> None:
            for episode, copy in zip(episodes, copies, strict=False):
                if copy == GONE:
                    continue
                await desk.apply(chat, Copied(episode=episode, message=MessageId(copy)))

        await self._engine.work(self._clock.now(), link)

    def _platform(self, note: Note) -> Platform | None:
        address = note.to_person or note.to_chat or ""
        return self._platforms.get(address.partition(":")[0])

    async def _rest(self) -> None:
        """Until somebody calls, or the next note falls due."""
        due = await self._store.next_note()
        wait = (
            None
            if due is None
            else max((due - self._clock.now()).total_seconds(), SHORT_WAIT.total_seconds())
        )
        with suppress(TimeoutError):
            await asyncio.wait_for(self._work.wait(), wait)


def _by_addressee(notes: list[StoredNote]) -> list[list[StoredNote]]:
    """Notes to one person or chat go out one after the other, in their order."""
    places: dict[str, list[StoredNote]] = {}
    for stored in notes:
        places.setdefault(str(stored.note.to_person or stored.note.to_chat), []).append(stored)
    return list(places.values())


def _number(filled: Note) -> NoteId:
    """The number under which a note goes out; its buttons bring it back."""
    return NoteId(int(filled.args["note"]))
