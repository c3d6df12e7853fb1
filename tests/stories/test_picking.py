"""Menus of the moderators' panel, without a platform: channels of one server, roles, people, the ceiling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from core.chats import Chat, ChatKind
from core.ids import ChatId
from core.inbound import ButtonPressed, Commanded, Who
from core.moderation import Moderation
from core.screens.model import Picker
from tests.stories.test_moderation import FAY, Club
from tests.stories.world import HOME, Shown, who

SEEDS, TOOLS, FAR = ChatId("toy:seeds"), ChatId("toy:tools"), ChatId("toy:far")
SERVER = {HOME: "roses", SEEDS: "seeds", TOOLS: "tools"}


class Server(Club):
    """A community whose platform has servers, roles, and menus."""

    async def opens_panel(self, channels: Mapping[ChatId, str] = SERVER) -> Shown:
        await self.hand_in(Commanded(chat=HOME, who=FAY, name="moderate", channels=channels))
        return self.newest("Fay", "moderate")

    async def picks(
        self, name: str, *chosen: str, by: Who = FAY, channels: Mapping[ChatId, str] = SERVER
    ) -> Shown:
        data = f"{self.newest('Fay').note}:mod_{name}"
        await self.hand_in(ButtonPressed(who=by, data=data, chosen=chosen, channels=channels))
        return self.newest("Fay")

    def picker(self, name: str) -> Picker:
        pickers = self.newest("Fay", "moderate").screen.pickers
        return next(each for each in pickers if each.name == f"mod_{name}")

    async def of(self, chat: ChatId) -> Chat | None:
        return await self.store.transact(lambda tx: tx.chat(chat))


@pytest.fixture
async def server() -> Server:
    world = Server()
    await world.opens()
    return world


async def test_where_a_platform_has_no_servers_there_are_no_channels_to_choose(server: Server) -> None:
    shown = await server.opens_panel(channels={})
    assert "mod_channels" not in {each.name for each in shown.screen.pickers}


async def test_channels_of_another_server_are_nobodys_to_choose(server: Server) -> None:
    await server.opens_panel()
    shown = await server.picks("channels", SEEDS, FAR)
    assert "in one of these channels I cannot write" in shown.screen.text
    assert (await server.of(SEEDS), await server.of(FAR)) == (None, None)


async def test_a_channel_that_is_known_keeps_its_own_configuration(server: Server) -> None:
    await server.added(kind=ChatKind.COMMUNITY, chat=SEEDS)
    await server.opens_panel()
    await server.presses("Fay", "Private notes: off")
    await server.picks("channels", SEEDS, TOOLS)
    seeds, tools = await server.of(SEEDS), await server.of(TOOLS)
    assert seeds is not None
    assert tools is not None
    assert [(each.moderation.enabled, each.moderation.notes) for each in (seeds, tools)] == [
        (True, False),
        (True, True),
    ]
    assert server.picker("channels").chosen == (SEEDS, TOOLS)


async def test_whom_a_new_channel_leaves_out_can_be_forgotten_there(server: Server) -> None:
    await server.opens_panel()
    await server.picks("exempt_people", "toy:zoe")
    await server.picks("channels", SEEDS)
    await server.commands("Zoe", "forget")
    await server.presses("Zoe", "Yes, forget me")
    seeds = await server.of(SEEDS)
    assert seeds is None or seeds.moderation.exempt_people == ()


async def test_only_what_was_shown_is_switched_off(server: Server) -> None:
    await server.added(kind=ChatKind.COMMUNITY, chat=SEEDS)
    await server.opens_panel()
    seeds = await server.of(SEEDS)
    assert seeds is not None
    on = replace(seeds, moderation=Moderation(enabled=True))
    await server.store.transact(lambda tx: tx.save_chat(on, None))
    await server.picks("channels", TOOLS)
    after = await server.of(SEEDS)
    assert after is not None
    assert after.moderation.enabled


@pytest.mark.parametrize("kind", [ChatKind.COUPLE, ChatKind.FRIENDS])
async def test_who_else_has_a_channel_shows_nowhere_in_the_panel(server: Server, kind: ChatKind) -> None:
    """Picked, it looks as one of which nothing is known; there nothing follows but that it was picked."""
    await server.added("Cem", "Dua", kind=kind, chat=SEEDS)
    before, told = await server.of(SEEDS), len(server.shared(SEEDS))
    first = await server.opens_panel()
    for chosen in ((SEEDS,), (TOOLS,)):
        await server.picks("channels", *chosen)
        looks = repr(server.newest("Fay", "moderate").screen)
        assert looks == repr(replace(first.screen, pickers=(_with(first, chosen), *first.screen.pickers[1:])))
    await server.picks("channels", SEEDS)
    after = await server.of(SEEDS)
    assert before is not None
    assert after is not None
    assert len(server.shared(SEEDS)) == told
    as_before = replace(after, moderation=before.moderation, version=before.version)
    assert (as_before, after.moderation) == (before, Moderation(enabled=True))


def _with(shown: Shown, chosen: tuple[ChatId, ...]) -> Picker:
    return replace(shown.screen.pickers[0], chosen=chosen)


async def test_more_channels_than_a_menu_holds_are_counted_and_stay(server: Server) -> None:
    many = {ChatId(f"toy:{number}"): str(number) for number in range(26)}
    await server.opens_panel(many)
    await server.picks("channels", *list(many)[:25], channels=many)
    await server.picks("channels", *many, channels=many)
    shown = server.newest("Fay", "moderate").screen
    assert "26 channels are on: more than a menu holds" in shown.in_words()
    assert len(server.picker("channels").chosen) == 26


async def test_what_a_menu_does_not_offer_changes_nothing(server: Server) -> None:
    await server.opens_panel()
    before = await server.chat()
    for name, chosen in (
        ("notes_a_week", ("9",)),
        ("notes_a_week", ()),
        ("notes_a_week", ("many",)),
        ("exempt_people", ("other:5",)),
        ("exempt_roles", tuple(str(number) for number in range(26))),
    ):
        shown = await server.picks(name, *chosen)
        assert "Nothing was changed" in shown.screen.text
    assert (await server.chat()).moderation == before.moderation


async def test_who_does_not_moderate_any_more_is_told_so_at_the_next_press(server: Server) -> None:
    await server.opens_panel()
    for name, chosen in (("channels", (SEEDS,)), ("exempt_roles", ("7",))):
        shown = await server.picks(name, *chosen, by=replace(FAY, moderator=False))
        assert shown.screen.text == "Only who moderates this channel can set this up."
        await server.opens_panel()
    assert (await server.chat()).moderation == Moderation()
    assert await server.of(SEEDS) is None


async def test_where_it_is_for_some_roles_only_a_press_says_who_has_one(server: Server) -> None:
    await server.switched_on()
    await server.opens_panel()
    await server.picks("enabled_roles", "8")
    ben = Who(who("Ben").id, "Ben", roles=("8",))
    await server.hand_in(Commanded(chat=HOME, who=ben, name="help"))
    members = (await server.chat()).members
    assert (members[who("Ana").id].let_in, members[ben.id].let_in) == (False, True)
    await server.picks("enabled_roles", "9")
    assert not (await server.chat()).members[ben.id].let_in
