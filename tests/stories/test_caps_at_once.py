"""Two chats at the same moment, and two shells over one store, do not spend a person's budget twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.memory import MemoryStore
from adapters.storage.sqlcipher import open_store
from bot.compose import inside
from bot.engine import Engine
from bot.keyed import Keyed
from core.effects import Held, NudgeClaim
from core.ids import ChatId, PersonId
from core.people import Person
from core.policy import Policy
from core.ports import Store, Transaction
from tests.stories.world import WordReader, World

CLUB = ChatId("toy:club")
BEN = PersonId("toy:ben")


@pytest.fixture(params=["memory", "sqlcipher"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    memory = request.param == "memory"
    opened: Store = MemoryStore() if memory else await open_store(tmp_path / "a.db", bytes(range(32)))
    yield opened
    await opened.close()


async def two_chats(store: Store) -> World:
    """Ben is in both; in both somebody discloses at the same moment, and he answers neither."""
    world = World(store=store)
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    await world.added("Cem", "Ben", chat=CLUB)
    await world.agree("Cem", "Ben")
    await world.passes(hours=1)
    await world.says("Ana", "I am afraid of tomorrow")
    await world.says("Cem", "I am afraid of tomorrow", chat=CLUB)
    return world


def shell(store: Store) -> tuple[Engine, list[object]]:
    """Another shell over the same store, and what it decides."""
    engine, _ = inside(store, WordReader(), Policy(), Keyed(b"test"))
    seen: list[object] = []
    engine.watch(lambda chat, at, effect: seen.append(effect))
    return engine, seen


async def test_of_two_chats_at_the_same_moment_one_brings_the_days_note(store: Store) -> None:
    world = await two_chats(store)
    shells = [shell(store) for _ in range(3)]
    due = world.clock.now() + timedelta(hours=1)
    await asyncio.gather(*(engine.ring(due) for engine, _ in shells))
    effects = [effect for _, seen in shells for effect in seen]
    assert [e.person for e in effects if isinstance(e, NudgeClaim)] == [BEN]
    assert [e.rule for e in effects if isinstance(e, Held)] == ["cap"]

    async def look(tx: Transaction) -> tuple[Person | None, int]:
        posted = [s for s in await tx.notes_to(BEN) if s.note.kind == "nudge"]
        return await tx.person(BEN), len(posted)

    ben, notes = await store.transact(look)
    assert ben is not None
    assert (len(ben.nudged), notes) == (1, 1)


async def test_over_weeks_of_two_chats_neither_day_nor_week_is_overspent(store: Store) -> None:
    world = await two_chats(store)
    for _ in range(24):
        await world.passes(hours=11)
        await world.says("Ana", "I am afraid of tomorrow")
        await world.says("Cem", "I am afraid of tomorrow", chat=CLUB)
    await world.passes(hours=1)
    spent = sorted(at for _, at, e in world.effects if isinstance(e, NudgeClaim) and e.person == BEN)
    assert len(spent) > 3
    days = [at.date() for at in spent]
    assert len(set(days)) == len(days)
    assert all((days[n + 3] - days[n]).days >= 7 for n in range(len(days) - 3))
