"""The weekly recap: off until somebody turns it on for both; then the same for both, at each one's hour."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.chats import ChatKind
from core.inbound import ButtonPressed, SettingsSaid
from core.people import QuietHours
from tests.stories.test_recap import SOON, asked_by, began, talk
from tests.stories.world import Shown, World, who

ZONES = {"Ana": "Europe/Berlin", "Ben": "America/New_York"}


def weekly(world: World, name: str) -> list[Shown]:
    return [shown for shown in world.private(name) if shown.to.kind in ("weekly_recap", "recap")]


async def couple(*, on: bool = True) -> World:
    """Two who talked; one of them turned the weekly recap on."""
    world = await began(SOON)
    for name, zone in ZONES.items():
        await world.hand_in(SettingsSaid(who=who(name), values={"zone": zone}))
    await talk(world, "Ana Ben Ana Ben Ana Ben")
    if on:
        await world.commands("Ana", "recap", "weekly")
    return world


async def a_week(world: World) -> dict[str, list[datetime]]:
    """By name, when a sealed recap came within the next seven days, to the half hour."""
    came: dict[str, list[datetime]] = {name: [] for name in ZONES}
    known = {name: len(weekly(world, name)) for name in ZONES}
    for _ in range(7 * 48):
        await world.passes(minutes=30)
        for name, times in came.items():
            if len(weekly(world, name)) > known[name]:
                known[name] = len(weekly(world, name))
                times.append(world.clock.at)
    return came


async def opens(world: World, name: str) -> None:
    data = weekly(world, name)[-1].button("Open")
    await world.hand_in(ButtonPressed(who=who(name), data=data))


async def test_it_is_off_until_somebody_turns_it_on() -> None:
    assert await a_week(await couple(on=False)) == {"Ana": [], "Ben": []}


@pytest.mark.parametrize("word", ["weekly", "on"])
async def test_who_turns_it_on_does_so_for_all_to_see(word: str) -> None:
    world = await couple(on=False)
    await world.commands("Ana", "recap", word)
    assert any("A recap comes every Sunday" in shown.screen.text for shown in world.shared())


async def test_it_comes_once_on_sunday_at_six_on_each_ones_clock() -> None:
    came = await a_week(await couple())
    assert came["Ana"] == [datetime(2026, 3, 8, 17, 0, tzinfo=UTC)]
    assert came["Ben"] == [datetime(2026, 3, 8, 22, 0, tzinfo=UTC)]


async def test_it_is_sealed_and_both_find_the_same_in_it() -> None:
    world = await couple()
    await a_week(world)
    sealed = [weekly(world, name)[-1].screen for name in ZONES]
    assert {screen.text for screen in sealed} == {"A note, when you have a minute."}
    assert all(screen.attachment is None for screen in sealed)
    await opens(world, "Ana")
    await world.says("Ana", "I am afraid of tomorrow")
    await world.passes(hours=1)
    await opens(world, "Ben")
    ana, ben = (weekly(world, name)[-1].screen for name in ZONES)
    assert ana == ben
    assert ana.attachment is not None


async def test_one_in_quiet_hours_finds_it_after_them() -> None:
    world = await couple()
    quiet = QuietHours.parse("17:00-19:30")
    await world.hand_in(SettingsSaid(who=who("Ana"), values={"quiet_hours": quiet}))
    assert (await a_week(world))["Ana"] == [datetime(2026, 3, 8, 18, 30, tzinfo=UTC)]


async def test_who_paused_gets_none_and_the_other_does() -> None:
    world = await couple()
    await world.commands("Ben", "pause")
    assert {name: len(times) for name, times in (await a_week(world)).items()} == {"Ana": 1, "Ben": 0}


async def test_it_does_not_come_when_nothing_was_opened_lately() -> None:
    world = await couple()
    assert len((await a_week(world))["Ana"]) == 1
    await world.passes(days=14)
    assert await a_week(world) == {"Ana": [], "Ben": []}


async def test_it_does_not_come_while_it_is_too_early_to_say_anything() -> None:
    world = await began()
    await talk(world, "Ana Ben")
    await world.commands("Ana", "recap", "weekly")
    assert await a_week(world) == {"Ana": [], "Ben": []}


async def test_either_turns_it_off_with_a_tap() -> None:
    world = await couple()
    await asked_by(world, "Ben")
    await world.presses("Ben", "No weekly recap")
    assert any("The weekly recap is off" in shown.screen.text for shown in world.shared())
    assert await a_week(world) == {"Ana": [], "Ben": []}


async def test_in_a_group_there_is_none() -> None:
    world = World(policy=SOON)
    await world.added("Ana", "Ben", "Cem", kind=ChatKind.FRIENDS)
    await world.agree("Ana", "Ben", "Cem")
    await world.commands("Ana", "recap", "weekly")
    assert not any(shown.to.kind == "recap_switch" for shown in world.shared())


async def test_one_that_came_while_hidden_opens_with_its_picture_once_it_is_shown() -> None:
    world = await couple()
    await world.commands("Ben", "hide")
    await a_week(world)
    assert weekly(world, "Ben")[-1].screen.text == "Nothing new."
    await world.commands("Ben", "show")
    await opens(world, "Ben")
    assert weekly(world, "Ben")[-1].screen.attachment is not None
