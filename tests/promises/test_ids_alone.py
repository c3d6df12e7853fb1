"""Notes hold ids and no names; and of a chat that somebody took themselves out of, none of theirs is left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.storage.sqlcipher import SqlCipherStore, open_store
from core.chats import ChatKind
from core.ids import ChatId
from core.inbound import BotAdded, ButtonPressed
from tests.promises.child import KEY
from tests.promises.rows import dump
from tests.stories.world import HOME, World, who

SECOND = ChatId("toy:second")
TITLES = {HOME: "Kestrelroom", SECOND: "Magpieroom"}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlCipherStore]:
    opened = await open_store(tmp_path / "a.db", KEY)
    yield opened
    await opened.close()


async def two_chats(store: SqlCipherStore) -> World:
    world = World(store=store)
    people = tuple(who(name) for name in ("Ana", "Ben"))
    for chat, title in TITLES.items():
        await world.hand_in(BotAdded(chat=chat, kind=ChatKind.COUPLE, title=title, people=people))
    for name in ("Ana", "Ben"):
        for shown in [s for s in world.private(name) if any(b.name == "agree" for b in s.screen.buttons())]:
            await world.hand_in(ButtonPressed(who=who(name), data=f"{shown.note}:agree"))
    return world


async def test_no_note_holds_what_a_chat_is_called(store: SqlCipherStore, tmp_path: Path) -> None:
    world = await two_chats(store)
    for command, argument in (("forget", ""), ("leave", ""), ("recap", ""), ("checkins", "mine 21:00")):
        await world.commands("Ana", command, argument)
        labels = " ".join(button.label for button in world.private("Ana")[-1].screen.buttons())
        assert all(title in labels for title in TITLES.values())
    await world.commands("Ana", "forget")
    await world.presses("Ana", "Only Kestrelroom")
    assert "Kestrelroom" in world.private("Ana")[-1].screen.text
    await world.passes(hours=30)
    await world.commands("Ana", "checkin", chat=HOME)
    await world.commands("Ana", "checkin", chat=SECOND)
    await world.tells_bot("Ana", "the sun on the tram")
    assert "answer_which" in [shown.to.kind for shown in world.private("Ana")]
    stored = str(dump(tmp_path / "a.db", KEY)["notes"])
    assert '"chats":"toy:home toy:second"' in stored
    assert not [title for title in TITLES.values() if title in stored]


async def test_after_only_this_chat_no_note_to_them_names_it(store: SqlCipherStore, tmp_path: Path) -> None:
    world = await two_chats(store)
    await world.commands("Ben", "leave")
    await world.commands("Ben", "forget")
    await world.presses("Ben", "Only Kestrelroom")
    await world.presses("Ben", "Yes, only this chat")
    rows = [str(row) for row in dump(tmp_path / "a.db", KEY)["notes"]]
    theirs = [row for row in rows if f'"to_person":"{who("Ben").id}"' in row]
    assert theirs, "what is about the other chat stays"
    assert not [row for row in theirs if HOME in row]
    assert [row for row in rows if HOME in row], "what went to the other stays"
