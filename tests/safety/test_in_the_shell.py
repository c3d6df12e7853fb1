"""What safety needs of the shell: topics without reading the history, notes that wait and are stopped."""

from __future__ import annotations

import re
from typing import Any

import pytest

from adapters.storage.memory import MemoryStore
from bot.own_data import own_data
from core.effects import LockChanged
from core.ids import MessageId
from core.screens.model import Screen
from tests.stories.world import World, who


def is_locked(world: World) -> bool:
    return any(effect.locked for effect in world.seen(LockChanged))


async def confided(*texts: str) -> tuple[World, list[MessageId]]:
    """Ana tells these things, and each is answered warmly and ends."""
    world = World()
    await world.begin("Ana", "Ben")
    told = []
    for text in texts:
        told.append(await world.says("Ana", text))
        await world.passes(minutes=3)
        await world.says("Ben", "I am with you")
        await world.passes(days=4)
    return world, told


async def test_old_shame_thrown_back_locks() -> None:
    world, _ = await confided("I am afraid of work")
    await world.says("Ben", "pathetic at work")
    assert is_locked(world)


async def test_what_was_deleted_after_its_end_is_not_thrown_back() -> None:
    world, told = await confided("I am afraid of work")
    await world.deletes(told[0])
    await world.says("Ben", "pathetic at work")
    assert not is_locked(world)


async def test_where_the_newest_was_deleted_the_one_before_still_counts() -> None:
    world, told = await confided("I am afraid of work", "I am afraid of work, still")
    await world.deletes(told[1])
    await world.says("Ben", "pathetic at work")
    assert is_locked(world)


async def test_a_hostile_message_reads_none_of_the_history(monkeypatch: pytest.MonkeyPatch) -> None:
    world, _ = await confided("I am afraid of work")
    looked: list[Any] = []
    transact = MemoryStore.transact

    async def watched(self: MemoryStore, do: Any) -> Any:
        async def look(tx: Any) -> Any:
            episodes = type(tx).episodes

            async def counted(tx: Any, *args: Any) -> Any:
                looked.append(args)
                return await episodes(tx, *args)

            monkeypatch.setattr(type(tx), "episodes", counted)
            try:
                return await do(tx)
            finally:
                monkeypatch.setattr(type(tx), "episodes", episodes)

        return await transact(self, look)

    monkeypatch.setattr(MemoryStore, "transact", watched)
    await world.says("Ben", "pathetic at work")
    assert is_locked(world)
    assert looked == []
    await world.commands("Ana", "mydata")  # it would have been seen
    assert looked != []


async def test_no_export_and_no_screen_names_a_lock_or_a_sign() -> None:
    world, _ = await confided("I am afraid of work")
    await world.says("Ben", "pathetic at work")
    for name in ("Ana", "Ben"):
        for command in ("mydata", "why", "privacy", "settings", "recap"):
            await world.commands(name, command)
    screens: list[Screen] = [shown.screen for name in ("Ana", "Ben") for shown in world.private(name)]
    exported = [await own_data(world.store, who(name).id) for name in ("Ana", "Ben")]
    told = repr((screens, exported))
    assert not re.search(r"\block|sign'|signs|throwback|unsafe'", told)
