"""The real shell behind a real client, for stories: its courier and alarm are moved by hand, so is time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from adapters.storage.memory import MemoryStore
from adapters.storage.sqlcipher import open_store
from bot.running import Running, assemble
from config.settings import Operator, Settings
from core.effects import Effect
from core.ports import Clock, Platform, Store
from tests.stories.world import WordReader

E = TypeVar("E", bound=Effect)
KEY = bytes(range(32))
OPERATOR = "Olga"


@dataclass(slots=True)
class Backstage:
    """What people on a platform do not see. `database`: an encrypted file; without one, rows in memory."""

    clock: Clock
    database: Path | None = None
    effects: list[Effect] = field(default_factory=list)
    """Everything that was decided, of all starts."""
    _running: Running | None = None

    @property
    def running(self) -> Running:
        assert self._running is not None
        return self._running

    async def starts(self, platforms: Mapping[str, Platform]) -> None:
        """A new shell over the rows that are there."""
        store: Store = MemoryStore() if self.database is None else await open_store(self.database, KEY)
        settings = Settings(operator=Operator(name=OPERATOR))
        self._running = assemble(store, KEY, settings, platforms, self.clock, reader=WordReader())
        self._running.engine.watch(lambda chat, at, effect: self.effects.append(effect))

    async def ends(self) -> None:
        await self.running.store.close()

    async def delivers(self) -> None:
        """Brings out every note that is due by the clock."""
        while await self.running.courier.bring():
            pass

    async def rings(self) -> None:
        """Does everything that fell due by the clock."""
        await self.running.alarm.ring_now()
        await self.delivers()

    def seen(self, kind: type[E]) -> list[E]:
        return [effect for effect in self.effects if isinstance(effect, kind)]
