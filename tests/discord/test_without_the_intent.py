"""Without passive listening no words are used but those that a person hands over: in their own chat with the
bot, in a form, or by a menu. Words that arrive all the same are dropped where they come in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from adapters.discord.commands import MIRROR_MY_ANSWER, THIS_MATTERS
from core.inbound import MarkedPost, MirrorAsked
from tests.discord.on_sockets import connected, evening
from tests.discord.shell import SmallShell
from tests.discord.test_cues import holds
from tests.discord.test_unread import CANARY, hits
from tests.servers.discord_loopback import Loopback, loopback_discord, until
from tests.servers.discord_world import BOT, REPLY, Channel, Json, stamp

Event: TypeAlias = tuple[str, Json]
SENTINEL = "to the bot"


class Scene:
    """Somebody's message in a channel, in every way in which Discord may tell of it."""

    def __init__(self, server: Loopback) -> None:
        self.world = server.world
        guild = self.world.guild()
        self.ana, self.ben = self.world.person("ana", guild), self.world.person("ben", guild)
        self.us: Channel = self.world.channel(guild)

    def message(self, **more: Any) -> Json:
        said = self.world.message(self.ana, self.us, CANARY, **more)
        return self.world.with_member(self.us, said)

    def snapshot(self) -> Json:
        return {"message": {"content": CANARY, "type": 0, "timestamp": stamp(self.world.snowflake())}}


def plain(it: Scene) -> Event:
    return "MESSAGE_CREATE", it.message()


def mentions_the_bot(it: Scene) -> Event:
    return "MESSAGE_CREATE", it.message(content=f"<@{BOT['id']}> {CANARY}", mentions=[BOT])


def replies_to_the_bot(it: Scene) -> Event:
    own = it.world.message(BOT["id"], it.us, "hello")
    reference = {"message_id": own["id"], "channel_id": it.us.id}
    return "MESSAGE_CREATE", it.message(type=REPLY, message_reference=reference, referenced_message=own)


def is_replied_to(it: Scene) -> Event:
    return "MESSAGE_CREATE", it.message(content="", type=REPLY, referenced_message=it.message())


def forwards(it: Scene) -> Event:
    reference = {"type": 1, "message_id": "5", "channel_id": it.us.id}
    return "MESSAGE_CREATE", it.message(message_reference=reference, message_snapshots=[it.snapshot()])


def embeds(it: Scene) -> Event:
    return "MESSAGE_CREATE", it.message(embeds=[{"type": "rich", "description": CANARY}])


def polls(it: Scene) -> Event:
    return "MESSAGE_CREATE", it.message(poll={"question": {"text": CANARY}, "answers": []})


def is_edited(it: Scene) -> Event:
    return "MESSAGE_UPDATE", it.message(edited_timestamp=stamp(it.world.snowflake()))


def gets_its_link_shown(it: Scene) -> Event:
    return "MESSAGE_UPDATE", it.message(embeds=[{"type": "link", "title": CANARY}])


def opens_a_thread(it: Scene) -> Event:
    about = {"id": it.world.snowflake(), "type": 11, "name": CANARY, "guild_id": it.us.guild}
    return "THREAD_CREATE", {**about, "parent_id": it.us.id, "owner_id": it.ana, "message": it.message()}


def is_pinned(it: Scene) -> Event:
    return "MESSAGE_CREATE", it.message(type=6)


WAYS: list[Callable[[Scene], Event]] = [
    plain,
    mentions_the_bot,
    replies_to_the_bot,
    is_replied_to,
    forwards,
    embeds,
    polls,
    is_edited,
    gets_its_link_shown,
    opens_a_thread,
    is_pinned,
]


def words_in(shell: SmallShell) -> str:
    """All that was handed in, with the words that no `repr` shows."""
    return str([asdict(what) for what in shell.seen])


def handed_in(shell: SmallShell, count: int) -> bool:
    return len(shell.seen) >= count


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_words_that_arrive_although_nobody_asked_for_them_are_dropped(
    way: Callable[[Scene], Event],
) -> None:
    """Whatever intents say: the server sends it all the same."""
    async with loopback_discord() as server, connected(server, SmallShell(), listening=False) as shell:
        it = Scene(server)
        server.gateway.dispatch(*way(it))
        server.world.says(it.ana, server.world.direct(it.ana), SENTINEL)
        await until(lambda: SENTINEL in words_in(shell))
        assert len(shell.seen) == 1
        assert CANARY not in words_in(shell)


def _has_opened(server: Loopback, token: str) -> bool:
    return server.apps.asked[token].form is not None


@pytest.mark.parametrize("listening", [False, True])
async def test_a_menu_hands_over_what_it_is_for_and_nothing_around_it(listening: bool) -> None:
    """A mark: one's own words. A mirror: those that the draft answers. What they reply to: never."""
    async with loopback_discord() as server, connected(server, SmallShell(), listening=listening) as shell:
        it = Scene(server)
        for count, author in enumerate((it.ana, it.ben), start=1):
            message = it.world.message(author, it.us, f"said by {author}", referenced_message=it.message())
            it.us.messages[message["id"]] = message
            server.chooses(it.ana, it.us, THIS_MATTERS, message["id"])
            opened = server.chooses(it.ana, it.us, MIRROR_MY_ANSWER, message["id"])
            await until(partial(_has_opened, server, opened))
            server.submits(it.ana, it.us, opened, draft="my draft")
            await until(partial(handed_in, shell, 2 * count))
        given = [what.words for what in shell.seen if isinstance(what, MarkedPost)]
        marks = [words and words.text for words in given]
        answered = [what.to for what in shell.seen if isinstance(what, MirrorAsked)]
        mirrors = [words and words.text for words in answered]
        assert marks == [f"said by {it.ana}", None]
        assert mirrors == [f"said by {it.ana}", f"said by {it.ben}"]
        assert CANARY not in words_in(shell)


async def test_nothing_is_asked_of_rest_that_holds_words(tmp_path: Path) -> None:
    """No channel's history and no single message, however long the bot was away."""
    async with evening(tmp_path / "attune.db", listening=False) as it:
        message = it.server.world.says(it.ana, it.us, CANARY)
        await it.is_killed()
        it.server.gateway.expire()
        it.server.world.says(it.ben, it.us, CANARY, to=message)
        await it.starts()
        it.server.world.says(it.ana, it.server.world.direct(it.ana), SENTINEL)
        await until(lambda: bool(it.handed_in))
        await it.backstage.delivers()
        asked = [one.path for one in it.server.rest.requests if one.method == "GET"]
        assert [path for path in asked if "/messages" in path] == []


async def test_nothing_of_it_is_stored_logged_or_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Of people who agreed, too: they agreed to what needs no listening."""
    caplog.set_level(logging.DEBUG)
    async with evening(tmp_path / "attune.db", listening=False) as it:
        scene = Scene(it.server)
        scene.ana, scene.us = it.ana, it.us
        for way in WAYS:
            it.server.gateway.dispatch(*way(scene))
        it.server.world.says(it.ana, it.server.world.direct(it.ana), SENTINEL)
        await until(lambda: bool(it.handed_in))
        assert not holds(it, CANARY)
        await it.is_killed()
        try:
            assert hits(tmp_path, caplog, CANARY) == []
        finally:
            await it.starts()
