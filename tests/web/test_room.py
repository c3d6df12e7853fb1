"""What the page copies, and into whose thread."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.web.places import TWO
from adapters.web.room import CHAT, Entry, Room
from core.ids import MessageId

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(("into", "role"), [(CHAT, "answer"), ("ana", "copy"), ("ben", "copy")])
def test_private_words_are_copied_into_the_thread_that_is_named_and_no_other(into: str, role: str) -> None:
    room = Room(TWO)
    own = room.add("ana", Entry(id="", author="ana", at=NOW, text="the interview"))
    room.copy([(room.chat_id("ana"), MessageId(own.id))], into, NOW)
    copied = [
        (thread, entry.role)
        for thread, entries in room.threads.items()
        for entry in entries
        if entry.original == own.id
    ]
    assert copied == [(into, role)]
