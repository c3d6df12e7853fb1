"""On Discord, too, nobody who runs a server or never agreed can tell what a member did: every command."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.flows import pairing
from core.commands import COMMANDS
from tests.promises.member_lives import Counted
from tests.servers.discord import Answer, Person, posted
from tests.stories.discord_club import Club, club, components_of

ROLES = {
    "moderator": discord.Permissions(manage_guild=True),
    "administrator": discord.Permissions(administrator=True),
    "outsider": discord.Permissions(),
}
NUMBER = re.compile(r"\d+")
BEHIND = {"start": {"kind": "community"}}
"""What is said behind a command."""


async def _shown(here: Club, by: Person) -> list[str]:
    """What every command answers to somebody, without the numbers of notes and messages; files whole."""
    told = []
    for command in COMMANDS:
        answer = await by.slash(command, where=here.roses, **BEHIND.get(command, {}))
        told.append(f"{command}: {await _plain(answer)}")
    return told


async def _plain(answer: Answer) -> str:
    if answer.response is None and not answer.followups:
        return "nothing"
    message = posted(answer)
    assert not isinstance(message, discord.Message)
    files = [(await each.read()).decode("latin-1") for each in message.attachments]
    return " ".join([*map(_unnumbered, components_of(answer)), *files])


def _unnumbered(component: dict[str, Any]) -> str:
    """Without the numbers of notes, nor what is inside: that comes by itself."""
    flat = {key: value for key, value in component.items() if key not in ("components", "accessory")}
    return str({**flat, "custom_id": NUMBER.sub("", str(component.get("custom_id")))})


async def _evening(*, busy: bool) -> dict[str, list[str]]:
    """What each role is told, after an evening in which members did something, or nothing."""
    async with club() as here:
        await here.picks(await here.opens(), "channels", here.roses)
        ben = here.world.person("ben", here.server)
        if busy:
            await _lives(here, here.ana, ben)
        await here.evening.passes(timedelta(hours=2))
        told = {}
        for name, rights in ROLES.items():
            role = here.server.create_role(name, permissions=rights)
            told[name] = await _shown(here, here.world.person(name).joins(here.server, roles=[role]))
        return told


async def _lives(here: Club, *people: Person) -> None:
    for who in people:
        card = here.cards(who)[-1]
        await who.presses(await who.presses(card, "Read it in private"), "I agree")
    for who in people:
        await who.slash("settings", where=here.roses, change="quiet 22:00-08:00")
    await people[1].slash("pause", where=here.roses, until="24h")
    message = await people[0].says(here.roses, "so, that was the day")
    await people[0].presses(await people[0].context_menu("This matters", message), "Listen")


async def test_no_command_tells_what_members_did(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for busy in (True, False):
        monkeypatch.setattr(pairing, "secrets", Counted())
        told.append(await _evening(busy=busy))
    for role in ROLES:
        lived, idle = (evening[role] for evening in told)
        assert lived == idle
        assert any("Only who moderates" in each for each in lived) == (role == "outsider")
