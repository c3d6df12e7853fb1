"""A server that goes away, one that cannot be reached, and people who leave."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from adapters.discord.gateway import Gateway
from adapters.discord.ids import person_id
from adapters.discord.incoming import Incoming
from adapters.discord.servers import Servers
from adapters.discord.translate import Receiver
from bot.clock import SystemClock
from bot.logbook import StoredLogbook
from core.chats import Consent
from core.inbound import BotRemoved, MemberLeft
from tests.discord.on_sockets import Evening, evening
from tests.servers.discord_loopback import until


async def consents(it: Evening) -> dict[str, str]:
    names = {person_id(it.ana): "ana", person_id(it.ben): "ben"}
    members = (await it.chat()).members
    return {names[who]: member.consent.value for who, member in members.items()}


async def settled(it: Evening) -> None:
    """Something else arrived and was handed in: what came before was, too."""
    before = len(it.handed_in)
    it.server.world.says(it.ana, it.server.world.direct(it.ana), "hello")
    await until(lambda: len(it.handed_in) > before)


def told(it: Evening, kind: type) -> int:
    return len([update for update in it.handed_in if isinstance(update.what, kind)])


BOTH_AGREE = {"ana": Consent.AGREED.value, "ben": Consent.AGREED.value}
BOTH_ENDED = {"ana": Consent.WITHDRAWN.value, "ben": Consent.WITHDRAWN.value}


async def test_an_outage_ends_nothing(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        it.server.world.breaks_down(it.guild)
        await settled(it)
        assert (await consents(it), told(it, BotRemoved)) == (BOTH_AGREE, 0)
        it.server.world.comes_back(it.guild)
        said = it.server.world.says(it.ana, it.us, "there you are")
        await it.hears(said)


async def test_being_sent_away_ends_every_agreement(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        it.server.world.sends_away(it.guild)
        await until(lambda: told(it, BotRemoved) > 0)
        assert await consents(it) == BOTH_ENDED


async def test_being_sent_away_while_away_is_found_out(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        await it.is_killed()
        it.server.world.sends_away(it.guild)
        await it.starts()
        await until(lambda: told(it, BotRemoved) > 0)
        assert await consents(it) == BOTH_ENDED


async def test_an_outage_at_the_start_ends_nothing(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        await it.is_killed()
        it.server.world.breaks_down(it.guild)
        it.server.rest.requests.clear()
        await it.starts()
        assert it.platform is not None
        await it.platform.ready.wait()
        await settled(it)
        assert (await consents(it), told(it, BotRemoved)) == (BOTH_AGREE, 0)


async def test_who_left_the_server_while_it_was_away_is_found_out(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        await it.is_killed()
        it.server.world.leaves(it.ben, it.guild)
        await it.starts()
        await until(lambda: told(it, MemberLeft) > 0)
        assert await consents(it) == {"ana": Consent.AGREED.value, "ben": Consent.LEFT.value}
        assert (await it.chat()).circle() == ()


async def test_who_leaves_the_server_is_told_where_the_gateway_does(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        payload = {"guild_id": it.guild.id, "user": it.server.world.users[it.ben]}
        it.server.gateway.dispatch("GUILD_MEMBER_REMOVE", payload)
        await until(lambda: told(it, MemberLeft) > 0)
        assert await consents(it) == {"ana": Consent.AGREED.value, "ben": Consent.LEFT.value}


async def test_who_leaves_another_server_is_nobody_here(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        other = it.server.world.guild()
        it.server.world.comes_back(other)
        payload = {"guild_id": other.id, "user": it.server.world.users[it.ben]}
        it.server.gateway.dispatch("GUILD_MEMBER_REMOVE", payload)
        await settled(it)
        assert (await consents(it), told(it, MemberLeft)) == (BOTH_AGREE, 0)


async def test_whatever_a_look_meets_the_next_one_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[int] = []

    def client() -> Gateway:
        looks.append(len(looks))
        raise ValueError("canary")

    def receiver() -> Receiver:
        raise AssertionError("nothing is handed in")

    monkeypatch.setattr("adapters.discord.servers.LOOK_EVERY_S", 0.01)
    async with evening(tmp_path / "attune.db") as it:
        logbook = StoredLogbook(it.backstage.running.store)
        watching = asyncio.create_task(
            Servers(logbook, Incoming(), client, receiver, SystemClock().now).watch()
        )
        await until(lambda: len(looks) > 1 or watching.done())
        assert not watching.done()
        watching.cancel()
    told = [vars(each)["error"] for each in caplog.records if each.message == "server_not_looked_at"]
    assert set(told) == {"ValueError"}
    assert "canary" not in caplog.text
