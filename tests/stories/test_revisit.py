"""A hard topic put off by both and brought back when both are ready, as people meet it."""

from __future__ import annotations

import pytest

from bot.own_data import own_data
from core.chats import ChatKind
from core.ids import MessageId
from core.inbound import Commanded, ConsentSaid, SettingsSaid
from tests.stories.world import HOME, World, who

PARK, READY, NOT_YET, LATER = "Park it", "I'm ready", "Not yet", "Not now"
MOMENT = "Monday 2 March, 19:00"


async def two() -> World:
    world = World()
    await world.begin("Ana", "Ben")
    return world


async def parks(world: World, name: str, message: str | None = None) -> None:
    about = MessageId(message) if message else None
    what = Commanded(chat=HOME, who=who(name), name="park", about=about)
    await world.hand_in(what)


async def parked() -> World:
    world = await two()
    said = await world.says("Ana", "and the flat?")
    await parks(world, "Ana", said)
    await world.presses("Ben", "Open")
    await world.presses("Ben", PARK)
    await world.presses("Ana", "Open")
    return world


def seen(world: World, name: str) -> list[tuple[str, str]]:
    mine = [s for s in world.platform.shown.values() if s.to.to_chat or s.to.to_person == who(name).id]
    return [(s.screen.title, s.screen.text) for s in mine]


async def test_the_other_is_asked_in_private_and_both_hear_that_it_is_parked() -> None:
    world = await two()
    said = await world.says("Ana", "and the flat?")
    shared = len(world.shared())
    await parks(world, "Ana", said)
    assert f"moment of {MOMENT}" in world.texts("Ana")[-1]
    assert world.texts("Ben")[-1] == "A note, when you have a minute."
    await world.presses("Ben", "Open")
    assert f"Ana would like to park something for later: the moment of {MOMENT}" in world.texts("Ben")[-1]
    await world.presses("Ben", PARK)
    await world.presses("Ana", "Open")
    assert world.texts("Ana")[-1] == world.texts("Ben")[-1]
    assert world.texts("Ana")[-1].startswith(f"Parked, since all of you agreed: the moment of {MOMENT}.")
    assert len(world.shared()) == shared
    assert "flat" not in "".join(world.texts("Ben"))


@pytest.mark.parametrize("answer", ["silence", "declines", "withdraws", "pauses"])
async def test_anything_but_a_yes_looks_the_same(answer: str) -> None:
    told = []
    for happens in (False, True):
        world = await two()
        if happens and answer == "pauses":
            await world.hand_in(SettingsSaid(who=who("Ben"), values={"paused": True}))
        await parks(world, "Ana")
        if happens and answer == "declines":
            await world.presses("Ben", "Open")
            await world.presses("Ben", LATER)
        elif happens and answer == "withdraws":
            await world.hand_in(ConsentSaid(chat=HOME, who=who("Ben"), granted=False))
        await world.passes(days=8)
        await world.commands("Ana", "park")
        told.append(seen(world, "Ana"))
    assert told[0] == told[1]


@pytest.mark.parametrize("bens", ["silence", "ready", "ready and not", "ready and withdraws", "withdraws"])
async def test_one_who_is_ready_shows_to_nobody(bens: str) -> None:
    told = []
    for happens in (False, True):
        world = await parked()
        if happens and "ready" in bens:
            await world.presses("Ben", READY)
        if happens and "not" in bens:
            await world.presses("Ben", NOT_YET)
        if happens and "withdraws" in bens:
            await world.hand_in(ConsentSaid(chat=HOME, who=who("Ben"), granted=False))
        await world.passes(hours=2)
        await world.commands("Ana", "park")
        if bens != "ready":
            await world.presses("Ana", READY)
        told.append(seen(world, "Ana"))
    assert told[0] == told[1]


async def test_when_both_are_ready_both_get_the_same_line() -> None:
    world = await parked()
    await world.presses("Ana", READY)
    assert "Nobody sees that" in world.texts("Ana")[-1]
    await world.passes(days=3)
    await world.presses("Ben", READY)
    await world.presses("Ana", "Open")
    line = f"All of you are ready to come back to the moment of {MOMENT}."
    assert world.texts("Ana")[-1] == world.texts("Ben")[-1] == line
    await world.commands("Ana", "park")
    assert "Nothing is parked" in world.texts("Ana")[-1]


async def test_it_is_found_again_by_the_same_command_in_private() -> None:
    world = await parked()
    await world.presses("Ben", READY)
    await world.commands("Ana", "park")
    await world.presses("Ana", MOMENT)
    await world.presses("Ana", READY)
    assert "All of you are ready" in world.texts("Ana")[-1]


async def test_it_fades_after_eight_weeks() -> None:
    world = await parked()
    await world.passes(weeks=8)
    await world.presses("Ana", READY)
    assert world.texts("Ana")[-1] == "That is not parked any more."
    chat, _ = await world.engine.peek(HOME, who("Ana").id)
    assert chat is not None
    assert chat.parked == ()


async def test_proposing_what_the_other_proposed_is_a_yes() -> None:
    world = await two()
    said = await world.says("Ana", "and the flat?")
    await parks(world, "Ana", said)
    await parks(world, "Ben", said)
    assert "Parked, since all of you agreed" in world.texts("Ben")[-1]
    await parks(world, "Ben", said)
    assert "parked or proposed already" in world.texts("Ben")[-1]


async def test_among_friends_it_takes_everybody() -> None:
    world = World()
    await world.added("Ana", "Ben", "Cleo", kind=ChatKind.FRIENDS)
    await world.agree("Ana", "Ben", "Cleo")
    await parks(world, "Ana")
    for name in ("Ben", "Cleo"):
        await world.presses(name, "Open")
        assert not any("Parked, since" in text for text in world.texts("Ana"))
        await world.presses(name, PARK)
    await world.presses("Ana", "Open")
    assert "Parked, since all of you agreed" in world.texts("Ana")[-1]
    assert "Parked, since" not in world.texts("Ben")[-1]
    await world.presses("Ben", "Open")
    for name in ("Ana", "Ben", "Cleo"):
        await world.presses(name, READY)
    assert "All of you are ready" in world.texts("Cleo")[-1]


async def test_it_takes_two_and_who_has_not_agreed_proposes_nothing() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await parks(world, "Ana")
    assert world.texts("Ana")[-1] == "That works once everybody here agreed, in private."
    await world.agree("Ana")
    await parks(world, "Ana")
    assert world.texts("Ana")[-1] == "That works once everybody here agreed, in private."


async def test_one_s_own_data_holds_one_s_own_ready_alone() -> None:
    world = await parked()
    await world.presses("Ben", READY)
    anas, bens = [await own_data(world.store, who(name).id) for name in ("Ana", "Ben")]
    assert anas is not None
    assert bens is not None
    assert [one["you_are_ready_since"] for one in anas["chats"][0]["parked_for_later"]] == [None]
    assert bens["chats"][0]["parked_for_later"][0]["you_are_ready_since"] is not None


@pytest.mark.parametrize("meanwhile", ["quiet", "pause", "the other withdrew"])
async def test_a_tap_on_one_s_own_list_is_answered_at_any_time(meanwhile: str) -> None:
    world = await parked()
    match meanwhile:
        case "quiet":
            await world.commands("Ana", "settings", "quiet 00:00-23:59")
        case "pause":
            await world.commands("Ana", "pause")
        case _:
            await world.commands("Ben", "withdraw")
    await world.commands("Ana", "park")
    listed = world.private("Ana")[-1].screen
    await world.presses("Ana", next(iter(listed.buttons())).label)
    assert world.texts("Ana")[-1].startswith("Parked, since all of you agreed")
