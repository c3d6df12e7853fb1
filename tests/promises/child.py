"""A child to be killed: shell, core, encrypted store and a toy platform whose deliveries the parent keeps.

`python -m tests.promises.child SOCKET` imports everything once, and then forks one life for each connection,
so that a life starts in milliseconds. A life is told by lines of JSON what happened, confirms an update when
`handle` returned, and tells the parent every message it sends and the points it passes: the parent kills.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.storage.rows import CHAT, EPISODE, NOTE, PERSON, ROUND
from adapters.storage.sqlcipher import SqlCipherStore, open_store
from bot.alarm import Alarm
from bot.compose import inside
from bot.courier import Courier
from bot.keyed import Keyed
from bot.narrator import Narrator
from config.contacts import contacts_for
from config.wording import prompts, wording
from core.chats import ChatKind
from core.episodes import Wish
from core.ids import ChatId, EpisodeId, MessageId, PersonId, UpdateId
from core.inbound import (
    BotAdded,
    ChatMoved,
    Commanded,
    ConsentSaid,
    DeletedPost,
    EditedPost,
    EpisodePressed,
    Inbound,
    MarkedPost,
    Posted,
    RatedBy,
    ReactedTo,
    SettingsSaid,
    TalkedAbout,
    Update,
    Who,
)
from core.notes import Note, NoteId
from core.policy import Policy
from core.reading.plain_threats import plain_threats
from core.reading.scores import MessageReading, ResponseReading
from core.screens.model import Screen
from core.utterance import Utterance
from core.zones import is_zone

KEY = bytes(range(32))
LONGEST_SEND_S = 0.004
WARM = (
    *(CHAT, EPISODE, NOTE, PERSON, ROUND, wording(), prompts()),
    *(contacts_for(""), is_zone("UTC"), plain_threats("")),
)
"""What a life would build on its first use."""


class LastLineReader:
    """Reads a few plain words of the newest message alone: what a restart forgot changes nothing."""

    version = "last-line-1"

    def read_message(self, message: Utterance, *, before: object = (), burst: object = ()) -> MessageReading:
        deep = 0.9 if "afraid" in message.text else 0.1
        return MessageReading(
            self_relevance=deep,
            personal=deep,
            private=deep,
            affective=deep,
            valence=-deep,
            disclosure=0.99 if "afraid" in message.text else 0.01,
            topics=("work",) if "work" in message.text else (),
            reader=self.version,
        )

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: object = ()
    ) -> ResponseReading:
        last = response.text.rpartition("\n")[2]
        warm = 0.8 if "with you" in last else 0.1
        return ResponseReading(
            understanding=warm, appreciation=warm, caring=warm, relevance=0.9, reader=self.version
        )


@dataclass(slots=True)
class GivenClock:
    """The time the parent gave last."""

    at: datetime = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


class FarPlatform:
    """Accepts a message by writing it to the parent, at a random moment of a random wait."""

    name = "toy"

    def __init__(self, tell: Callable[[dict[str, Any]], None], dice: random.Random) -> None:
        self._tell = tell
        self._dice = dice

    async def run(self, handle: Callable[[Update], Awaitable[None]]) -> None:
        raise AssertionError("the parent hands the updates in")

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        self._tell({"point": "sending"})
        await asyncio.sleep(self._dice.random() * LONGEST_SEND_S)
        self._tell({"sent": int(note), "kind": to.kind, "key": to.key})
        await asyncio.sleep(self._dice.random() * LONGEST_SEND_S)
        self._tell({"point": "was sent"})
        return f"toy/{note}"

    async def close(self) -> None:
        pass


class Life:
    """One start of the bot, until the parent kills it or lets it go."""

    def __init__(self, store: SqlCipherStore, tell: Callable[[dict[str, Any]], None]) -> None:
        self._tell = tell
        self._clock = GivenClock()
        self._store = store
        self._engine, self._inbox = inside(store, LastLineReader(), Policy(), Keyed(KEY))
        platform = FarPlatform(tell, random.Random(os.getpid()))
        narrator = Narrator(words=wording(), operator="Olga", keyed=Keyed(KEY))
        self._courier = Courier(self._engine, narrator, {"toy": platform}, self._clock)
        self._alarm = Alarm(self._engine, self._clock)
        self._called, self._idle = asyncio.Event(), asyncio.Event()
        self._engine.after_commit(self._look)
        self._under_way: set[asyncio.Task[None]] = set()

    async def live(self, lines: asyncio.StreamReader) -> None:
        """Until the parent closes its side."""
        delivering = asyncio.create_task(self._deliver())
        while line := await lines.readline():
            self._begin(json.loads(line))
        delivering.cancel()

    def _begin(self, told: dict[str, Any]) -> None:
        task = asyncio.create_task(self._pass_time(told) if "clock" in told else self._handle(told))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        task.add_done_callback(_fail_loudly)

    async def _pass_time(self, told: dict[str, Any]) -> None:
        """Time comes when everything before it is done, and is over when all its messages are out."""
        self._clock.at = datetime.fromisoformat(told["clock"])
        await self._alarm.ring_now()
        self._look()
        await self._idle.wait()
        self._tell({"confirmed": told["id"]})

    async def _handle(self, told: dict[str, Any]) -> None:
        await self._inbox.handle(update_of(told))
        self._tell({"confirmed": told["id"]})

    def _look(self) -> None:
        self._idle.clear()
        self._called.set()

    async def _deliver(self) -> None:
        while True:
            await self._called.wait()
            self._called.clear()
            while await self._courier.bring():
                pass
            if not self._called.is_set():
                self._idle.set()


def update_of(told: dict[str, Any]) -> Update:
    """A line of the toy platform as the shell knows it."""
    return Update(id=UpdateId(told["id"]), at=datetime.fromisoformat(told["at"]), what=_inbound(told))


def _inbound(told: dict[str, Any]) -> Inbound:
    chat, author = ChatId(told["chat"]), who(told["by"])
    message, episode = MessageId(told.get("message", "")), EpisodeId(told.get("message", ""))
    words = Utterance(text=told.get("text", ""))
    said_at = datetime.fromisoformat(told["at"])  # a platform dates the message that is marked
    kinds: dict[str, Callable[[], Inbound]] = {
        "added": lambda: BotAdded(
            chat=chat, kind=ChatKind.COUPLE, people=tuple(who(name) for name in told["people"])
        ),
        "agrees": lambda: ConsentSaid(chat=chat, who=author, granted=True),
        "moves": lambda: ChatMoved(chat=chat, to=ChatId(f"{chat}-moved")),
        "withdraws": lambda: ConsentSaid(chat=chat, who=author, granted=False),
        "says": lambda: Posted(
            chat=chat, author=author, message=message, words=words, reply_to=told.get("reply_to")
        ),
        "answers": lambda: Posted(
            chat=ChatId(f"{author.id}/private"), author=author, message=message, words=words, private=True
        ),
        "edits": lambda: EditedPost(chat=chat, author=author, message=message, words=words),
        "deletes": lambda: DeletedPost(chat=chat, message=message),
        "reacts": lambda: ReactedTo(chat=chat, author=author, message=message, emoji="❤️"),
        "marks": lambda: MarkedPost(
            chat=chat, author=author, message=message, wish=Wish.LISTEN, words=words, said_at=said_at
        ),
        "talked": lambda: TalkedAbout(chat=chat, author=author, episode=episode),
        "rates": lambda: RatedBy(chat=chat, author=author, episode=episode, understood=5.0),
        "presses": lambda: EpisodePressed(chat=chat, author=author, episode=episode, button=told["button"]),
        "sets": lambda: SettingsSaid(who=author, values={"advice_wanted": told["value"]}),
        "commands": lambda: Commanded(chat=chat, who=author, name=told["name"]),
    }
    return kinds[told["what"]]()


def who(name: str) -> Who:
    return Who(PersonId(f"toy:{name}"), name.title())


def _fail_loudly(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        sys.stderr.write(f"a life failed: {error!r}\n")
        os._exit(3)


def point_out(store: SqlCipherStore, tell: Callable[[dict[str, Any]], None]) -> None:
    """Tells the parent when a transaction begins, is being committed, and is durable."""
    statement = store._rows

    async def told(sql: str, *values: Any) -> list[Any]:
        if sql == "COMMIT":
            tell({"point": "committing"})
        found = await statement(sql, *values)
        if sql in ("COMMIT", "BEGIN IMMEDIATE"):
            tell({"point": "committed" if sql == "COMMIT" else "began"})
        return found

    store._rows = told


async def _live(connection: socket.socket) -> None:
    reader, writer = await asyncio.open_connection(sock=connection)

    def tell(line: dict[str, Any]) -> None:
        writer.write(json.dumps(line).encode() + b"\n")

    tell({"pid": os.getpid()})
    database = Path(json.loads(await reader.readline())["database"])
    store = await open_store(database, KEY)
    point_out(store, tell)
    tell({"point": "open"})
    await Life(store, tell).live(reader)
    await store.close()
    writer.close()
    await writer.wait_closed()


def fork_lives(address: str, live: Callable[[socket.socket], Coroutine[Any, Any, None]]) -> None:
    """Forks a life for each connection, until the parent ends this process."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            connection, _ = door.accept()
            if os.fork() == 0:
                door.close()
                asyncio.run(live(connection))
                os._exit(0)
            connection.close()


if __name__ == "__main__":
    fork_lives(sys.argv[1], _live)
