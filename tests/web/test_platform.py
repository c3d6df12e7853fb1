"""The page as a platform, without a browser: what it hands in, what it shows, and whom it answers."""

from __future__ import annotations

import re

import pytest

from core.chats import ChatKind
from core.episodes import Wish
from core.inbound import (
    BotAdded,
    Commanded,
    DeletedPost,
    EditedPost,
    MarkedPost,
    MirrorAsked,
    Posted,
    ReactedTo,
)
from core.ports import Platform
from core.utterance import MessageKind
from tests.web.serving import fake_page
from tests.web.visit import visited


def test_it_is_a_platform() -> None:
    platform: Platform | None = fake_page().platform
    assert platform is not None
    assert platform.name == "web"


# What it hands in


async def test_the_first_visit_adds_the_bot_to_a_couple_of_two() -> None:
    async with visited() as visit:
        added = visit.added
    assert (added.kind, [who.name for who in added.people]) == (ChatKind.COUPLE, ["Ana", "Ben"])


async def test_the_browsers_time_zone_comes_along_and_nothing_that_is_none() -> None:
    async with visited() as visit:
        await visit.say("ana", "one", zone="Europe/Lisbon")
        lisbon = visit.last()
        await visit.say("ana", "two", zone="../etc/passwd")
        still = visit.last()
    assert isinstance(lisbon, Posted)
    assert isinstance(still, Posted)
    assert (lisbon.author.zone_guess, still.author.zone_guess) == ("Europe/Lisbon", "Europe/Lisbon")


async def test_ids_are_the_pages_own() -> None:
    async with visited() as visit:
        added = visit.added
    assert re.fullmatch(r"web:[0-9a-f]{8}:chat", added.chat)
    assert added.people[0].id == added.chat.replace("chat", "ana")


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
    assert posted.chat == visit.added.chat.replace("chat", "ben:private")


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
