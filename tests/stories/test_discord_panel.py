"""A server's moderator sets it up from one message of menus and buttons, through real discord.py."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from adapters.discord.ids import person_id
from core import precedence
from tests.servers.discord import buttons_on, posted, words_on
from tests.stories.discord_club import club, components_of

MOST_COMPONENTS = 40
"""Of one message (Discord's reference of components)."""
MENUS = {3: "options", 5: "people", 6: "roles", 8: "channels"}
MENUS_SHOWN = ["channels", "options", "people", "roles", "roles"]
ROSES_SEEDS = ["roses", "seeds"]
ALONE = "Only who moderates this channel can set this up."


async def test_the_panel_is_one_message_that_its_moderator_alone_sees() -> None:
    async with club() as here:
        panel = await here.opens()
        menus = [each for each in here.components() if each["type"] in MENUS]
        assert (panel.ephemeral, panel.followups) == (True, [])
        assert sorted(MENUS[each["type"]] for each in menus) == MENUS_SHOWN
        assert all(each["max_values"] == (1 if MENUS[each["type"]] == "options" else 25) for each in menus)
        assert len(here.components()) <= MOST_COMPONENTS
        assert {"Exempt roles", "Exempt people", "Only these roles"}.isdisjoint(buttons_on(panel))


async def test_channels_are_switched_on_and_off_and_begin_as_this_one_is_configured() -> None:
    async with club() as here:
        panel = await here.opens()
        await here.fay.presses(panel, "Public check-ins: off")
        await here.picks(panel, "channels", here.roses, here.seeds)
        assert (await here.on(), here.chosen("channels")) == (ROSES_SEEDS, here.ids(here.roses, here.seeds))
        seeds = await here.chat(here.seeds)
        assert seeds is not None
        assert (seeds.title, seeds.moderation.checkins, dict(seeds.members)) == ("seeds", True, {})
        assert "Hello, I'm Attune" in words_on(here.ana.sees(here.seeds)[-1])
        assert here.ana.sees(here.tools) == []
        await here.picks(panel, "channels", here.tools)
        assert (await here.on(), here.chosen("channels")) == (["tools"], here.ids(here.tools))
        await here.picks(panel, "channels")
        assert (await here.on(), here.chosen("channels")) == ([], [])
        await here.picks(panel, "channels", here.seeds)
        assert len(here.ana.sees(here.seeds)) == 1


async def test_a_channel_in_which_the_bot_may_not_write_stays_off() -> None:
    async with club() as here:
        bot, silent = here.world.env.bot.user, discord.PermissionOverwrite(send_messages=False)
        assert bot is not None
        mute = here.server.create_text_channel("mute", overwrites={bot: silent})
        panel = await here.opens()
        await here.picks(panel, "channels", here.seeds, mute)
        assert "in one of these channels I cannot write" in here.words()
        assert (await here.on(), here.chosen("channels")) == ([], [])
        assert await here.chat(mute) is None


async def test_a_channel_that_a_moderator_does_not_see_is_not_theirs_to_switch() -> None:
    async with club() as here:
        bot, seen = here.world.env.bot.user, discord.PermissionOverwrite(view_channel=True)
        assert bot is not None
        nobody, all_of_them = discord.PermissionOverwrite(view_channel=False), here.server.default_role
        hidden = here.server.create_text_channel("hidden", overwrites={all_of_them: nobody, bot: seen})
        owners = here.server.create_role("Owners", permissions=discord.Permissions(administrator=True))
        gus = here.world.person("gus").joins(here.server, roles=[owners])
        panel = await here.opens()
        other = await gus.slash("moderate", where=here.roses)
        menu = next(each for each in components_of(other) if MENUS.get(each["type"]) == "channels")
        await gus.selects(other, hidden, custom_id=menu["custom_id"])
        await here.fay.presses(panel, "Private notes: off")
        assert here.chosen("channels") == []
        await here.picks(panel, "channels", here.seeds)
        await here.picks(panel, "channels")
        closed = await here.chat(hidden)
        assert closed is not None
        assert closed.moderation.enabled


async def test_which_channel_is_a_couples_shows_in_no_panel() -> None:
    """It is switched on as any other, and nothing follows there."""
    async with club() as here:
        await here.ana.slash("start", where=here.seeds, kind="couple")
        before = await here.chat(here.seeds)
        count = len(here.ana.sees(here.seeds))
        panel = await here.opens()
        assert here.chosen("channels") == []
        await here.picks(panel, "channels", here.seeds, here.tools)
        assert here.chosen("channels") == here.ids(here.seeds, here.tools)
        after = await here.chat(here.seeds)
        assert before is not None
        assert after is not None
        assert (after.kind, after.members, after.moderation.audit) == (before.kind, before.members, ())
        assert not precedence.moderated(after)
        assert len(here.ana.sees(here.seeds)) == count


async def test_somebody_who_was_only_left_out_is_never_told_of_a_channel_that_they_do_not_see() -> None:
    async with club() as here:
        bot, seen = here.world.env.bot.user, discord.PermissionOverwrite(view_channel=True)
        assert bot is not None
        nobody, all_of_them = discord.PermissionOverwrite(view_channel=False), here.server.default_role
        panel = await here.opens()
        await here.picks(panel, "exempt_people", here.ana.user)
        hidden = here.server.create_text_channel(
            "complaints-about-anna", overwrites={all_of_them: nobody, here.keepers: seen, bot: seen}
        )
        await here.picks(panel, "channels", here.roses, hidden)
        chat = await here.chat(hidden)
        assert chat is not None
        assert person_id(here.ana.id) in chat.members
        await here.picks(panel, "exempt_people")
        stranger = here.world.person("quokka", here.server)
        for who in (here.ana, stranger):
            await who.slash("start")
        assert words_on(here.ana.inbox[-1]) == words_on(stranger.inbox[-1])
        for name in ("chat", "checkin", "leave", "settings", "mydata"):
            await here.ana.slash(name)
        shown = [words_on(each) for each in here.ana.inbox]
        assert [each for each in shown if "complaints" in each] == []


async def test_roles_people_and_the_ceiling_are_picked_and_again_after_a_restart(
    tmp_path: Path,
) -> None:
    async with club(tmp_path / "attune.db") as here:
        panel = await here.opens()
        await here.picks(panel, "enabled_roles", here.helpers, here.keepers)
        await here.picks(panel, "exempt_roles", here.helpers)
        await here.picks(panel, "exempt_people", here.ana.user)
        await here.picks(panel, "notes_a_week", "1")
        await here.evening.restarts()
        assert here.chosen("enabled_roles") == here.ids(here.helpers, here.keepers)
        assert here.chosen("exempt_people") == here.ids(here.ana)
        await here.picks(panel, "exempt_roles")
        await here.picks(panel, "enabled_roles", here.helpers)
        await here.picks(panel, "notes_a_week", "2")
        await here.picks(panel, "channels", here.roses)
        assert here.chosen("enabled_roles") == here.ids(here.helpers)
        assert (here.chosen("exempt_roles"), here.chosen("notes_a_week")) == ([], ["2"])
        roses = await here.chat(here.roses)
        assert roses is not None
        now = roses.moderation
        assert (now.enabled, now.notes_a_week, now.exempt_roles) == (True, 2, ())
        assert (now.enabled_roles, now.exempt_people) == ((str(here.helpers.id),), (person_id(here.ana.id),))


@pytest.mark.parametrize(
    "menu", ["channels", "enabled_roles", "exempt_roles", "exempt_people", "notes_a_week"]
)
async def test_each_menu_of_a_panel_from_before_a_restart_takes_what_is_picked(
    menu: str, tmp_path: Path
) -> None:
    async with club(tmp_path / "attune.db") as here:
        panel = await here.opens()
        picked: dict[str, list[Any]] = {
            "channels": [here.roses, here.seeds],
            "enabled_roles": [here.helpers, here.keepers],
            "exempt_roles": [here.helpers],
            "exempt_people": [here.ana.user],
        }
        await here.evening.restarts()
        await here.picks(panel, menu, *picked.get(menu, ["1"]))
        assert here.chosen(menu) == (here.ids(*picked[menu]) if menu in picked else ["1"])


async def test_a_panel_ends_for_who_stopped_moderating() -> None:
    async with club() as here:
        panel = await here.opens()
        await here.fay.presses(panel, "Private notes: off")
        await here.fay.leaves(here.server)
        here.fay.joins(here.server)
        await here.picks(panel, "channels", here.seeds)
        assert (here.words(), await here.on()) == (ALONE, [])
        assert [each for each in here.components() if "custom_id" in each] == []
        assert words_on(await here.fay.slash("moderate", where=here.roses)) == ALONE


async def test_a_panel_ends_after_an_hour() -> None:
    async with club() as here:
        panel = await here.opens()
        await here.evening.passes(timedelta(minutes=61))
        await here.picks(panel, "exempt_people", here.ana.user)
        assert "more than an hour ago" in here.words()


async def test_forms_open_as_modals_and_a_try_out_leaves_no_trace() -> None:
    async with club() as here:
        panel = await here.opens()
        await here.fills(panel, "Quiet hours", "22:00-08:00")
        await here.fills(panel, "Time zone", "Europe/Berlin")
        assert "Quiet hours: 22:00-08:00" in here.words()
        tried = await here.fills(panel, "Try a text", "I am afraid of tomorrow")
        assert "What I would make of it" in words_on(tried)
        assert not any("What I would make" in words_on(each) for each in here.ana.sees(here.roses))
        assert "decides is “public”" in words_on(tried)
        assert "Quiet hours: 22:00-08:00" in here.words()
        assert not [one for one in here.world.sent if "afraid" in str(one.body)]


async def test_a_configuration_goes_out_as_a_file_and_comes_back_elsewhere() -> None:
    async with club() as here:
        panel = await here.opens()
        await here.picks(panel, "exempt_roles", here.helpers)
        await here.picks(panel, "exempt_people", here.ana.user)
        await here.fills(panel, "Quiet hours", "21:00-09:00")
        file = await here.fay.presses(panel, "Export")
        exported = (await posted(file).attachments[0].read()).decode()
        await here.picks(panel, "exempt_roles")
        await here.picks(panel, "exempt_people")
        assert here.chosen("exempt_people") == []
        await here.fills(panel, "Import", exported)
        assert here.chosen("exempt_roles") == here.ids(here.helpers)
        assert here.chosen("exempt_people") == here.ids(here.ana)
        assert json.loads(exported)["exempt_people"] == [person_id(here.ana.id)]


async def test_the_audit_names_fields_and_no_values() -> None:
    async with club() as here:
        panel = await here.opens()
        await here.picks(panel, "channels", here.seeds)
        await here.picks(panel, "exempt_people", here.ana.user)
        await here.fay.presses(panel, "What was changed")
        assert "fay: exempt people" in here.words()
        assert "fay: channels of this server" in here.words()
        assert str(here.ana.id) not in here.words()
        await here.fay.presses(panel, "Back")
        assert here.chosen("channels") == here.ids(here.seeds)


async def test_where_it_is_for_some_roles_only_a_mark_by_others_is_refused() -> None:
    async with club() as here:
        panel = await here.opens()
        dua = here.world.person("dua").joins(here.server, roles=[here.helpers])
        await here.picks(panel, "channels", here.roses)
        await here.picks(panel, "enabled_roles", here.helpers)
        for who in (here.ana, dua):
            card = here.cards(who)[-1]
            await who.presses(await who.presses(card, "Read it in private"), "I agree")
        told = {}
        for who in (here.ana, dua):
            message = await who.says(here.roses, "so, that was the day")
            told[who.name] = words_on(await who.context_menu("This matters", message))
        assert "left you out" in told["anna"]
        assert "What would you like" in told["dua"]
