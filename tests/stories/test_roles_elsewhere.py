"""What somebody is on one server is nothing on another: a press there changes nothing here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import precedence
from core.chats import Chat, ChatKind
from core.ids import ChatId
from core.inbound import ButtonPressed, Commanded, Who
from core.moderation import Moderation
from tests.stories.world import HOME, World, private, who

LEFT_OUT = "7"
EVE = replace(who("Eve"), roles=(LEFT_OUT,))
ELSEWHERE = ChatId("toy:another-server")


async def community(**fields: object) -> World:
    world = World()
    await world.added("Ana", "Ben", "Eve", kind=ChatKind.COMMUNITY)
    chat = replace(await here(world), moderation=Moderation(enabled=True, checkins=True, **fields))  # type: ignore[arg-type]
    await world.store.transact(lambda tx: tx.save_chat(chat, None))
    await world.agree("Ana", "Ben", "Eve")
    await world.hand_in(Commanded(chat=HOME, who=EVE, name="recap"))
    return world


async def here(world: World) -> Chat:
    chat = await world.store.transact(lambda tx: tx.chat(HOME))
    assert chat is not None
    return chat


async def presses(world: World, who: Who, chat: ChatId | None) -> None:
    """The newest button that is about the chat."""
    await world.hand_in(Commanded(chat=private("Eve"), who=EVE, name="level", private=True, outside=True))
    shown = next(s for s in reversed(world.private("Eve")) if s.to.about_chat == HOME and s.screen.buttons())
    data = f"{shown.note}:{shown.screen.buttons()[0].name}"
    await world.hand_in(ButtonPressed(who=who, data=data, chat=chat))


@pytest.mark.parametrize(("place", "left_out"), [(ELSEWHERE, True), (HOME, False), (None, False)])
async def test_a_role_of_another_server_lifts_no_exemption(place: ChatId | None, left_out: bool) -> None:
    world = await community(exempt_roles=(LEFT_OUT,))
    assert precedence.exempt(EVE.id, await here(world))
    await presses(world, replace(EVE, roles=("999",)), place)
    assert precedence.exempt(EVE.id, await here(world)) is left_out


async def test_a_role_of_another_server_lets_nobody_in() -> None:
    world = await community(enabled_roles=("8",))
    await presses(world, replace(EVE, roles=("8",)), ELSEWHERE)
    assert precedence.exempt(EVE.id, await here(world))
    await presses(world, replace(EVE, roles=("8",)), HOME)
    assert not precedence.exempt(EVE.id, await here(world))


@pytest.mark.parametrize(("place", "counts"), [(ELSEWHERE, False), (HOME, True)])
async def test_who_does_not_moderate_another_server_goes_on_moderating_here(
    place: ChatId, counts: bool
) -> None:
    world = await community()
    fay = replace(who("Eve"), moderator=True)
    await world.hand_in(Commanded(chat=HOME, who=fay, name="moderate"))
    shown = next(s for s in reversed(world.private("Eve")) if s.to.kind == "moderate")
    data = shown.button("Private notes: off")
    await world.hand_in(ButtonPressed(who=replace(fay, moderator=False), data=data, chat=place))
    assert (await here(world)).moderation.notes is not counts
