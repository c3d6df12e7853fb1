"""The courier at work: a queue for each addressee, nobody behind a stranger, nothing lost by a failure."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.courier import AT_ONCE
from core.ids import PersonId
from core.notes import Note, NoteId
from core.ports import MaybeSent, NotSent, StoreFull, Transaction
from core.screens.model import Screen
from tests.cases import cases
from tests.servers.virtual import run_virtually
from tests.stories.world import ToyPlatform, World


@dataclass(slots=True)
class SlowPlatform(ToyPlatform):
    """Shows when its gate for an addressee is open; remembers the order, and what is under way."""

    order: list[tuple[str, str]] = field(default_factory=list)
    """Addressee and kind, as they were shown."""
    replaced: list[str | None] = field(default_factory=list)
    closed: dict[str, asyncio.Event] = field(default_factory=dict)
    under_way: int = 0
    most_under_way: int = 0

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        self.replaced.append(replaces)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            if to.addressee in self.closed:
                await self.closed[to.addressee].wait()
            reference = await ToyPlatform.show(self, note, to, screen, replaces)
        finally:
            self.under_way -= 1
        self.order.append((to.addressee, to.kind))
        return reference


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(5000):
        if holds():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it never came so")


@asynccontextmanager
async def at_work() -> AsyncIterator[tuple[World, SlowPlatform]]:
    """A courier that runs by itself."""
    world, platform = World(), SlowPlatform()
    world.courier._platforms = {"toy": platform}
    working = asyncio.create_task(world.courier.run())
    try:
        yield world, platform
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def post(world: World, *notes: Note) -> list[NoteId]:
    async def work(tx: Transaction) -> list[NoteId]:
        numbers = [await tx.post(note) for note in notes]
        return [number for number in numbers if number is not None]

    numbers = await world.store.transact(work)
    world.courier.look()
    return numbers


async def status(world: World, number: NoteId) -> tuple[str, str | None]:
    stored = await world.store.transact(lambda tx: tx.note(number))
    assert stored is not None
    return stored.status, stored.sent_as


def note(name: str, kind: str = "help", **more: Any) -> Note:
    return Note(kind=kind, to_person=PersonId(f"toy:{name}"), **more)


async def test_whoever_waits_for_one_slow_answer_holds_up_nobody_else() -> None:
    async with at_work() as (world, platform):
        platform.closed["toy:ana"] = asyncio.Event()
        await post(world, *(note("ana") for _ in range(2 * AT_ONCE)), note("ben"), note("cleo"))
        await until(lambda: {name for name, _ in platform.order} == {"toy:ben", "toy:cleo"})
        assert platform.under_way == 1
        platform.closed["toy:ana"].set()
        await until(lambda: len(platform.order) == 2 * AT_ONCE + 2)


async def test_no_more_than_so_many_are_under_way_at_once() -> None:
    async with at_work() as (world, platform):
        names = [f"person {number}" for number in range(3 * AT_ONCE)]
        for name in names:
            platform.closed[f"toy:{name}"] = asyncio.Event()
        await post(world, *(note(name) for name in names))
        await until(lambda: platform.under_way == AT_ONCE)
        await asyncio.sleep(0.05)
        for gate in platform.closed.values():
            gate.set()
        await until(lambda: len(platform.order) == 3 * AT_ONCE)
        assert platform.most_under_way == AT_ONCE


async def test_what_follows_a_note_that_waits_in_order_waits_behind_it_and_others_do_not() -> None:
    async with at_work() as (world, platform):
        left = [NotSent(60, in_order=True)]
        platform.fails_with = lambda to: left.pop() if left and to.kind == "help" else None
        await post(world, note("ana", "help"), note("ana", "failed"), note("ben", "failed"))
        await until(lambda: bool(platform.order))
        await asyncio.sleep(0.05)
        early = list(platform.order)
        world.clock.at += timedelta(seconds=60)
        world.courier.look()
        await until(lambda: len(platform.order) == 3)
        assert early == [("toy:ben", "failed")]
        assert platform.order[1:] == [("toy:ana", "help"), ("toy:ana", "failed")]


async def test_nobody_rests_until_a_moment_that_a_wrong_clock_set() -> None:
    async with at_work() as (world, platform):
        left = [NotSent(60, in_order=True)]
        platform.fails_with = lambda to: left.pop() if left else None
        await post(world, note("ana", "help"))
        await until(lambda: not left)
        await until(lambda: not world.courier.busy)
        world.clock.at -= timedelta(hours=1)
        await post(world, note("ana", "failed"))
        world.courier.look()
        await until(lambda: bool(platform.order))
        assert platform.order == [("toy:ana", "failed")]


async def test_an_edit_of_unknown_fate_leaves_the_message_where_later_edits_find_it() -> None:
    async with at_work() as (world, platform):
        (first,) = await post(world, note("ana"))
        await until(lambda: len(platform.order) == 1)
        left = [MaybeSent()]
        platform.fails_with = lambda to: left.pop() if left else None
        (second,) = await post(world, note("ana", replaces=first))
        await until(lambda: not left)
        await until(lambda: not world.courier.busy)
        await post(world, note("ana", replaces=second))
        await until(lambda: len(platform.order) == 2)
        assert await status(world, second) == ("unknown", "toy/1")
        assert platform.replaced == [None, "toy/1", "toy/1"]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(("help", "failed", "example"))), max_size=12),
    st.integers(),
)
@settings(max_examples=cases(25))
def test_whatever_fails_each_note_arrives_once_and_each_addressees_in_their_order(
    posted: list[tuple[str, str]], seed: int
) -> None:
    """Sends that never left, settlements that find the disk full, in any number: each note once, in order."""
    shown = run_virtually(_shown_in_the_end(posted, random.Random(seed)))
    by_name = {name: [kind for who, kind in shown if who == f"toy:{name}"] for name in "abc"}
    assert by_name == {name: [kind for who, kind in posted if who == name] for name in "abc"}


async def _shown_in_the_end(posted: list[tuple[str, str]], dice: random.Random) -> list[tuple[str, str]]:
    async with at_work() as (world, platform):
        settle = world.store.settle

        async def sometimes(*values: Any) -> None:
            await asyncio.sleep(0.01)
            if dice.random() < 0.2:
                raise StoreFull("The disk is full.")
            await settle(*values)

        world.store.settle = sometimes  # type: ignore[method-assign,assignment]  # a disk that is full at times
        platform.fails_with = lambda to: NotSent(1, in_order=True) if dice.random() < 0.3 else None
        await post(world, *(note(name, kind) for name, kind in posted))
        for _ in range(40 * len(posted)):
            world.clock.at += timedelta(seconds=1)
            world.courier.look()
            await asyncio.sleep(1)
        return platform.order
