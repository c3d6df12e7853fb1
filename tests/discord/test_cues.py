"""What passive listening hears beside plain words, and where: stickers, voice messages, threads. On sockets,
with the whole shell behind: SimCord lets people send neither, nor open a thread."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType, MethodType, ModuleType
from typing import Any

import pytest

from adapters.discord.ids import channel_chat, person_id
from core.effects import MessageRead, ResponseAttached
from core.inbound import BotAdded, ConsentSaid, Posted, Who
from core.utterance import MessageKind
from tests.discord.on_sockets import Evening, evening
from tests.discord.test_unread import CANARY
from tests.servers.discord_loopback import until

SAID = "I am afraid of tomorrow"
STICKER: dict[str, Any] = {"sticker_items": [{"id": "749054660769218631", "name": "Wave", "format_type": 1}]}
VOICE: dict[str, Any] = {
    "flags": 1 << 13,
    "attachments": [
        {
            "id": "1",
            "filename": "voice-message.ogg",
            "content_type": "audio/ogg",
            "size": 1000,
            "url": "https://cdn.example/voice",
            "proxy_url": "https://cdn.example/voice",
            "duration_secs": 3.2,
            "waveform": "AAAA",
        }
    ],
}
PICTURE: dict[str, Any] = {
    "attachments": [{**VOICE["attachments"][0], "filename": "cat.png", "content_type": "image/png"}]
}
ELSEWHERE = (ModuleType, type, FunctionType, BuiltinFunctionType, MethodType, CodeType, FrameType)
"""From these one gets to everything else in the process, the test and its server included."""


@pytest.mark.parametrize(
    ("kind", "more"),
    [(MessageKind.STICKER, STICKER), (MessageKind.VOICE, VOICE), (MessageKind.PHOTO, PICTURE)],
)
async def test_what_holds_no_words_is_heard_as_what_it_is(kind: MessageKind, more: dict[str, Any]) -> None:
    async with evening() as it:
        said = it.server.world.says(it.ana, it.us, SAID)
        answer = it.server.world.says(it.ben, it.us, "", to=said, **more)
        last = it.server.world.says(it.ana, it.us, "good night")
        await it.hears(said, answer, last)
        heard = [u.what for u in it.handed_in if isinstance(u.what, Posted) and u.what.message == answer]
        assert [(one.words.kind, one.words.text) for one in heard] == [(kind, "")]
        parts = [one.response.parts for one in it.backstage.seen(ResponseAttached)]
        assert [[part.message for part in each] for each in parts] == [[answer]]


# Threads


async def test_a_thread_of_an_enabled_channel_stays_unread_until_it_begins_there() -> None:
    """Who agreed, agreed to being read in a channel. A thread has its own people, and may be private."""
    async with evening() as it:
        starter = it.server.world.says(it.ana, it.us, "so")
        await it.hears(starter)
        inside = it.server.world.says(it.ben, it.server.world.thread(it.guild, it.us, starter), CANARY)
        after = it.server.world.says(it.ben, it.us, "hello")
        await it.hears(inside, after)
        assert inside not in [one.message for one in it.backstage.seen(MessageRead)]
        assert inside not in await it.heard()


async def test_a_thread_where_all_agreed_is_heard_live_and_after_a_gap(tmp_path: Path) -> None:
    async with evening(tmp_path / "attune.db") as it:
        starter = it.server.world.says(it.ana, it.us, "so")
        await it.hears(starter)
        inside = it.server.world.thread(it.guild, it.us, starter)
        chat = channel_chat(inside.id)
        it.server.commands(it.ana, inside, "start", kind="couple")
        await until(lambda: any(isinstance(u.what, BotAdded) and u.what.chat == chat for u in it.handed_in))
        await it.backstage.delivers()
        assert len(it.server.rest.posted(inside)) == 1  # the card, in the thread itself
        for name, person in (("Ana", it.ana), ("Ben", it.ben)):
            await it.happens(ConsentSaid(chat=chat, who=Who(person_id(person), name), granted=True))
        live = it.server.world.says(it.ana, inside, SAID)
        await it.hears(live)
        await it.is_killed()
        it.server.gateway.expire()
        missed = it.server.world.says(it.ben, inside, "I am with you", to=live)
        await it.starts()
        await it.hears(live, missed)
        read = {one.message for one in it.backstage.seen(MessageRead)}
        assert live in read
        assert it.posted.count(missed) == 1


# Memory


def reachable(*roots: object) -> Iterator[object]:
    """Every object that these hold on to, but for what holds on to the whole process."""
    seen: set[int] = set()
    waiting: list[object] = list(roots)
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, (*ELSEWHERE, asyncio.AbstractEventLoop, asyncio.Task)):
            continue
        seen.add(id(one))
        yield one
        waiting += gc.get_referents(one)


def holds(it: Evening, needle: str) -> bool:
    running = it.backstage.running
    return any(
        isinstance(one, str) and needle in one
        for one in reachable(running.inbox, running.engine, running.courier, it.platform)
    )


async def test_words_of_who_did_not_agree_are_not_in_memory_either(tmp_path: Path) -> None:
    """The same search finds what somebody said who did, while it may still be answered."""
    async with evening(tmp_path / "attune.db") as it:
        theirs = it.server.world.says(it.kim, it.us, CANARY)
        it.server.world.edits(it.us, theirs, f"{CANARY}!")
        answer = it.server.world.says(it.kim, it.us, f"{CANARY} too", to=theirs)
        own = it.server.world.says(it.ana, it.us, "I am afraid of the 4712th day")
        await it.hears(theirs, answer, own)
        it.handed_in.clear()
        await until(lambda: not it.platform._incoming._work if it.platform is not None else True)
        assert holds(it, "4712th")
        assert not holds(it, CANARY)
