"""The page as a platform: what it shows, in what place, and what comes back from it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from core.ids import ChatId, MessageId, PersonId
from core.inbound import (
    BotAdded,
    ButtonPressed,
    MarkedPost,
    Posted,
    ReactedTo,
)
from core.notes import Note, NoteId
from core.ports import Refused
from core.screens.model import Attachment, Button, Screen
from tests.web.visit import Visit, visited

HELLO = Screen(text="Hello", rows=((Button("yes", "Yes"), Button("start", "Begin", start="payload")),))


def to_ana(visit: Visit) -> Note:
    return Note(kind="hello", to_person=visit.added.people[0].id)


async def test_a_button_comes_back_with_its_notes_id() -> None:
    async with visited() as visit:
        reference = await visit.platform.show(NoteId(77), to_ana(visit), HELLO, None)
        await visit.act("press", person="ana", message=reference.partition("/")[2], button="start")
        pressed = visit.last()
    assert isinstance(pressed, ButtonPressed)
    assert pressed.data == "77:start"


RECAP = Screen(text="Four weeks.", attachment=Attachment("recap.png", "image/png", b"png", alt="In words."))
SCRIPT = Screen(text="Odd.", attachment=Attachment("odd.html", "text/html", b"<script>"))


async def fetched(visit: Visit, screen: Screen) -> tuple[int, str, str, bytes]:
    """What a browser gets of a screen's file: status, type, place and content."""
    reference = await visit.platform.show(NoteId(77), to_ana(visit), screen, None)
    path = f"/file/{reference.partition('/')[2]}/77"
    async with visit.session.get(path, params={"token": visit.token}) as answer:
        place = answer.headers.get("Content-Disposition", "").partition(";")[0]
        return answer.status, answer.content_type, place, await answer.read()


async def test_a_screens_picture_is_shown() -> None:
    async with visited() as visit:
        assert await fetched(visit, RECAP) == (200, "image/png", "inline", b"png")


async def test_a_file_of_any_other_kind_is_only_saved() -> None:
    async with visited() as visit:
        assert await fetched(visit, SCRIPT) == (200, "application/octet-stream", "attachment", b"<script>")


async def test_a_file_is_gone_when_its_screen_is() -> None:
    async with visited() as visit:
        reference = await visit.platform.show(NoteId(77), to_ana(visit), RECAP, None)
        await visit.platform.show(NoteId(78), to_ana(visit), HELLO, reference)
        path = f"/file/{reference.partition('/')[2]}/77?token={visit.token}"
        assert await visit.status("GET", path) == 404


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
        chat, private = visit.added.chat, ChatId(visit.added.chat.replace("chat", "ana:private"))
        note = Note(kind="reveal", to_chat=chat, copies=((private, MessageId(answer)),))
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
    assert {reply.chat, mark.chat, reaction.chat} == {chat}


async def test_an_answer_that_was_deleted_is_not_copied() -> None:
    async with visited() as visit:
        answer = await visit.say("ana", "the balcony", private=True)
        await visit.act("delete", person="ana", message=answer)
        chat = ChatId(visit.added.chat.replace("chat", "ana:private"))
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


async def test_a_long_wait_passes_from_one_thing_due_to_the_next() -> None:
    async with visited() as visit:
        clock = visit.shell.clock
        begin = clock.now()
        visit.shell.due = [begin + timedelta(days=days, hours=3) for days in (1, 2, 5)]
        heard: list[datetime] = []
        clock.on_move(heard.append)
        await visit.act("clock", to="a week later")
    late = [moment - due for moment, due in zip(heard, visit.shell.due, strict=False)]
    assert len(heard) == visit.shell.moves == 4
    assert all(timedelta() <= each < timedelta(seconds=2) for each in late)


async def test_a_copy_below_a_private_note_is_in_that_person_s_thread_alone() -> None:
    async with visited() as visit:
        guess = await visit.say("ana", "the balcony", private=True)
        private = ChatId(visit.added.chat.replace("chat", "ana:private"))
        ben = PersonId(visit.added.chat.replace("chat", "ben"))
        note = Note(kind="guess_shown", to_person=ben, copies=((private, MessageId(guess)),))
        await visit.platform.show(NoteId(90), note, HELLO, None)
        async with visit.session.get("/events", params={"token": visit.token}) as stream:
            await stream.content.readline()
            state = json.loads((await stream.content.readline()).removeprefix(b"data:"))
    places = {name: json.dumps(entries).count("the balcony") for name, entries in state["threads"].items()}
    assert places == {"chat": 0, "ana": 1, "ben": 1}
