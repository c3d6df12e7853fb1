"""Killed past the resume window: what survived is processed, none of it twice, in its order."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.client import STARTS
from adapters.discord.ids import person_id
from bot.desk import Desk
from core.chats import ChatKind
from core.inbound import DeletedPost, EditedPost, Posted
from core.moderation import Moderation
from core.ports import StoreFull
from tests.discord.on_sockets import Evening, evening
from tests.servers.discord_loopback import until

DEEP = "I am afraid of {} and I failed again"


async def test_what_was_said_while_it_was_away_is_processed_in_order_and_once(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        world = it.server.world
        said = [world.says((it.ana, it.ben)[n % 2], it.us, DEEP.format(n)) for n in range(5)]
        await it.hears(*said)
        await it.is_killed()
        it.server.gateway.expire()
        said += [world.says((it.ana, it.ben)[n % 2], it.us, DEEP.format(n)) for n in range(5, 55)]
        await it.starts()
        said.append(world.says(it.ben, it.us, DEEP.format(55)))
        await it.hears(*said)
        assert await it.heard() == said
        assert it.posted == said
        assert (await it.chat()).disclosures == len(said) - 1  # the last turn is still open


async def test_a_second_start_fetches_nothing_again(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        await it.is_killed()
        said = [it.server.world.says(it.ana, it.us, "one"), it.server.world.says(it.kim, it.us, "two")]
        await it.starts()
        await it.hears(said[0])
        await it.is_counted_past(said[1])
        await it.is_killed()
        it.server.rest.requests.clear()
        await it.starts()
        said.append(it.server.world.says(it.ben, it.us, "three"))
        await it.hears(said[2])
        assert it.posted == [said[0], said[2]]
        asked = [one.query for one in it.server.rest.requests if one.path.endswith("/messages")]
        assert {one["after"] for one in asked if "after" in one} == {said[1]}


async def test_what_was_changed_or_taken_back_meanwhile_is_told(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        world = it.server.world
        kept = world.says(it.ana, it.us, DEEP.format("one"))
        changed = world.says(it.ben, it.us, DEEP.format("two"))
        gone = world.says(it.ana, it.us, DEEP.format("three"))
        await it.hears(kept, changed, gone)
        await it.is_killed()
        it.server.gateway.expire()
        world.edits(it.us, changed, "never mind")
        world.deletes(it.us, gone)
        new = world.says(it.ben, it.us, "so")
        it.handed_in.clear()
        await it.starts()
        await it.hears(new)
        told = [(type(u.what).__name__, getattr(u.what, "message", "")) for u in it.handed_in]
        assert told == [("DeletedPost", gone), ("EditedPost", changed), ("Posted", new)]
        chat = await it.chat()
        assert [e.author for e in chat.episodes.values() if changed in e.messages or gone in e.messages] == []


async def test_an_edit_that_was_told_is_not_told_again(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        world = it.server.world
        first = world.says(it.ana, it.us, "one")
        await it.hears(first)
        world.edits(it.us, first, "one!")
        await until(lambda: any(isinstance(u.what, EditedPost) for u in it.handed_in))
        await it.is_killed()
        it.handed_in.clear()
        await it.starts()
        new = world.says(it.ben, it.us, "two")
        await it.hears(new)
        assert [type(u.what) for u in it.handed_in] == [Posted]


async def test_a_message_that_came_and_went_meanwhile_was_never_there(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        await it.is_killed()
        gone = it.server.world.says(it.ana, it.us, "oh")
        it.server.world.deletes(it.us, gone)
        stays = it.server.world.says(it.ana, it.us, "hm")
        await it.starts()
        await it.hears(stays)
        assert it.posted == [stays]
        assert not [u for u in it.handed_in if isinstance(u.what, DeletedPost)]


async def test_what_arrives_while_it_fetches_comes_after(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        await it.is_killed()
        said = [it.server.world.says(it.ana, it.us, "before")]
        slow = it.server.rest.fails("GET", r"/messages$", 500, hangs_s=0.2)
        await it.starts()
        await until(lambda: slow.times == 0)
        said += [it.server.world.says(it.ben, it.us, f"meanwhile {number}") for number in range(3)]
        await it.hears(*said)
        assert it.posted == said


async def test_a_resumed_session_is_not_fetched(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        first = it.server.world.says(it.ana, it.us, "one")
        await it.hears(first)
        it.server.rest.requests.clear()
        await it.server.gateway.drops(4000)
        second = it.server.world.says(it.ben, it.us, "two")
        await it.hears(second)
        assert len(it.server.gateway.resumes) == 1
        assert not [one for one in it.server.rest.requests if one.path.endswith("/messages")]
        assert it.posted == [first, second]


async def test_a_channel_without_anybody_who_agreed_is_not_fetched(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        other = it.server.world.channel(it.guild)
        it.server.world.says(it.kim, other, "elsewhere")
        await it.is_killed()
        said = it.server.world.says(it.ana, it.us, "one")
        await it.starts()
        await it.hears(said)
        fetched = {one.path for one in it.server.rest.requests if one.path.endswith("/messages")}
        assert fetched == {f"/channels/{it.us.id}/messages"}


async def test_where_nobody_listens_nothing_is_fetched(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db", listening=False) as it:
        await it.is_killed()
        it.server.world.says(it.ana, it.us, "one")
        await it.starts()
        it.server.world.says(it.ana, it.server.world.direct(it.ana), "hello")
        await until(lambda: bool(it.handed_in))
        assert not [one for one in it.server.rest.requests if one.path.endswith("/messages")]
        assert it.posted == []


async def test_logins_are_written_down(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        for _ in range(2):
            await it.is_killed()
            await it.starts()
        entry = await it.backstage.running.store.transact(lambda tx: tx.entry(STARTS))
        assert len(json.loads(entry or "")) == len(it.server.gateway.identifies) == 3


class Flaky:
    """A store that cannot commit for a while."""

    def __init__(self, it: Evening) -> None:
        self.store, self.fails, self.tried = it.backstage.running.engine.store, True, 0
        self._transact = self.store.transact
        self.store.transact = self.transact  # type: ignore[method-assign]

    async def transact(self, work: Any) -> Any:
        if self.fails:
            self.tried += 1
            raise StoreFull("The disk is full.")
        return await self._transact(work)


async def test_what_could_not_be_committed_is_fetched_once_the_store_works_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing later overtakes it, and it does not wait in memory."""
    monkeypatch.setattr("adapters.discord.incoming.RETRIES_S", (0.01,))
    monkeypatch.setattr("adapters.discord.catching_up.PAUSES_S", (0.05,))
    async with evening(tmp_path / "attune.db") as it:
        said = [it.server.world.says(it.ana, it.us, "one")]
        await it.hears(*said)
        flaky = Flaky(it)
        said.append(it.server.world.says(it.ben, it.us, "two"))
        await until(lambda: flaky.tried > 4)
        said += [it.server.world.says(it.ana, it.us, f"more {number}") for number in range(3)]
        await it.server.gateway.sent()
        flaky.fails = False
        await it.hears(*said)
        said.append(it.server.world.says(it.ben, it.us, "and now"))
        await it.hears(*said)
        assert (it.posted, await it.heard()) == (said, said)


async def test_a_role_that_rest_does_not_tell_stays_what_it_was(tmp_path: Path) -> None:
    """Somebody whom moderators left out by a role is not read because a page names no roles."""
    async with evening(tmp_path / "attune.db") as it:
        chat = await it.chat()
        members = {**chat.members, person_id(it.ana): replace(chat.members[person_id(it.ana)], exempt=True)}
        moderation = Moderation(enabled=True, exempt_roles=("7",))
        club = replace(chat, kind=ChatKind.COMMUNITY, moderation=moderation, members=members)

        async def change(desk: Desk) -> None:
            await desk.save(club)

        await it.backstage.running.engine.work(it.backstage.clock.now(), change)
        await it.is_killed()
        it.server.world.says(it.ana, it.us, "not for you")
        read = it.server.world.says(it.ben, it.us, "for you")
        await it.starts()
        await it.hears(read)
        assert (it.posted, await it.heard()) == ([read], [read])
        assert (await it.chat()).members[person_id(it.ana)].exempt
