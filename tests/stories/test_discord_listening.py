"""A server with a moderator on Discord, where the operator switched passive listening on: real discord.py in
a simulation. What it takes before anything is read, and what it then hears."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import discord
import pytest

from adapters.discord.ids import channel_chat
from core.effects import (
    DisclosureOpened,
    EpisodeEnded,
    EpisodeRewritten,
    MessageRead,
    Nudge,
    ResponseAttached,
)
from core.ids import PersonId
from tests.discord.test_unread import hits
from tests.servers.discord import Person, Role, Server, words_on
from tests.stories.discord_evening import DiscordEvening, discord_evening

CANARY = "canary-4711-I-am-afraid-and-I-failed"
SAID = "I am afraid of tomorrow"
HOUR = timedelta(hours=1)
STRANGER = "quokka"
SEALED = "A note, when you have a minute."


class Community:
    """Mona moderates; Ana and Ben may agree; somebody else is never asked."""

    def __init__(self, evening: DiscordEvening) -> None:
        self.evening, self.world, self.home = evening, evening.world, evening.home
        self.ana, self.ben = evening.ana, evening.ben
        server = evening.server
        mods: Role = server.create_role("mods", permissions=discord.Permissions(manage_guild=True))
        self.server: Server = server
        self.mona = self.world.person("mona").joins(server, roles=[mods])
        self.stranger = self.world.person(STRANGER, server)

    async def begins(self, *, enabled: bool = True, notes: bool = True) -> None:
        """Each of the three switches, in their order; the operator's is on."""
        await self.mona.slash("start", where=self.home, kind="community")
        await self.evening.agrees(self.ana, self.ben)
        panel = await self.mona.slash("moderate", where=self.home)
        if enabled:
            await self.mona.presses(panel, "This channel: off")
        if notes:
            await self.mona.presses(panel, "Private notes: off")

    async def takes_notes(self, *people: Person) -> None:
        for who in people:
            settings = await who.slash("settings", where=self.home)
            await who.presses(settings, "Notes in communities: off")

    def read(self) -> list[str]:
        """The messages that were read, by their ids."""
        return [effect.message for effect in self.evening.backstage.seen(MessageRead)]

    def seen_by_mona(self) -> list[str]:
        return self.evening.seen_by(self.mona)


@asynccontextmanager
async def community(database: Path | None = None, *, listening: bool = True) -> AsyncIterator[Community]:
    async with discord_evening(database, listening=listening) as evening:
        yield Community(evening)


# What it takes


@pytest.mark.parametrize(
    ("listening", "enabled", "reads"), [(False, True, False), (True, False, False), (True, True, True)]
)
async def test_it_takes_the_operator_and_the_moderators(listening: bool, enabled: bool, reads: bool) -> None:
    async with community(listening=listening) as it:
        await it.begins(enabled=enabled)
        await it.ana.says(it.home, SAID)
        await it.ben.says(it.home, "so")
        await it.world.passes(HOUR)
        assert bool(it.read()) is reads


async def test_it_takes_each_persons_own_yes() -> None:
    async with community() as it:
        await it.begins()
        await it.stranger.says(it.home, SAID)
        said = await it.ana.says(it.home, SAID)
        await it.stranger.says(it.home, "I am with you", to=said)
        await it.world.passes(HOUR)
        assert it.read() == [str(said.id)]
        assert it.evening.backstage.seen(ResponseAttached) == []


async def test_what_a_moderator_turns_on_reaches_nobody_who_did_not_ask_for_it() -> None:
    """Their own switch wins: private notes are allowed here, and each has them off until they say so."""
    async with community() as it:
        await it.begins()
        await it.takes_notes(it.ana)
        await it.ana.says(it.home, SAID)
        await it.ben.says(it.home, "what a day")
        await it.evening.passes(20 * HOUR)
        assert it.evening.backstage.seen(Nudge) == []


async def test_where_all_three_switched_it_on_the_one_who_may_answer_is_pointed_to_it_in_private() -> None:
    async with community() as it:
        await it.begins()
        await it.takes_notes(it.ana, it.ben)
        before = it.seen_by_mona()
        await it.ben.says(it.home, "good evening")
        await it.ana.says(it.home, SAID)
        for _ in range(12):
            await it.evening.passes(timedelta(minutes=10))
        for label in ("Open", "Yes"):
            await it.evening.presses(it.ana, label)
        for _ in range(12):
            await it.evening.passes(timedelta(minutes=10))
        assert it.evening.texts(it.ben)[-1] == SEALED
        await it.evening.presses(it.ben, "Open")
        assert "ana" in it.evening.last(it.ben)
        assert len(it.evening.backstage.seen(DisclosureOpened)) == 1
        assert it.seen_by_mona() == before


@pytest.mark.parametrize("command", ["pause", "leave"])
async def test_whoever_rests_or_left_is_not_read_whatever_moderators_say(command: str) -> None:
    async with community() as it:
        await it.begins()
        answer = await it.ana.slash(command, where=it.home)
        if command == "leave":
            await it.ana.presses(answer, "Leave")
        await it.ana.says(it.home, SAID)
        await it.world.passes(HOUR)
        assert it.read() == []


# What it hears


async def test_a_reply_and_a_reaction_answer_and_a_deletion_takes_back() -> None:
    async with community() as it:
        await it.begins()
        said = await it.ana.says(it.home, SAID)
        await it.ben.says(it.home, "I am with you", to=said)
        await it.ben.reacts(said, "❤️")
        await it.evening.passes(timedelta(minutes=5))
        attached = it.evening.backstage.seen(ResponseAttached)
        assert {one.response.reaction for one in attached} == {True, False}
        await it.ana.deletes(said)
        *_, rewritten = it.evening.backstage.seen(EpisodeRewritten)
        assert rewritten.episode.state == "withdrawn"


async def test_an_edit_takes_back_what_it_takes_out() -> None:
    async with community() as it:
        await it.begins()
        said = await it.ana.says(it.home, SAID)
        await it.evening.passes(timedelta(minutes=5))
        await it.ana.edits(said, "good evening")
        await it.evening.passes(timedelta(minutes=5))
        (ended,) = it.evening.backstage.seen(EpisodeEnded)
        assert ended.episode.state == "withdrawn"


# What is left of it


async def test_nothing_is_kept_of_who_did_not_agree_nor_any_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    folder = tmp_path / "kept"
    folder.mkdir()
    async with community(folder / "attune.db") as it:
        await it.begins()
        await it.takes_notes(it.ana, it.ben)
        theirs = await it.stranger.says(it.home, CANARY)
        await it.stranger.edits(theirs, f"{CANARY}!")
        said = await it.ana.says(it.home, f"{CANARY} I am afraid")
        await it.stranger.reacts(said, "❤️")
        await it.stranger.says(it.home, f"I am with you {CANARY}", to=said)
        await it.ben.says(it.home, f"with you {CANARY}", to=theirs)
        await it.stranger.deletes(theirs)
        await it.evening.passes(HOUR)
        chat, _ = await it.evening.backstage.running.engine.peek(channel_chat(it.home.id), PersonId(""))
        assert chat is not None
        assert PersonId(f"discord:{it.stranger.id}") not in chat.members
        logged = [r for r in caplog.records if r.name.startswith(("attune", "bot", "adapters", "core"))]
        assert not any(CANARY in f"{r.getMessage()} {r.__dict__}" for r in logged)
        caplog.clear()
        found = hits(folder, caplog, CANARY, STRANGER, f"discord:{it.stranger.id}")
        assert found == []


async def test_moderators_see_the_same_whoever_agreed_and_whatever_was_said() -> None:
    seen = []
    for agreeing in (True, False):
        async with community() as it:
            await it.mona.slash("start", where=it.home, kind="community")
            if agreeing:
                await it.evening.agrees(it.ana, it.ben)
            panel = await it.mona.slash("moderate", where=it.home)
            await it.mona.presses(panel, "This channel: off")
            await it.ana.says(it.home, SAID)
            await it.ben.says(it.home, "I am with you")
            await it.evening.passes(HOUR)
            seen.append([words_on(m) for m in it.evening.by_bot(it.mona)])
    assert seen[0] == seen[1]
