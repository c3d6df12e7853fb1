"""An evening with an app that people installed for themselves: in conversations of two and of more, in which
the bot is not. SimCord models no user installs; here real discord.py runs on sockets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.commands import MIRROR_MY_ANSWER, THIS_MATTERS, command_payloads
from tests.discord.on_sockets import Evening, evening
from tests.discord.shell import MENU
from tests.discord.test_unread import hits
from tests.servers.discord_loopback import LIMIT_S, until
from tests.servers.discord_world import Channel, Json

CANARY = "canary-4711-I-am-afraid-and-I-failed"
EPHEMERAL = 1 << 6
NOT_HERE = "I am not in this chat"


@dataclass(slots=True)
class AtHome:
    """Lena installed the app for herself; Max and Tom did not. None of them shares a server with it."""

    it: Evening
    lena: str
    max: str
    place: Channel

    async def answered(self, token: str) -> list[Json]:
        """What answers an interaction, as often as something was shown."""
        asked = self.it.server.apps.asked[token]
        await until(lambda: asked.callback is not None)
        if asked.form is not None:
            return []
        async with asyncio.timeout(LIMIT_S):
            while not asked.answers:
                await asyncio.sleep(0.005)
                await self.it.backstage.delivers()
        return asked.answers

    async def chooses(self, name: str, message: str) -> str:
        token = self.it.server.chooses(self.lena, self.place, name, message)
        await self.answered(token)
        return token

    async def marks(self, message: str) -> list[Json]:
        return await self.answered(await self.chooses(THIS_MATTERS, message))

    async def mirrors(self, message: str, draft: str) -> list[Json]:
        opened = await self.chooses(MIRROR_MY_ANSWER, message)
        return await self.fills_in(opened, draft)

    async def fills_in(self, opened: str, draft: str) -> list[Json]:
        return await self.answered(self.it.server.submits(self.lena, self.place, opened, draft=draft))

    async def restarts(self) -> None:
        await self.it.is_killed()
        self.it.server.gateway.expire()
        await self.it.starts()

    def asked_for_there(self) -> list[str]:
        """Requests about the conversation itself."""
        return [one.path for one in self.it.server.rest.requests if f"/channels/{self.place.id}" in one.path]

    def direct_messages(self) -> list[str]:
        """Requests that open or fill somebody's direct messages."""
        return [one.path for one in self.it.server.rest.requests if one.path == "/users/@me/channels"]


@asynccontextmanager
async def at_home(folder: Path, more: tuple[str, ...] = ()) -> AsyncIterator[AtHome]:
    """At its end nothing was asked for in the conversation, and nobody was written to."""
    async with evening(folder / "attune.db", listening=False) as it:
        world = it.server.world
        lena, max_, *others = (world.person(name) for name in ("lena", "quokka", *more))
        home = AtHome(it, lena, max_, world.between(lena, max_, *others))
        yield home
        assert (home.asked_for_there(), home.direct_messages()) == ([], [])


def words(messages: list[Json]) -> str:
    return "\n".join(str(part.get("content") or "") for m in messages for part in walk(m["components"]))


def walk(components: list[Any]) -> list[Any]:
    return [one for each in components for one in (each, *walk(each.get("components", [])))]


def only_they_see(messages: list[Json]) -> bool:
    return bool(messages) and all(message["flags"] & EPHEMERAL for message in messages)


def test_everything_that_is_offered_can_be_installed_for_oneself() -> None:
    """A menu also where the bot is not; a command where it is, or in one's own chat with it."""
    offered = {one["name"]: one for one in command_payloads(MENU)}
    assert all(one["integration_types"] == [0, 1] for one in offered.values())
    assert {name for name, one in offered.items() if 2 in one["contexts"]} == {THIS_MATTERS, MIRROR_MY_ANSWER}


@pytest.mark.parametrize("more", [(), ("tom",)], ids=["two", "a group"])
async def test_a_draft_is_mirrored_against_the_others_message(tmp_path: Path, more: tuple[str, ...]) -> None:
    async with at_home(tmp_path, more) as home:
        message = home.it.server.world.says(home.max, home.place, CANARY)
        shown = await home.mirrors(message, "I am with you")
        assert "Understood: comes across" in words(shown)
        assert only_they_see(shown)


async def test_another_draft_is_mirrored_from_the_button_below(tmp_path: Path) -> None:
    async with at_home(tmp_path) as home:
        message = home.it.server.world.says(home.max, home.place, CANARY)
        (shown,) = await home.mirrors(message, "you are pathetic")
        button = next(one for one in walk(shown["components"]) if one.get("label") == "Another draft")
        opened = home.it.server.presses(home.lena, home.place, shown, button["custom_id"])
        await home.answered(opened)
        token = home.it.server.submits(home.lena, home.place, opened, draft="I am with you", on=shown)
        again = await home.answered(token)
        assert "Understood: comes across" in words(again)
        assert only_they_see(again)


@pytest.mark.parametrize("more", [(), ("tom",)], ids=["two", "a group"])
async def test_a_mark_says_plainly_that_it_reaches_nobody_here(tmp_path: Path, more: tuple[str, ...]) -> None:
    async with at_home(tmp_path, more) as home:
        for author in (home.lena, home.max):
            shown = await home.marks(home.it.server.world.says(author, home.place, CANARY))
            assert NOT_HERE in words(shown)
            assert only_they_see(shown)


async def test_after_a_restart_all_of_it_works_and_a_form_opened_before_is_mirrored_by_itself(
    tmp_path: Path,
) -> None:
    async with at_home(tmp_path) as home:
        message = home.it.server.world.says(home.max, home.place, CANARY)
        opened = await home.chooses(MIRROR_MY_ANSWER, message)
        await home.restarts()
        assert "comes across" in words(await home.fills_in(opened, "I am with you"))
        assert "Understood: comes across" in words(await home.mirrors(message, "I am with you"))
        assert NOT_HERE in words(await home.marks(message))


async def test_an_answer_that_a_restart_caught_is_sent_nowhere_else(tmp_path: Path) -> None:
    """What was to answer them there is not turned into a direct message that they did not ask for."""
    async with at_home(tmp_path) as home:
        token = home.it.server.chooses(
            home.lena, home.place, THIS_MATTERS, home.it.server.world.says(home.lena, home.place, CANARY)
        )
        handed_in = len(home.it.handed_in)
        await until(
            lambda: (
                len(home.it.handed_in) > handed_in or home.it.server.apps.asked[token].callback is not None
            )
        )
        await until(lambda: bool(home.it.handed_in))
        await home.restarts()
        await home.it.backstage.delivers()
        assert home.it.server.apps.asked[token].answers == []


async def test_a_command_in_a_server_without_the_bot_is_answered_as_in_private(tmp_path: Path) -> None:
    async with at_home(tmp_path) as home:
        world = home.it.server.world
        elsewhere = world.guild()
        lena, place = world.person("lena", elsewhere), world.channel(elsewhere)
        only_hers = {"authorizing_integration_owners": {"1": lena}}
        for name in ("start", "privacy", "settings", "forget", "checkin", "chat", "park"):
            data: Json = {"id": "5", "name": name, "type": 1, "options": []}
            shown = await home.answered(home.it.server.interacts(lena, place, 2, data, **only_hers))
            assert only_they_see(shown), name
        asked = [one.path for one in home.it.server.rest.requests]
        assert not [path for path in asked if place.id in path or elsewhere.id in path]


async def test_nothing_of_the_conversation_is_kept_nor_who_else_is_in_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with at_home(tmp_path) as home:
        message = home.it.server.world.says(home.max, home.place, CANARY)
        await home.mirrors(message, f"{CANARY} with you")
        await home.marks(message)
        await home.marks(home.it.server.world.says(home.lena, home.place, CANARY))
        await home.it.is_killed()
        try:
            assert hits(tmp_path, caplog, CANARY, "quokka", home.max, home.place.id, message) == []
        finally:
            await home.it.starts()
