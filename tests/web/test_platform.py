"""The page as a platform, without a browser: what it hands in, what it shows, and whom it answers."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import aiohttp
import pytest

from adapters.web import WebPlatform
from adapters.web.guard import TOKEN_HEADER
from core.chats import ChatKind, Wish
from core.ids import ChatId, MessageId, PersonId
from core.inbound import (
    BotAdded,
    ButtonPressed,
    Commanded,
    DeletedPost,
    EditedPost,
    MarkedPost,
    MirrorAsked,
    Posted,
    ReactedTo,
)
from core.notes import Note, NoteId
from core.ports import MessageKind, Platform, Refused
from core.screens.model import Button, Screen
from tests.web.fake_shell import FakeShell
from tests.web.serving import fake_page

HELLO = Screen(text="Hello", rows=((Button("yes", "Yes"), Button("start", "Begin", start="payload")),))


@dataclass
class Visit:
    """A page as a browser has loaded it."""

    shell: FakeShell
    platform: WebPlatform
    session: aiohttp.ClientSession
    token: str

    async def act(self, name: str, **asked: object) -> tuple[int, Mapping[str, object]]:
        headers = {TOKEN_HEADER: self.token}
        async with self.session.post(f"/act/{name}", json=asked, headers=headers) as answer:
            return answer.status, await answer.json()

    async def say(self, person: str, text: str, **more: object) -> str:
        _, done = await self.act("post", person=person, text=text, **more)
        return str(done["id"])

    async def status(self, method: str, path: str, **headers: str) -> int:
        async with self.session.request(method, path, headers=headers, data=b"{}") as answer:
            return answer.status

    @property
    def added(self) -> BotAdded:
        (what,) = self.shell.inbound(BotAdded)
        assert isinstance(what, BotAdded)
        return what

    def last(self) -> object:
        return self.shell.updates[-1].what


@asynccontextmanager
async def visited(*, port: int = 0) -> AsyncIterator[Visit]:
    shell = fake_page(port=port)
    platform = shell.platform
    assert platform is not None
    task = asyncio.create_task(platform.run(shell.handle))
    await asyncio.wait_for(platform.ready.wait(), 5)
    try:
        async with aiohttp.ClientSession(platform.address) as session:
            async with session.get("/") as answer:
                found = re.search(r'attune-token" content="([^"]+)"', await answer.text())
            assert found
            visit = Visit(shell, platform, session, found[1])
            async with session.get("/events", params={"token": visit.token}) as stream:
                await stream.content.readline()
                yield visit
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_it_is_a_platform() -> None:
    platform: Platform | None = fake_page().platform
    assert platform is not None
    assert platform.name == "web"


# What it hands in


async def test_the_first_visit_adds_the_bot_to_a_couple_of_two() -> None:
    async with visited() as visit:
        added = visit.added
    assert (added.kind, [who.name for who in added.people]) == (ChatKind.COUPLE, ["Ana", "Ben"])


async def test_ids_are_the_pages_own() -> None:
    async with visited() as visit:
        added = visit.added
    assert re.fullmatch(r"web:[0-9a-f]{8}:pair", added.chat)
    assert added.people[0].id == added.chat.replace("pair", "ana")


async def test_a_second_visit_adds_nothing() -> None:
    async with visited() as visit, visit.session.get("/events", params={"token": visit.token}) as stream:
        await stream.content.readline()
        assert len(visit.shell.inbound(BotAdded)) == 1


async def test_a_message_is_handed_in_with_what_it_replies_to() -> None:
    async with visited() as visit:
        first = await visit.say("ana", "one")
        await visit.say("ben", "two", reply_to=first)
        posted = visit.last()
    assert isinstance(posted, Posted)
    assert (posted.words.text, posted.reply_to, posted.private) == ("two", first, False)
    assert posted.reply_to_author == visit.added.people[0].id


async def test_a_private_message_comes_from_the_private_chat() -> None:
    async with visited() as visit:
        await visit.say("ben", "psst", private=True)
        posted = visit.last()
    assert isinstance(posted, Posted)
    assert posted.private
    assert posted.chat == visit.added.chat.replace("pair", "ben:private")


async def test_a_sticker_and_a_voice_note_are_handed_in_by_their_kind() -> None:
    async with visited() as visit:
        await visit.say("ana", "", kind="sticker", emoji="🤗")
        sticker = visit.last()
        await visit.say("ana", "", kind="voice")
        voice = visit.last()
    assert isinstance(sticker, Posted)
    assert isinstance(voice, Posted)
    assert (sticker.words.kind, sticker.words.emoji, voice.words.kind) == (
        MessageKind.STICKER,
        "🤗",
        MessageKind.VOICE,
    )


@pytest.mark.parametrize("private", [True, False])
async def test_a_slash_begins_a_command(private: bool) -> None:
    async with visited() as visit:
        await visit.say("ana", "/Pause until Monday", private=private)
        command = visit.last()
    assert isinstance(command, Commanded)
    assert (command.name, command.argument, command.private) == ("pause", "until Monday", private)


async def test_an_edit_a_deletion_and_reactions_are_handed_in() -> None:
    async with visited() as visit:
        message = await visit.say("ana", "one")
        seen = []
        for name, asked in (
            ("edit", {"person": "ana", "text": "two"}),
            ("react", {"person": "ben", "emoji": "❤️"}),
            ("react", {"person": "ben", "emoji": "❤️"}),
            ("delete", {"person": "ana"}),
        ):
            await visit.act(name, message=message, **asked)
            seen.append(visit.last())
    edit, reaction, taken_back, deletion = seen
    assert isinstance(edit, EditedPost)
    assert isinstance(reaction, ReactedTo)
    assert isinstance(taken_back, ReactedTo)
    assert isinstance(deletion, DeletedPost)
    assert (edit.words.text, reaction.removed, taken_back.removed, deletion.message) == (
        "two",
        False,
        True,
        message,
    )


async def test_a_mark_carries_its_wish_and_the_words() -> None:
    async with visited() as visit:
        message = await visit.say("ana", "a hard day")
        await visit.act("mark", person="ana", message=message, wish="listen")
        mark = visit.last()
    assert isinstance(mark, MarkedPost)
    assert mark.words is not None
    assert (mark.wish, mark.message, mark.words.text) == (Wish.LISTEN, message, "a hard day")


async def test_a_draft_is_mirrored_and_never_posted() -> None:
    async with visited() as visit:
        message = await visit.say("ana", "a hard day")
        await visit.act("mirror", person="ben", message=message, text="oh no")
        asked = visit.last()
    assert isinstance(asked, MirrorAsked)
    assert asked.to is not None
    assert (asked.draft.text, asked.to.text) == ("oh no", "a hard day")
    assert len(visit.shell.inbound(Posted)) == 1


async def test_every_update_has_an_id_of_its_own() -> None:
    async with visited() as visit:
        for text in "abc":
            await visit.say("ana", text)
    ids = [update.id for update in visit.shell.updates]
    assert len(set(ids)) == len(ids) == 4


async def test_what_could_not_be_committed_comes_again() -> None:
    async with visited() as visit:
        visit.shell.broken = 1
        await visit.say("ana", "still here")
        posted = visit.last()
    assert isinstance(posted, Posted)
    assert posted.words.text == "still here"


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("mark", {"person": "ben", "wish": "listen"}),
        ("edit", {"person": "ben", "text": "not mine"}),
        ("delete", {"person": "ben"}),
        ("mark", {"person": "ana", "wish": "applause"}),
        ("react", {"person": "ben", "emoji": "<b>"}),
        ("post", {"person": "carol", "text": "hello"}),
        ("post", {"person": "ana", "text": "x" * 5000}),
        ("post", {"person": "ana", "text": "   "}),
        ("post", {"person": "ana", "text": "hi", "kind": "hologram"}),
        ("press", {"person": "ana", "button": "yes"}),
        ("nonsense", {"person": "ana"}),
    ],
)
async def test_what_cannot_be_is_refused_in_a_sentence(name: str, asked: dict[str, object]) -> None:
    async with visited() as visit:
        message = await visit.say("ana", "mine")
        before = len(visit.shell.updates)
        status, done = await visit.act(name, **{"message": message, **asked})
    assert status == 409
    assert str(done["error"]).endswith(".")
    assert len(visit.shell.updates) == before


async def test_nobody_reaches_into_the_others_private_thread() -> None:
    async with visited() as visit:
        secret = await visit.say("ana", "a secret", private=True)
        status, _ = await visit.act("react", person="ben", message=secret, emoji="❤️")
        pressed, _ = await visit.act("press", person="ben", message="m1", button="agree")
    assert (status, pressed) == (409, 409)


# What it shows


def to_ana(visit: Visit) -> Note:
    return Note(kind="hello", to_person=visit.added.people[0].id)


async def test_a_button_comes_back_with_its_notes_id() -> None:
    async with visited() as visit:
        reference = await visit.platform.show(NoteId(77), to_ana(visit), HELLO, None)
        await visit.act("press", person="ana", message=reference.partition("/")[2], button="start")
        pressed = visit.last()
    assert isinstance(pressed, ButtonPressed)
    assert pressed.data == "77:start"


async def test_the_same_note_is_shown_once() -> None:
    async with visited() as visit:
        first = await visit.platform.show(NoteId(77), to_ana(visit), HELLO, None)
        assert await visit.platform.show(NoteId(77), to_ana(visit), HELLO, None) == first


async def test_a_note_that_replaces_another_stands_in_its_place() -> None:
    async with visited() as visit:
        first = await visit.platform.show(NoteId(77), to_ana(visit), HELLO, None)
        assert await visit.platform.show(NoteId(78), to_ana(visit), Screen(text="Bye"), first) == first


async def test_a_room_that_is_over_refuses_notes() -> None:
    async with visited() as visit:
        gone = Note(kind="hello", to_person=PersonId("web:00000000:ana"))
        with pytest.raises(Refused):
            await visit.platform.show(NoteId(1), gone, HELLO, None)


async def test_what_is_done_with_a_copied_answer_is_done_with_the_answer() -> None:
    async with visited() as visit:
        answer = await visit.say("ana", "the balcony", private=True)
        pair, private = visit.added.chat, ChatId(visit.added.chat.replace("pair", "ana:private"))
        note = Note(kind="reveal", to_chat=pair, copies=((private, MessageId(answer)),))
        reference = await visit.platform.show(NoteId(90), note, HELLO, None)
        shown, *known_as = reference.split(" ")
        assert known_as == [answer]
        copy = f"m{int(shown.partition('/m')[2]) + 1}"
        await visit.say("ben", "I remember", reply_to=copy)
        reply = visit.last()
        await visit.act("mark", person="ana", message=copy, wish="celebrate")
        mark = visit.last()
        await visit.act("react", person="ben", message=copy, emoji="❤️")
        reaction = visit.last()
    assert isinstance(reply, Posted)
    assert isinstance(mark, MarkedPost)
    assert isinstance(reaction, ReactedTo)
    assert [reply.reply_to, mark.message, reaction.message] == [answer] * 3
    assert {reply.chat, mark.chat, reaction.chat} == {pair}


async def test_an_answer_that_was_deleted_is_not_copied() -> None:
    async with visited() as visit:
        answer = await visit.say("ana", "the balcony", private=True)
        await visit.act("delete", person="ana", message=answer)
        chat = ChatId(visit.added.chat.replace("pair", "ana:private"))
        note = Note(kind="reveal", to_chat=visit.added.chat, copies=((chat, MessageId(answer)),))
        await visit.platform.show(NoteId(90), note, HELLO, None)
        async with visit.session.get("/events", params={"token": visit.token}) as stream:
            await stream.content.readline()
            state = await stream.content.readline()
    assert b"the balcony" not in state


async def test_starting_over_forgets_both_and_begins_anew() -> None:
    async with visited() as visit:
        before = visit.added
        await visit.act("over")
        begun = visit.shell.inbound(BotAdded)[-1]
    assert visit.shell.forgotten == [who.id for who in before.people]
    assert isinstance(begun, BotAdded)
    assert begun.chat != before.chat


async def test_the_clock_is_moved_on_by_a_week() -> None:
    async with visited() as visit:
        before = visit.shell.clock.now()
        await visit.act("clock", to="a week later")
        assert (visit.shell.clock.now() - before).days == 7


async def test_a_long_wait_passes_in_hops_so_that_notes_go_out_on_the_way() -> None:
    async with visited() as visit:
        heard: list[datetime] = [visit.shell.clock.now()]
        visit.shell.clock.on_move(heard.append)
        await visit.act("clock", to="a week later")
        assert visit.shell.moves == len(heard) - 1
        assert all(after - before < timedelta(hours=2.1) for before, after in pairwise(heard))


# Whom it answers


async def test_another_name_for_this_machine_is_refused() -> None:
    async with visited() as visit:
        assert await visit.status("GET", "/", Host="evil.example:80") == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
async def test_another_pages_origin_is_refused(origin: str) -> None:
    async with visited() as visit:
        headers = {TOKEN_HEADER: visit.token, "Origin": origin}
        assert await visit.status("POST", "/act/over", **headers) == 403


async def test_another_site_is_refused_even_with_the_token() -> None:
    async with visited() as visit:
        headers = {TOKEN_HEADER: visit.token, "Sec-Fetch-Site": "cross-site"}
        assert await visit.status("POST", "/act/over", **headers) == 403


@pytest.mark.parametrize(("method", "path"), [("POST", "/act/over"), ("GET", "/events")])
async def test_nothing_is_told_or_done_without_the_token(method: str, path: str) -> None:
    async with visited() as visit:
        assert await visit.status(method, path) == 403


async def test_a_file_from_outside_the_page_is_not_served() -> None:
    async with visited() as visit:
        assert await visit.status("GET", "/page/..%2fserver.py") == 404


async def test_every_answer_is_sealed() -> None:
    async with visited() as visit, visit.session.get("/nowhere") as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_request_that_is_too_large_is_refused() -> None:
    async with visited() as visit:
        body = {"text": "x" * 200_000}
        async with visit.session.post("/act/post", json=body, headers={TOKEN_HEADER: visit.token}) as answer:
            assert answer.status == 413


async def test_it_listens_on_loopback_alone() -> None:
    async with visited() as visit:
        assert visit.platform.address.startswith("http://127.0.0.1:")


async def test_a_busy_port_leads_to_the_next_free_one() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        async with visited(port=port) as visit:
            found = int(visit.platform.address.rsplit(":", 1)[1].strip("/"))
    assert port < found < port + 20


async def test_lines_about_other_chats_are_not_shown() -> None:
    async with visited() as visit:
        visit.platform.observed({"type": "reading", "author": "telegram:7", "message": "1", "depth": 0.9})
        async with visit.session.get("/events", params={"token": visit.token}) as stream:
            await stream.content.readline()
            state = await stream.content.readline()
    assert b'"readings": []' in state
