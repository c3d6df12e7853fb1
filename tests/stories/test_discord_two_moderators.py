"""Two moderators with a panel each, at the same time: neither undoes what the other did."""

from __future__ import annotations

from adapters.discord.ids import person_id
from tests.servers.discord import Answer, words_on
from tests.stories.discord_club import club, components_of


def _menu_of(panel: Answer, name: str) -> str:
    ids = (str(each.get("custom_id")) for each in components_of(panel))
    return next(each for each in ids if each.endswith(f":mod_{name}"))


async def test_what_another_moderator_switched_meanwhile_stays() -> None:
    async with club() as here:
        panel = await here.opens()
        gus = here.world.person("gus").joins(here.server, roles=[here.keepers])
        other = await gus.slash("moderate", where=here.roses)
        await gus.selects(other, here.tools, custom_id=_menu_of(other, "channels"))
        await here.picks(panel, "channels", here.seeds)
        assert await here.on() == ["seeds", "tools"]


async def test_what_another_put_into_a_list_meanwhile_stays_and_what_they_took_out_stays_out() -> None:
    async with club() as here:
        one, two, three = (here.server.create_role(name) for name in ("One", "Two", "Three"))
        dora, emil = (here.world.person(name, here.server) for name in ("dora", "emil"))
        gus = here.world.person("gus").joins(here.server, roles=[here.keepers])
        panel = await here.opens()
        for menu in ("exempt_roles", "enabled_roles"):
            await here.picks(panel, menu, one, two)
        await here.picks(panel, "exempt_people", here.ana.user)
        other = await gus.slash("moderate", where=here.roses)
        for menu in ("exempt_roles", "enabled_roles"):
            await here.picks(panel, menu, one, here.helpers)
            await gus.selects(other, one, two, three, custom_id=_menu_of(other, menu))
        await here.picks(panel, "exempt_people", dora.user)
        await gus.selects(other, here.ana.user, emil.user, custom_id=_menu_of(other, "exempt_people"))
        roses = await here.chat(here.roses)
        assert roses is not None
        now = roses.moderation
        assert now.exempt_roles == now.enabled_roles == tuple(sorted(here.ids(one, here.helpers, three)))
        assert now.exempt_people == tuple(sorted((person_id(dora.id), person_id(emil.id))))


async def test_a_switch_becomes_what_its_button_said_whoever_pressed_it_meanwhile() -> None:
    async with club() as here:
        gus = here.world.person("gus").joins(here.server, roles=[here.keepers])
        panel = await here.opens()
        other = await gus.slash("moderate", where=here.roses)
        await here.fay.presses(panel, "Private notes: off")
        await gus.presses(other, "Private notes: off")
        roses = await here.chat(here.roses)
        assert roses is not None
        assert roses.moderation.notes


async def test_the_audit_of_a_channel_says_that_a_moderator_switched_it_from_another_one() -> None:
    async with club() as here:
        await here.picks(await here.opens(), "channels", here.roses, here.seeds)
        await here.fay.presses(await here.fay.slash("moderate", where=here.seeds), "What was changed")
        assert "a moderator: switched on or off from another channel" in words_on(
            here.fay.sees(here.seeds)[-1]
        )


async def test_the_menu_of_roles_promises_no_more_than_it_does() -> None:
    """A check-in is everybody's who agreed; what a role is needed for is being read and getting notes."""
    async with club() as here:
        await here.picks(await here.opens(), "enabled_roles", here.helpers)
        assert "Reading and notes only for these roles" in here.words()
