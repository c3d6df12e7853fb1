"""A running bot: store, engine, courier, alarm and platforms, started together and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from adapters.reader import load_reader
from adapters.storage.keys import KeyFound, load_or_create_key
from bot.alarm import Alarm
from bot.compose import inside
from bot.courier import Courier
from bot.desk import Desk
from bot.engine import Engine
from bot.inbox import Inbox
from bot.keyed import Keyed
from bot.narrator import Narrator
from config.wording import wording
from core.effects import Effect, ErasureDue
from core.ids import ChatId, PersonId
from core.policy import Policy
from core.ports import Clock, Platform, Reader, Store, StoreFailed

if TYPE_CHECKING:
    from adapters.storage.sqlcipher import SqlCipherStore
    from config.settings import Settings

log = structlog.get_logger()
PRUNE_EVERY_S = 3600.0


@dataclass(frozen=True, slots=True)
class Running:
    """What a command or a page may reach of a running bot."""

    store: Store
    engine: Engine
    inbox: Inbox
    courier: Courier
    alarm: Alarm
    narrator: Narrator
    clock: Clock
    platforms: Mapping[str, Platform]


def the_key(settings: Settings) -> KeyFound:
    given = settings.store.key.get_secret_value() if settings.store.key is not None else None
    return load_or_create_key(settings.store.path, settings.store.key_file, given)


async def open_configured(settings: Settings) -> tuple[SqlCipherStore, KeyFound]:
    """The configured database, with its key. Raises StoreFailed with one sentence."""
    from adapters.storage.sqlcipher import open_store

    key = the_key(settings)
    return await open_store(settings.store.path, key.key), key


def assemble(
    store: Store,
    key: bytes,
    settings: Settings,
    platforms: Mapping[str, Platform],
    clock: Clock,
    *,
    reader: Reader | None = None,
) -> Running:
    """Puts the parts together over an open store. `platforms` may be filled in afterwards; without a `reader`
    the one that comes with Attune is loaded."""

    keyed = Keyed(key)
    engine, inbox = inside(store, reader or load_reader(), Policy(), keyed)
    narrator = Narrator(words=wording(), operator=settings.operator.name, keyed=keyed)
    courier = Courier(engine, narrator, platforms, clock)
    alarm = Alarm(engine, clock)
    engine.after_commit(courier.look)
    engine.after_commit(alarm.look)
    inbox.receipts_through(courier.hand_over)
    return Running(store, engine, inbox, courier, alarm, narrator, clock, platforms)


@asynccontextmanager
async def tasks(running: Running) -> AsyncIterator[asyncio.TaskGroup]:
    """Courier, alarm and housekeeping run while this is open; a failure of one ends all."""
    async with asyncio.TaskGroup() as group:
        own = [
            group.create_task(running.courier.run()),
            group.create_task(running.alarm.run()),
            group.create_task(_keep_house(running)),
        ]
        try:
            yield group
        finally:
            for task in own:
                task.cancel()


async def forget_person(running: Running, person: PersonId) -> None:
    """Erases a person, from the operator's side: the same path as their own /forget."""

    async def forget(desk: Desk) -> None:
        await running.inbox.forget(desk, person)

    await running.engine.work(running.clock.now(), forget)
    await running.store.scrub()


async def _keep_house(running: Running) -> None:
    """Prunes what is kept for a while only, scrubs what was erased, lets go of words over 48 hours."""
    due: list[datetime] = []

    def note(chat: ChatId, at: datetime, effect: Effect) -> None:
        if isinstance(effect, ErasureDue):
            due.append(at)

    running.engine.watch(note)
    while True:
        try:
            now = running.clock.now()
            await running.store.prune(now)
            if due:
                due.clear()
                await running.store.scrub()
            running.inbox.sweep(now)
        except StoreFailed as failure:
            log.warning("store_failed", error=type(failure).__name__)
        except Exception as error:  # noqa: BLE001 - a fault of ours here must not end everything else
            log.error("housekeeping_failed", error=type(error))
        await asyncio.sleep(PRUNE_EVERY_S)
