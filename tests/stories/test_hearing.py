"""A chat that the bot cannot hear at first, and then can: who is asked for what, when, and how often."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.chats import ChatKind
from core.effects import MessageRead
from core.inbound import BotAdded, ButtonPressed, HearingChanged
from tests.stories.world import HOME, Shown, World, who

AGAIN = "I could not hear this chat until now"


async def deaf() -> World:
    world = World()
    people = (who("Ana"), who("Ben"))
    came = BotAdded(chat=HOME, kind=ChatKind.COUPLE, people=people, by=who("Ana"))
    await world.hand_in(replace(came, hears=False, missing="privacy_mode"))
    return world


async def unread() -> World:
    """Both agreed while nothing was heard, and passed the first check-in."""
    world = await deaf()
    await world.agree("Ana", "Ben")
    for name in ("Ana", "Ben"):
        await world.presses(name, "Pass")
    return world


async def hears(world: World, *, hears: bool = True) -> None:
    missing = "" if hears else "privacy_mode"
    await world.hand_in(HearingChanged(chat=HOME, hears=hears, missing=missing))


def asked(world: World, name: str) -> list[Shown]:
    return [s for s in world.private(name) if s.to.kind == "consent" and AGAIN in s.screen.text]


def told(world: World) -> int:
    return sum(s.to.kind == "unheard" for s in world.private("Ana"))


async def test_however_often_it_can_hear_again_each_is_asked_once() -> None:
    world = await unread()
    for _ in range(3):
        await hears(world)
        await hears(world, hears=False)
    await hears(world)
    assert [len(asked(world, name)) for name in ("Ana", "Ben")] == [1, 1]


async def test_who_said_not_now_is_not_asked_again_months_later_but_start_offers_it() -> None:
    world = await unread()
    await hears(world)
    await world.presses("Ana", "Not now")
    await world.passes(days=40)
    await hears(world, hears=False)
    await hears(world)
    assert asked(world, "Ana") == []  # the one there was became "That's fine"
    await world.commands("Ana", "start", chat=HOME)
    card = world.shared()[-1].button("Read it in private")
    await world.hand_in(ButtonPressed(who=who("Ana"), data=card))
    assert len(asked(world, "Ana")) == 1


async def test_what_is_missing_is_told_once_a_day() -> None:
    world = await unread()
    for _ in range(3):
        await hears(world)
        await hears(world, hears=False)
    assert told(world) == 1
    await world.passes(days=1)
    await hears(world)
    await hears(world, hears=False)
    assert told(world) == 2


async def test_it_is_asked_after_quiet_hours() -> None:
    world = await unread()
    await world.commands("Ben", "settings", "quiet 17:00-23:00")
    await hears(world)
    assert asked(world, "Ben") == []
    await world.passes(hours=6)
    assert len(asked(world, "Ben")) == 1


@pytest.mark.parametrize("order", ["pause first", "pause while it waits"])
async def test_it_is_asked_after_a_rest(order: str) -> None:
    world = await unread()
    if order == "pause first":
        await world.commands("Ben", "pause", "24h")
        await hears(world)
    else:
        await world.commands("Ben", "settings", "quiet 17:00-23:00")
        await hears(world)
        await world.commands("Ben", "pause", "24h")
    assert asked(world, "Ben") == []
    await world.passes(hours=20)
    assert asked(world, "Ben") == []
    await world.passes(hours=12)
    assert len(asked(world, "Ben")) == 1


async def test_it_is_not_asked_while_it_cannot_hear() -> None:
    world = await unread()
    await world.commands("Ben", "settings", "quiet 17:00-23:00")
    await hears(world)
    await hears(world, hears=False)
    await world.passes(hours=8)
    assert asked(world, "Ben") == []
    await hears(world)
    await world.passes(hours=2)
    assert len(asked(world, "Ben")) == 1


async def test_a_card_from_before_it_could_hear_leads_on_to_being_read() -> None:
    world = await deaf()
    await world.commands("Ben", "settings", "quiet 17:00-23:00")
    await hears(world)
    await world.agree("Ana", "Ben")
    assert [len(asked(world, name)) for name in ("Ana", "Ben")] == [1, 1]
    await world.agree("Ana", "Ben")
    await world.says("Ana", "I am afraid of work")
    await world.passes(minutes=5)
    assert world.seen(MessageRead)
