"""How far a chat was heard, and what a platform writes down, in every store."""

from __future__ import annotations

from operator import methodcaller

from core.gaps import Place
from core.ids import ChatId, MessageId
from core.ports import Store
from tests.storage.builders import CLUB, HOME, NOON, ask, chat, later, tell


def message(number: int) -> Place:
    return Place(MessageId(str(number)))


async def test_a_chat_that_was_never_heard_has_no_place(store: Store) -> None:
    assert await ask(store, lambda tx: tx.place(HOME)) == Place()


async def test_a_place_only_moves_on(store: Store) -> None:
    """Numbers, not words: 1000 comes after 999."""
    await tell(store, lambda tx: tx.save_chat(chat(), None))
    for place in (message(999), message(1000), message(7), Place(edited_at=later(2)), Place(edited_at=NOON)):
        await tell(store, methodcaller("saw", HOME, place))
    assert await ask(store, lambda tx: tx.place(HOME)) == Place(MessageId("1000"), later(2))


async def test_a_chat_that_is_not_known_has_no_place(store: Store) -> None:
    await tell(store, lambda tx: tx.saw(HOME, message(5)))
    assert await ask(store, lambda tx: tx.place(HOME)) == Place()


async def test_a_place_goes_with_its_chat(store: Store) -> None:
    await tell(store, lambda tx: tx.save_chat(chat(), None), lambda tx: tx.saw(HOME, message(5)))
    await tell(store, lambda tx: tx.drop_chat(HOME), lambda tx: tx.save_chat(chat(), None))
    assert await ask(store, lambda tx: tx.place(HOME)) == Place()


async def test_chats_are_found_by_how_their_ids_begin(store: Store) -> None:
    await tell(store, lambda tx: tx.save_chat(chat(), None), lambda tx: tx.save_chat(chat(CLUB), None))
    assert await ask(store, lambda tx: tx.chats("")) == sorted([HOME, CLUB])
    assert await ask(store, lambda tx: tx.chats(HOME)) == [HOME]
    assert await ask(store, lambda tx: tx.chats(ChatId("nobody:"))) == []


async def test_an_entry_is_what_was_written_last(store: Store) -> None:
    before = await ask(store, lambda tx: tx.entry("starts"))
    for said in ("[1]", "[1, 2]"):
        await tell(store, methodcaller("enter", "starts", said))
    assert (before, await ask(store, lambda tx: tx.entry("starts"))) == (None, "[1, 2]")
