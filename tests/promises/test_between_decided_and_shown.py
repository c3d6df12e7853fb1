"""Somebody goes after all answered and before that is shown: to the others it looks like silence."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from adapters.storage.sqlcipher import open_store
from core.chats import ChatKind
from core.inbound import MemberLeft
from core.notes import Note
from core.ports import NotSent
from tests.promises.child import KEY
from tests.stories.world import HOME, World, who

WAYS = ("withdraws", "leaves", "forgets", "is removed")
OTHERS = {ChatKind.COUPLE: ("Ana",), ChatKind.FRIENDS: ("Ana", "Cleo")}


@dataclass
class Gate:
    """Holds reveals back while it is shut, as a platform that asks for silence does."""

    shut: bool = True

    def __call__(self, note: Note) -> Exception | None:
        return NotSent(120.0) if note.kind == "reveal" and self.shut else None


@dataclass(frozen=True)
class Line:
    to: str
    at: datetime
    text: str
    below: int


async def play(kind: ChatKind, way: str, world: World) -> list[Line]:
    """What reaches the others and the chat after Ben did, or did not, what he does."""
    others, gate = OTHERS[kind], Gate()
    world.platform.fails_with = gate
    await world.added(*others, "Ben", kind=kind)
    await world.agree(*others, "Ben")
    await world.passes(hours=72)  # the first check-in is of the first two who agreed
    await world.commands("Ana", "checkin", chat=HOME)
    for name in (*others, *(() if way == "is silent" else ("Ben",))):
        await world.tells_bot(name, f"what {name} says")
    assert not [shown for shown in world.shared() if shown.to.kind == "reveal"]
    before = len(world.platform.shown)
    await goes(world, way)
    gate.shut = False
    lines: list[Line] = []
    for step in range(80):
        await world.passes(minutes=1 if step < 5 else 60)
        fresh = list(world.platform.shown.values())[before:]
        before += len(fresh)
        told = [shown for shown in fresh if shown.to.addressee != who("Ben").id and shown.to.kind != "card"]
        lines += [
            Line(s.to.addressee, world.clock.now(), s.screen.text, len(s.to.copies))
            for s in told
            if s.to.kind in ("reveal", "round_ended")
        ]
    return lines


async def goes(world: World, way: str) -> None:
    match way:
        case "withdraws":
            await world.commands("Ben", "withdraw")
        case "leaves":
            await world.commands("Ben", "leave")
            await world.presses("Ben", "Leave")
        case "forgets":
            await world.commands("Ben", "forget")
            await world.presses("Ben", "Everything")
            await world.presses("Ben", "Yes, forget me")
        case "is removed":
            await world.hand_in(MemberLeft(chat=HOME, who=who("Ben")))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", OTHERS)
def test_it_comes_and_ends_as_beside_somebody_silent(kind: ChatKind, way: str) -> None:
    silent = asyncio.run(play(kind, "is silent", World()))
    assert silent, "beside somebody silent something is shown or told at the close"
    assert asyncio.run(play(kind, way, World())) == silent


@pytest.mark.parametrize("way", WAYS)
def test_the_same_in_the_encrypted_store(way: str, tmp_path: Path) -> None:
    async def lived() -> list[Line]:
        store = await open_store(tmp_path / "a.db", KEY)
        lines = await play(ChatKind.FRIENDS, way, World(store=store))
        await store.close()
        return lines

    assert asyncio.run(lived()) == asyncio.run(play(ChatKind.FRIENDS, "is silent", World()))


def test_while_all_stay_the_answers_come_at_once() -> None:
    (line,) = asyncio.run(play(ChatKind.FRIENDS, "stays", World()))
    assert line.below == 3
