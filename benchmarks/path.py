"""The whole path, from a raw Telegram update to its committed effects, beside python-telegram-bot's parsing.

Both are measured in one run and in turns, so that a busy machine slows both; the ratio is what counts. The
path holds the translation, the reading of the message by the real reader, the rules and the durable commit.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import telegram

from adapters.reader import load_reader
from adapters.storage.memory import MemoryStore
from adapters.storage.sqlcipher import open_store
from adapters.telegram.messages import Me
from adapters.telegram.translate import translate
from benchmarks.rows import Row
from bot.compose import inside
from bot.inbox import Inbox
from bot.keyed import Keyed
from core.chats import Chat, Consent, Member
from core.ids import ChatId, PersonId
from core.policy import Policy
from core.ports import Reader, Store, Transaction
from core.reading.scores import MessageReading, ResponseReading
from core.utterance import Utterance

CHATS, ROUNDS = 64, 24
ME = Me(id=1, username="attune_bot")
BEGAN = 1_790_000_000
SAYINGS = (
    "did you see where I left the keys?",
    "I was so scared today that I could not say a word in there",
    "on the shelf, I think",
    "that sounds hard, I am with you",
)


class Silent:
    """Reads nothing: what is left of the path is the shell, the rules and the store."""

    version = "none"

    def read_message(self, message: Utterance, *, before: object = (), burst: object = ()) -> MessageReading:
        return MessageReading()

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: object = ()
    ) -> ResponseReading:
        return ResponseReading()


def rows() -> Iterator[Row]:
    yield from asyncio.run(_rows())


async def _rows() -> list[Row]:
    reader = load_reader()
    found: list[Row] = []
    for name, read in (("", reader), (", reader switched off", Silent())):
        with TemporaryDirectory() as folder:
            encrypted = await open_store(Path(folder) / "attune.db", bytes(range(32)))
            stores: tuple[tuple[str, Store, int], ...] = (
                ("in memory", MemoryStore(), 1),
                ("SQLCipher, one at a time", encrypted, 1),
                ("SQLCipher, 64 at once", encrypted, CHATS),
            )
            for label, store, at_once in stores:
                found.append(await _row(label + name, store, read, at_once))
            await encrypted.close()
    return found


async def _row(label: str, store: Store, reader: Reader, at_once: int) -> Row:
    await _agree(store)
    _, inbox = inside(store, reader, Policy(), Keyed(b"test"))
    paths, parsings = [], []
    first = at_once * 1_000_000
    for number in range(ROUNDS):
        batch = [json.dumps(_raw(first, number, chat)) for chat in range(CHATS)]
        parsings.append(_parsing(batch))
        paths.append(await _path(inbox, batch, at_once))
    # The first rounds warm up caches and the page cache of the database.
    path, parsing = median(paths[4:]), median(parsings[4:])
    return Row(
        "path",
        label,
        f"{path * 1e6:,.0f} µs, {path / parsing:,.1f} × Update.de_json ({parsing * 1e6:,.0f} µs)",
    )


def _parsing(batch: list[str]) -> float:
    """Seconds for one update."""
    began = perf_counter()
    for line in batch:
        telegram.Update.de_json(json.loads(line), None)
    return (perf_counter() - began) / len(batch)


async def _path(inbox: Inbox, batch: list[str], at_once: int) -> float:
    """Seconds for one update; `at_once` of them are under way at the same time, each in its own chat."""
    received = datetime.fromtimestamp(BEGAN, UTC)
    began = perf_counter()
    for start in range(0, len(batch), at_once):
        async with asyncio.TaskGroup() as group:
            for line in batch[start : start + at_once]:
                (update,) = translate(json.loads(line), ME, received=received)
                group.create_task(inbox.handle(update))
    return (perf_counter() - began) / len(batch)


def _raw(first: int, number: int, chat: int) -> dict[str, Any]:
    """The two of a chat take turns, a minute apart."""
    person = 7_000_000_000 + 2 * chat + number % 2
    return {
        "update_id": first + number * CHATS + chat,
        "message": {
            "message_id": number + 1,
            "date": BEGAN + first + 60 * number,
            "chat": {"id": _chat(chat), "type": "supergroup", "title": "The two of us"},
            "from": {"id": person, "is_bot": False, "first_name": f"P{person}", "language_code": "en"},
            "text": SAYINGS[number % len(SAYINGS)],
        },
    }


def _chat(number: int) -> int:
    return -1_004_000_000_000 - number


async def _agree(store: Store) -> None:
    """All couples agreed, a moment ago."""
    at = datetime.fromtimestamp(BEGAN, UTC)

    async def agree(tx: Transaction) -> None:
        for number in range(CHATS):
            id = ChatId(f"telegram:{_chat(number)}")
            people = [PersonId(f"telegram:{7_000_000_000 + 2 * number + one}") for one in (0, 1)]
            if await tx.chat(id) is None:
                members = {person: Member(Consent.AGREED, at) for person in people}
                await tx.save_chat(Chat(id=id, members=members), None)

    await store.transact(agree)


if __name__ == "__main__":
    for row in rows():
        print(row.what, row.found, sep="\t")
