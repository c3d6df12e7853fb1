"""No send starts after opting out was acknowledged: raced against every wait of the courier."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.memory import MemoryStore
from adapters.storage.sqlcipher import open_store
from bot.courier import Courier
from bot.keyed import Keyed
from bot.narrator import Narrator
from config.wording import wording
from core.ids import UpdateId
from core.inbound import ButtonPressed, Commanded, ConsentSaid, Inbound, MemberLeft, Update
from core.notes import Note
from core.ports import NotSent, Store
from tests.promises.child import KEY
from tests.promises.gates import GatedStore, WatchedPlatform, in_courier
from tests.stories.world import HOME, ToyPlatform, World, private, who

pytestmark = pytest.mark.slow

HEAD_STARTS_S = (0.0, 0.002, 0.03)
"""Seconds by which an opt-out is ahead of the courier: beside it, in the midst of it, done before it."""
ABOUT_IT = frozenset({"nudge", "question", "ask_first", "care", "checkin", "reveal"})
NUMBERS = itertools.count()
Opened = Callable[[int], Awaitable[Store]]
WAYS = ["pause", "leaves", "withdraws", "forgets", "is gone"]


async def with_a_note_waiting(store: GatedStore, name: str) -> tuple[World, WatchedPlatform]:
    """Ana disclosed, an hour passed: Ben's nudge and some answers to both are in the outbox."""
    world, platform = World(store=store), WatchedPlatform()
    use(world, platform)
    await world.begin("Ana", "Ben")
    for way in ("leave", "forget"):
        await world.commands(name, way)
    await world.says("Ana", "I am afraid of tomorrow")
    await world.passes(hours=1)
    await world.presses("Ben", "Open")
    await world.presses("Ben", "Later")
    await world.passes(minutes=30)
    world.clock.at += timedelta(minutes=31)
    await world.alarm.ring_now()
    for asks in ("help", "mydata"):
        await world.inbox.handle(update(world, command(name, asks)))
    await world.inbox.handle(update(world, command("Ana", "checkin")))
    platform.log.clear()
    return world, platform


def use(world: World, platform: ToyPlatform) -> None:
    """Puts another platform in the place of the world's own."""
    narrator = Narrator(words=wording(), operator="Olga", keyed=Keyed(b"test"))
    world.platform = platform
    world.courier = Courier(world.engine, narrator, {"toy": platform}, world.clock)
    world.inbox.receipts_through(world.courier.hand_over)


def command(name: str, what: str) -> Commanded:
    return Commanded(chat=private(name), who=who(name), name=what, private=True)


def update(world: World, what: Inbound) -> Update:
    return Update(id=UpdateId(f"toy:race:{next(NUMBERS)}"), at=world.clock.now(), what=what)


def way_out(world: World, name: str, way: str) -> Inbound:
    def press(kind: str, button: str) -> ButtonPressed:
        note = next(s.note for s in world.private(name) if s.to.kind == kind)
        return ButtonPressed(who=who(name), data=f"{note}:{button}")

    ways: dict[str, Callable[[], Inbound]] = {
        "pause": lambda: command(name, "pause"),
        "leaves": lambda: press("leave", "leave_yes"),
        "withdraws": lambda: ConsentSaid(chat=HOME, who=who(name), granted=False),
        "forgets": lambda: press("forget", "forget_yes"),
        "is gone": lambda: MemberLeft(chat=HOME, who=who(name)),
    }
    return ways[way]()


async def race(
    store: GatedStore, name: str, way: str, at: int, *, fails_first: bool
) -> tuple[int, list[str]]:
    """Opts out at the courier's wait number `at`: how many waits there were, and what then still began."""
    world, platform = await with_a_note_waiting(store, name)
    tried: set[str] = set()

    def not_at_first(note: Note) -> Exception | None:
        first = fails_first and note.kind not in tried and note.kind in ABOUT_IT
        tried.add(note.kind)
        return NotSent() if first else None

    platform.fails_with = not_at_first
    out = update(world, way_out(world, name, way))
    acts: list[asyncio.Task[None]] = []
    waits = 0

    async def opt_out() -> None:
        in_courier.set(False)
        await world.inbox.handle(out)
        platform.log.append(("acknowledged", way, name))

    async def gate(_: str) -> None:
        nonlocal waits
        waits += 1
        if waits == at:
            acts.append(asyncio.create_task(opt_out()))
            await asyncio.wait(acts, timeout=HEAD_STARTS_S[at % len(HEAD_STARTS_S)])

    async def bring() -> None:
        in_courier.set(True)
        while await world.courier.bring():
            pass

    store.gate = platform.gate = gate
    await asyncio.create_task(bring())
    await asyncio.gather(*acts)
    for _ in range(3):
        world.clock.at += timedelta(seconds=30)
        await asyncio.create_task(bring())
    await asyncio.gather(*acts)  # one that began in the last of these, too
    after = platform.log[platform.log.index(("acknowledged", way, name)) + 1 :] if acts else []
    begun = [(what, place) for step, what, place in after if step == "begins"]
    late = [f"{what} to {place}" for what, place in begun if touches(what, place, name, way)]
    if way == "forgets" and acts:
        late += unfinished_at_the_receipt(platform.log, who(name).id)
    return waits, late


def touches(kind: str, place: str, name: str, way: str) -> bool:
    """Whether a note is to who opted out, or about them.

    The others keep their check-in, unless they saw it: else its absence would tell them.
    """
    if kind == "checkin" and way != "is gone":
        return place == who(name).id
    if way == "pause":
        return kind in ("nudge", "ask_first") or (kind in ABOUT_IT and place == who(name).id)
    return kind in ABOUT_IT


def unfinished_at_the_receipt(log: list[tuple[str, str, str]], person: str) -> list[str]:
    """Sends to this person that were under way when their receipt began, or began later."""
    here = [(step, kind) for step, kind, place in log if place == person]
    receipt = here.index(("begins", "forget"))
    open_then = [kind for step, kind in here[:receipt] if step == "begins"]
    for step, kind in here[:receipt]:
        if step == "ends":
            open_then.remove(kind)
    later = [kind for step, kind in here[receipt + 2 :] if step == "begins"]
    return [f"{kind} at the receipt" for kind in open_then] + later


async def late_sends(way: str, name: str, opened: Opened, *, fails_first: bool, stride: int) -> list[str]:
    """Opts out at every `stride`th wait of the courier: what still began after the acknowledgement."""
    waits, at, late = 1, 0, list[str]()
    while at < waits:
        at += stride
        store = GatedStore(await opened(at))
        try:
            waits, found = await race(store, name, way, at, fails_first=fails_first)
        finally:
            await store.close()
        late += [f"{one}, opted out at wait {at}" for one in found]
    assert waits > 10
    return late


@pytest.mark.parametrize("fails_first", [False, True], ids=["sent at once", "sent at the second try"])
@pytest.mark.parametrize("name", ["Ben", "Ana"])
@pytest.mark.parametrize("way", WAYS)
async def test_no_send_starts_after_opting_out(way: str, name: str, fails_first: bool) -> None:
    async def opened(_: int) -> Store:
        return MemoryStore()

    assert await late_sends(way, name, opened, fails_first=fails_first, stride=1) == []


@pytest.mark.parametrize("way", ["pause", "forgets"])
async def test_no_send_starts_after_opting_out_where_commits_are_grouped(way: str, tmp_path: Path) -> None:
    async def opened(number: int) -> Store:
        return await open_store(tmp_path / f"{number}.db", KEY)

    assert await late_sends(way, "Ben", opened, fails_first=False, stride=4) == []
