"""A round is for twenty: where more take part, whoever asks or plans is told so plainly."""

from __future__ import annotations

from core.chats import ChatKind
from core.rounds import MOST_PEOPLE
from tests.stories.world import HOME, World

NAMES = tuple(f"Friend{number}" for number in range(MOST_PEOPLE + 1))
MANY = "at most, and more than that take part here"


async def friends(*names: str) -> World:
    world = World()
    await world.added(*names, kind=ChatKind.FRIENDS)
    await world.agree(*names)
    await world.passes(days=4)
    return world


def asked(world: World) -> int:
    return sum(s.to.kind == "checkin" for name in NAMES for s in world.private(name))


async def test_who_plans_or_asks_is_told() -> None:
    world = await friends(*NAMES)
    before = asked(world)
    await world.commands(NAMES[0], "checkins", "daily 20:00", chat=HOME)
    assert MANY in world.texts(NAMES[0])[-1]
    assert "Next for you" not in world.texts(NAMES[0])[-1]
    await world.commands(NAMES[1], "checkin", chat=HOME)
    assert MANY in world.texts(NAMES[1])[-1]
    for _ in range(3):
        await world.passes(days=1)
    assert asked(world) == before


async def test_twenty_are_asked() -> None:
    world = await friends(*NAMES[:MOST_PEOPLE])
    await world.commands(NAMES[0], "checkins", "daily 20:00", chat=HOME)
    assert MANY not in world.texts(NAMES[0])[-1]
    before = asked(world)
    await world.commands(NAMES[1], "checkin", chat=HOME)
    assert asked(world) == before + MOST_PEOPLE


async def test_who_goes_unseen_brings_no_check_ins_back_that_day() -> None:
    world = await friends(*NAMES)
    await world.commands(NAMES[-1], "withdraw")
    await world.commands(NAMES[0], "checkin", chat=HOME)
    assert MANY in world.texts(NAMES[0])[-1]
    await world.passes(days=31)
    await world.commands(NAMES[0], "checkin", chat=HOME)
    assert MANY not in world.texts(NAMES[0])[-1]
