"""What people read when they agree is true of their chat: two, friends, or a community."""

from __future__ import annotations

import pytest

from core.chats import ChatKind
from core.effects import MessageRead
from tests.stories.world import World

PHONE = 900
DROPPED = "everybody else's messages are dropped"


def said(world: World, name: str, kind: str) -> str:
    return next(s.screen.text for s in world.private(name) if s.to.kind == kind)


async def added(*people: str, kind: ChatKind) -> World:
    world = World()
    await world.added(*people, kind=kind)
    return world


async def test_among_friends_nobody_is_told_that_everybody_agreed_or_has_to() -> None:
    world = await added("Ana", "Ben", "Cleo", kind=ChatKind.FRIENDS)
    asked = [said(world, "Ana", "consent"), world.shared()[-1].screen.text]
    await world.agree("Ana", "Ben")
    await world.says("Ana", "I am afraid of tomorrow")
    await world.passes(minutes=5)
    assert world.seen(MessageRead)  # with two of three
    for text in (*asked, said(world, "Ana", "agreed"), said(world, "Ben", "agreed")):
        assert DROPPED in text
        assert "verybody agreed" not in text
        assert "everybody here" not in text


async def test_who_agrees_after_the_first_check_in_began_hears_that_the_next_one_asks_them() -> None:
    world = await added("Ana", "Ben", "Cleo", kind=ChatKind.FRIENDS)
    await world.agree("Ana", "Ben", "Cleo")
    late = "The next check-in asks you, too."
    assert late not in said(world, "Ben", "agreed")
    assert late in said(world, "Cleo", "agreed")
    assert "checkin" not in [s.to.kind for s in world.private("Cleo")]
    await world.passes(days=4)
    await world.commands("Ana", "checkin")
    assert "checkin" in [s.to.kind for s in world.private("Cleo")]


async def test_a_community_hears_that_moderators_come_first() -> None:
    world = await added("Ana", "Ben", kind=ChatKind.COMMUNITY)
    asked = [world.shared()[-1].screen.text, said(world, "Ana", "consent")]
    await world.agree("Ana", "Ben")
    for text in (*asked, said(world, "Ana", "agreed"), said(world, "Ben", "agreed")):
        assert "moderators" in text
        assert "everybody here" not in text
        assert "verybody agreed" not in text


async def test_two_hear_that_it_takes_both() -> None:
    world = await added("Ana", "Ben", kind=ChatKind.COUPLE)
    assert "everybody here agreed" in world.shared()[-1].screen.text
    assert "everybody here agreed" in said(world, "Ana", "consent")
    await world.agree("Ana", "Ben")
    assert "everybody here agreed" in said(world, "Ana", "agreed")
    assert said(world, "Ben", "agreed").startswith("Thank you. Everybody agreed.")


@pytest.mark.parametrize("kind", list(ChatKind))
async def test_every_card_fits_on_a_phone(kind: ChatKind) -> None:
    world = await added("Ana", "Ben", kind=kind)
    assert len(said(world, "Ana", "consent")) <= PHONE


async def test_a_pass_says_for_how_long_it_is_known() -> None:
    world = await added("Ana", "Ben", kind=ChatKind.COUPLE)
    await world.agree("Ana", "Ben")
    await world.presses("Ana", "Pass")
    assert said(world, "Ana", "passed") == "Passed. Nobody is told, and it is gone when the round ends."
