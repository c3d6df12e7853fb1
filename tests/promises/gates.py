"""Real small stand-ins at which a story can be stopped: a store with gates, and a platform that waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from core.notes import Note, NoteId, StoredNote
from core.ports import Store, Transaction, Wake
from core.screens.model import Screen
from tests.stories.world import ToyPlatform

T = TypeVar("T")
Gate = Callable[[str], Awaitable[None]]


async def open_gate(name: str) -> None:
    """Nothing stops anybody."""


in_courier: ContextVar[bool] = ContextVar("in_courier", default=False)
"""Set in the task that is watched, and so in the tasks that it starts."""


@dataclass(slots=True)
class GatedStore:
    """Any store, with a gate before each thing the courier asks of it, and after each but a transaction.

    What follows a transaction follows at once: its caller resumes before anything that was committed later.
    """

    inner: Store
    gate: Gate = open_gate

    async def _through(self, name: str, asked: Awaitable[T]) -> T:
        if not in_courier.get():
            return await asked
        await self.gate(f"before {name}")
        result = await asked
        if name != "transact":
            await self.gate(f"after {name}")
        return result

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        return await self._through("transact", self.inner.transact(work))

    async def next_wake(self, without: Collection[Wake] = ()) -> Wake | None:
        return await self.inner.next_wake(without)

    async def claim(self, now: datetime, limit: int = 16, besides: Collection[str] = ()) -> list[StoredNote]:
        return await self._through("claim", self.inner.claim(now, limit, besides))

    async def next_note(self, besides: Collection[str] = ()) -> datetime | None:
        return await self.inner.next_note(besides)

    async def settle(
        self, note: NoteId, status: str, sent_as: str | None = None, due_at: datetime | None = None
    ) -> None:
        await self._through("settle", self.inner.settle(note, status, sent_as, due_at))

    async def scrub(self) -> None:
        await self.inner.scrub()

    async def prune(self, now: datetime) -> None:
        await self.inner.prune(now)

    async def close(self) -> None:
        await self.inner.close()


@dataclass(slots=True)
class WatchedPlatform(ToyPlatform):
    """Notes when a send begins and ends, and waits at a gate in between."""

    log: list[tuple[str, str, str]] = field(default_factory=list)
    gate: Gate = open_gate

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        place = str(to.to_person or to.to_chat)
        self.log.append(("begins", to.kind, place))
        await self.gate("show")
        try:
            return await ToyPlatform.show(self, note, to, screen, replaces)
        finally:
            self.log.append(("ends", to.kind, place))
