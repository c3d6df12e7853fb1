"""How deep check-ins go: seen by both, lowered by either, raised by both, as people meet it."""

from __future__ import annotations

from tests.stories.world import World

LIGHTER, DEEPER, NOT_NOW = "Lighter, please", "Deeper is fine with me", "Not now"
SMALL, PERSONAL, EVERYDAY = "small things about yourselves", "personal things", "everyday things"


async def level(world: World, name: str) -> str:
    """What /level tells this person now."""
    await world.commands(name, "level")
    return world.texts(name)[-1]


async def test_both_see_the_level_and_either_lowers_it() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    assert SMALL in await level(world, "Ana")
    assert await level(world, "Ana") == await level(world, "Ben")
    shown = len(world.private("Ana"))
    await world.presses("Ben", LIGHTER)
    assert EVERYDAY in world.texts("Ben")[-1]
    assert len(world.private("Ana")) == shown  # no note tells of it, but it is there to see
    assert EVERYDAY in await level(world, "Ana")


async def test_it_rises_when_both_said_so_in_private() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    before = await level(world, "Ben")
    await level(world, "Ana")
    await world.presses("Ana", DEEPER)
    assert "Nobody sees that" in world.texts("Ana")[-1]
    assert await level(world, "Ben") == before  # Ben cannot tell that Ana said so
    await world.presses("Ben", DEEPER)
    assert any("All of you said yes" in text for text in world.texts("Ana"))
    assert PERSONAL in await level(world, "Ana")
    assert PERSONAL in await level(world, "Ben")


async def test_a_yes_can_be_taken_back() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await level(world, "Ana")
    await world.presses("Ana", DEEPER)
    await world.presses("Ana", NOT_NOW)
    await level(world, "Ben")
    await world.presses("Ben", DEEPER)
    assert SMALL in await level(world, "Ana")


async def test_after_good_talk_both_are_offered_the_same_next_step_with_a_check_in() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    for _ in range(2):
        for one, other in (("Ana", "Ben"), ("Ben", "Ana")):
            told = await world.says(one, "I am afraid that I failed")
            await world.passes(minutes=3)
            await world.says(other, "I am with you", reply_to=told)
            await world.passes(hours=2)
    await world.commands("Ana", "checkin")
    offers = [next(t for t in reversed(world.texts(who)) if "one step deeper" in t) for who in ("Ana", "Ben")]
    assert offers[0] == offers[1]
    assert PERSONAL in offers[0]
    await world.presses("Ben", NOT_NOW)
    await world.presses("Ana", DEEPER)
    assert SMALL in await level(world, "Ana")


async def test_nothing_is_offered_to_two_who_shared_nothing_yet() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.commands("Ana", "checkin")
    assert not any("one step deeper" in text for text in (*world.texts("Ana"), *world.texts("Ben")))


async def test_one_s_own_yes_is_in_one_s_own_data_alone() -> None:
    from bot.own_data import own_data
    from tests.stories.world import who

    world = World()
    await world.begin("Ana", "Ben")
    await level(world, "Ana")
    await world.presses("Ana", DEEPER)
    ana, ben = [await own_data(world.store, who(name).id) for name in ("Ana", "Ben")]
    assert ana is not None
    assert ben is not None
    assert ana["chats"][0]["deeper_is_fine_with_you_since"] is not None
    assert ben["chats"][0]["deeper_is_fine_with_you_since"] is None
