"""What people read when they agree is true of their chat: two, friends, or a community."""

from __future__ import annotations

from datetime import time

import pytest

from core.chats import ChatKind
from core.effects import MessageRead
from core.inbound import ButtonPressed, SettingsSaid
from tests.stories.world import HOME, World, who

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


PLANS = {"daily 20:00": "Wednesday 4 March, 21:00", "sat 20:00": "Saturday 7 March, 21:00"}


@pytest.mark.parametrize("plan", PLANS)
async def test_who_agrees_late_hears_when_the_plan_asks_them(plan: str) -> None:
    """On their own clock, and of the first date for which they are in time."""
    world = await added("Ana", "Ben", "Cleo", kind=ChatKind.FRIENDS)
    await world.agree("Ana", "Ben")
    await world.commands("Ana", "checkins", f"{plan}", chat=HOME)
    await world.passes(minutes=1)  # the first date is open by now, without Cleo
    await world.hand_in(
        SettingsSaid(who=who("Cleo"), values={"zone": "Europe/Berlin", "checkin_at": time(21)})
    )
    await world.agree("Cleo")
    told = f"Next for you: {PLANS[plan]} your time."
    assert told in said(world, "Cleo", "agreed")
    await world.commands("Cleo", "checkins", chat=HOME)
    assert told in world.texts("Cleo")[-1]


@pytest.mark.parametrize("why", ["no plan", "off"])
async def test_where_no_check_in_is_planned_no_moment_is_told(why: str) -> None:
    world = await added("Ana", "Ben", "Cleo", kind=ChatKind.FRIENDS)
    await world.agree("Ana", "Ben")
    if why == "off":
        await world.commands("Ana", "checkins", "daily 20:00", chat=HOME)
        await world.commands("Ana", "chat", chat=HOME)
        turn = next(s for s in reversed(world.shared()) if s.to.kind == "chat")
        await world.hand_in(ButtonPressed(who=who("Ana"), data=turn.button("Check-ins: on")))
    await world.agree("Cleo")
    assert "Next for you" not in said(world, "Cleo", "agreed")


COMMANDS = ("checkin", "checkins", "level", "park")


@pytest.mark.parametrize("command", COMMANDS)
async def test_what_it_takes_is_said_as_it_is_for_this_kind_of_chat(command: str) -> None:
    takes = {}
    for kind in ChatKind:
        world = await added("Ana", "Ben", "Cleo", kind=kind)
        await world.agree("Ana")
        await world.commands("Ana", command, chat=HOME)
        takes[kind] = world.texts("Ana")[-1]
    assert takes[ChatKind.COUPLE] == "That works once everybody here agreed, in private."
    assert takes[ChatKind.FRIENDS] == "That works once you and at least one other here agreed, in private."


@pytest.mark.parametrize("command", COMMANDS)
async def test_among_friends_it_works_for_two_of_three(command: str) -> None:
    world = await added("Ana", "Ben", "Cleo", kind=ChatKind.FRIENDS)
    await world.agree("Ana", "Ben")
    await world.commands("Ana", command, chat=HOME)
    assert "works once" not in world.texts("Ana")[-1]


async def test_who_agreed_nowhere_is_told_where_it_works() -> None:
    world = await added("Ana", "Ben", kind=ChatKind.FRIENDS)
    await world.commands("Ana", "level")
    assert world.texts("Ana")[-1] == "That works in a chat in which you agreed: /start."


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
