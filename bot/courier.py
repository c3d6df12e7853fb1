"""Brings notes out: at most once each, before they expire, and never again when it is unclear."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.engine import Desk, Engine, answer_id
from bot.narrator import Narrator
from core.events import Copied
from core.ids import EpisodeId, MessageId
from core.notes import Note, NoteId, StoredNote
from core.ports import Clock, MaybeSent, NotSent, Platform, Refused, StoreFailed, Transaction

log = structlog.get_logger()
AT_ONCE = 16
"""Notes that are under way at the same time."""
GONE = "-"
"""Stands for a copy whose source was deleted meanwhile."""
SHORT_WAIT = timedelta(milliseconds=200)


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
        claimed = await self._store.claim(self._clock.now(), AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for place in _by_addressee(claimed):
                group.create_task(self._in_order(place))
        return len(claimed)

    async def hand_over(self, note: Note) -> None:
        """Shows a note that leaves no row behind: the receipt of an erasure."""
        platform = self._platform(note)
        if platform is None:
            return
        stored = StoredNote(NoteId(0), note, "sending")
        filled, screen = await self._narrator.screen(self._store, stored)
        try:
            await platform.show(stored.id, filled, screen, None)
        except (NotSent, MaybeSent, Refused) as failure:
            log.warning("send_unknown", error=type(failure).__name__)

    async def _in_order(self, notes: list[StoredNote]) -> None:
        for stored in notes:
            await self._bring_one(stored)

    async def _bring_one(self, stored: StoredNote) -> None:
        platform = self._platform(stored.note)
        if platform is None:
            await self._store.settle(stored.id, "refused")
            return
        try:
            filled, screen = await self._narrator.screen(self._store, stored)
            sent_as = await platform.show(stored.id, filled, screen, await self._replaced(stored.note))
        except NotSent as failure:
            await asyncio.sleep(min(failure.retry_after_s, 30))
            await self._store.settle(stored.id, "ready")
        except MaybeSent:
            await self._store.settle(stored.id, "unknown")
        except Refused:
            await self._store.settle(stored.id, "refused")
        else:
            reference, *copies = sent_as.split(" ")
            await self._store.settle(stored.id, "sent", reference)
            if copies:
                await self._link(stored.note, copies)

    async def _replaced(self, note: Note) -> str | None:
        if note.replaces is None:
            return None
        wanted = note.replaces

        async def look(tx: Transaction) -> StoredNote | None:
            return await tx.note(wanted)

        earlier = await self._store.transact(look)
        return earlier.sent_as if earlier is not None else None

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
