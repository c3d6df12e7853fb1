"""Whose words are nobody's business: nothing of them is stored, logged, or counted, fetched later or not."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from adapters.discord.ids import person_id
from core.inbound import ConsentSaid, Posted, Who
from core.people import SettingsChanged
from tests.discord.on_sockets import Evening, connected, evening
from tests.discord.shell import SmallShell
from tests.promises.rows import dump
from tests.servers.discord_loopback import loopback_discord, until
from tests.servers.discord_world import BOT
from tests.stories.backstage import KEY

CANARY = "canary-4711-I-am-afraid-and-I-failed"
NAME = "quokka"
"""The name of somebody who was never asked."""


def everywhere(folder: Path, caplog: pytest.LogCaptureFixture) -> dict[str, bytes]:
    """All that is left: the bytes of every file, the rows in clear, every log record but those of the
    database's library, which name what is looked up (`bot/logs.py` keeps nothing of them)."""
    kept = [record for record in caplog.records if record.name != "aiosqlite"]
    records = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in kept)
    rows = repr(dump(folder / "attune.db", KEY))
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    return {"log": records.encode(), "rows": rows.encode(), **files}


def hits(folder: Path, caplog: pytest.LogCaptureFixture, *needles: str) -> list[str]:
    return [
        f"{needle} in {place}"
        for place, content in everywhere(folder, caplog).items()
        for needle in needles
        if needle.encode() in content
    ]


async def rests(it: Evening, person: str, *, on: bool) -> None:
    async def change(desk: object) -> None:
        await desk.change_person(person_id(person), SettingsChanged((("paused", on),)))  # type: ignore[attr-defined]

    await it.backstage.running.engine.work(it.backstage.clock.now(), change)


async def test_nothing_is_left_of_people_who_did_not_agree(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Live, edited, answered, reacted to, and fetched after an outage."""
    caplog.set_level(logging.DEBUG)
    async with evening(tmp_path / "attune.db") as it:
        world = it.server.world
        world.users[it.kim] |= {"username": NAME, "global_name": NAME}
        live = world.says(it.kim, it.us, CANARY)
        world.edits(it.us, live, f"{CANARY}!")
        answer = world.says(it.ana, it.us, "oh no", to=live)
        world.reacts(it.kim, it.us, answer, "❤")
        await it.hears(live, answer)
        await it.is_killed()
        it.server.gateway.expire()
        missed = world.says(it.kim, it.us, CANARY)
        world.says(it.ben, it.us, "I am with you", to=missed)
        last = world.says(it.ana, it.us, "thank you")
        await it.starts()
        await it.hears(last)
        chat = await it.chat()
        assert (live in dict(chat.authors), missed in it.posted) == (False, False)
        assert person_id(it.kim) not in chat.members
        await it.is_killed()
        try:
            assert hits(tmp_path, caplog, CANARY, NAME, f"discord:{it.kim}") == []
        finally:
            await it.starts()


async def test_no_words_of_anybody_are_left_either(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with evening(tmp_path / "attune.db") as it:
        live = it.server.world.says(it.ana, it.us, CANARY)
        await it.hears(live)
        await it.is_killed()
        missed = it.server.world.says(it.ben, it.us, f"{CANARY} too")
        await it.starts()
        await it.hears(missed)
        assert len((await it.chat()).authors) == 2
        await it.is_killed()
        try:
            assert hits(tmp_path, caplog, CANARY) == []
        finally:
            await it.starts()


async def test_what_was_said_before_a_yes_is_not_fetched_after_it(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        await it.happens(ConsentSaid(chat=it.chat_id, who=Who(person_id(it.ben), "Ben"), granted=False))
        await it.is_killed()
        before = it.server.world.says(it.ben, it.us, CANARY)
        it.server.rest.fails("GET", r"/messages$", 503, times=1000)
        await it.starts()
        await asyncio.sleep(0.05)
        await it.happens(ConsentSaid(chat=it.chat_id, who=Who(person_id(it.ben), "Ben"), granted=True))
        await it.is_killed()
        it.server.rest.faults.clear()
        await it.starts()
        after = it.server.world.says(it.ben, it.us, "now")
        await it.hears(after)
        assert before not in it.posted


async def test_what_was_said_while_resting_is_not_fetched_when_the_rest_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.catching_up.PAUSES_S", (0.05,))
    async with evening(tmp_path / "attune.db") as it:
        await rests(it, it.ana, on=True)
        await it.is_killed()
        before = it.server.world.says(it.ana, it.us, CANARY)
        it.server.rest.fails("GET", r"/messages$", 503, times=10_000)
        await it.starts()
        await until(lambda: any(one.path.endswith("/messages") for one in it.server.rest.requests))
        await rests(it, it.ana, on=False)
        it.server.rest.faults.clear()
        await it.is_counted_past(before)
        after = it.server.world.says(it.ana, it.us, "now")
        await it.hears(after)
        assert it.posted == [after]
        assert before not in dict((await it.chat()).authors)


async def test_what_was_said_while_listening_was_off_is_not_fetched_when_it_is_on(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        await it.is_killed()
        it.listening = False
        await it.starts()
        it.server.world.says(it.ana, it.server.world.direct(it.ana), "hello")
        await until(lambda: bool(it.handed_in))
        off = it.server.world.says(it.ana, it.us, CANARY)
        await it.is_killed()
        it.listening = True
        off_too = it.server.world.says(it.ben, it.us, CANARY)
        await it.starts()
        on = it.server.world.says(it.ben, it.us, "now")
        await it.hears(on)
        assert it.posted == [on]
        assert not {off, off_too} & set(await it.heard())


async def test_what_was_said_before_a_couple_was_complete_is_not_fetched_after_it(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        ben = Who(person_id(it.ben), "Ben")
        await it.happens(ConsentSaid(chat=it.chat_id, who=ben, granted=False))
        await it.is_killed()
        before = it.server.world.says(it.ana, it.us, CANARY)
        await it.starts()
        await it.happens(ConsentSaid(chat=it.chat_id, who=ben, granted=True))
        await it.is_killed()
        after = it.server.world.says(it.ana, it.us, "now")
        await it.starts()
        await it.hears(after)
        assert before not in it.posted


async def test_what_was_said_in_a_break_while_rest_was_down_is_not_fetched_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ben goes and comes back; what Ana says meanwhile is not read, although both agreed before and after."""
    monkeypatch.setattr("adapters.discord.catching_up.PAUSES_S", (0.05,))
    async with evening(tmp_path / "attune.db") as it:
        ben = Who(person_id(it.ben), "Ben")
        await it.is_killed()
        it.server.rest.fails("GET", r"/messages$", 503, times=10_000)
        await it.starts()
        await until(lambda: any(one.path.endswith("/messages") for one in it.server.rest.requests))
        await it.happens(ConsentSaid(chat=it.chat_id, who=ben, granted=False))
        before = it.server.world.says(it.ana, it.us, CANARY)
        it.server.rest.faults.clear()
        await asyncio.sleep(0.3)
        await it.happens(ConsentSaid(chat=it.chat_id, who=ben, granted=True))
        await it.is_killed()
        after = it.server.world.says(it.ana, it.us, "now")
        await it.starts()
        await it.hears(after)
        assert before not in it.posted


@pytest.mark.parametrize("listening", [False, True])
async def test_without_the_intent_words_come_only_where_discord_gives_them(listening: bool) -> None:
    """The server hides contents like Discord; nothing is asked for that it would not give."""
    async with (
        loopback_discord() as server,
        connected(server, SmallShell(), listening=listening) as shell,
    ):
        guild = server.world.guild()
        ana, us = server.world.person("ana", guild), server.world.channel(guild)
        server.rest.content_intent = listening
        server.world.says(ana, us, CANARY)
        server.world.says(ana, us, f"<@{BOT['id']}> {CANARY}", mentions=[BOT])
        server.world.says(ana, server.world.direct(ana), "to the bot")
        data = {
            "id": "6",
            "name": "Mirror my answer",
            "type": 3,
            "target_id": "5",
            "resolved": {"messages": {"5": {**server.world.message(ana, us, "of a menu"), "id": "5"}}},
        }
        token = server.interacts(ana, us, 2, data)
        await until(lambda: server.apps.asked[token].form is not None)
        words = [what.words.text for what in shell.seen if isinstance(what, Posted)]
        assert words == (["to the bot"] if not listening else [CANARY, f"attune {CANARY}", "to the bot"])
        asked = server.gateway.identifies[0]["intents"]
        assert (bool(asked & 1 << 15), bool(asked & 1 << 9)) == (listening, listening)
