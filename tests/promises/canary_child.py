"""An evening whose every message holds a canary, in a process of its own.

`canary_child FOLDER CONSENT FAILURE`.

Its log runs at DEBUG into standard error. What it was told to fail with says the canary aloud; whatever comes
out of the shell is logged as carelessly as a library would, and ends as the command line would end it.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import random
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

from adapters.storage.sqlcipher import SqlCipherStore, open_store
from bot import logs
from bot.__main__ import _as_unusable
from bot.operator import _readable
from bot.own_data import own_data
from core.effects import MessageRead
from core.episodes import Wish
from core.ids import EpisodeId, MessageId, PersonId
from core.inbound import (
    ButtonPressed,
    EditedPost,
    EpisodePressed,
    MarkedPost,
    Posted,
    ReactedTo,
    TalkedAbout,
)
from core.notes import Note
from core.ports import MaybeSent, NotSent, Refused, StoreFull
from core.reading.scores import Abstention, MessageReading, ResponseReading
from core.utterance import Utterance
from tests.promises.child import KEY
from tests.stories.world import HOME, WordReader, World, private, who

CANARY = "canary-9f3a"
ROUNDS = {"nothing": 1, "reader": 2, "platform": 2, "store": 3}
"""How often everything is said: what fails by chance needs its chances."""
Step = Callable[[], Awaitable[Any]]


@dataclass(slots=True)
class Canaries:
    """A new one for each message."""

    count: int = 0
    dice: random.Random = field(default_factory=lambda: random.Random(5))

    def text(self, words: str = "") -> str:
        self.count += 1
        return f"{words} {CANARY}-{self.count:04d}".strip()


class TalkativeReader:
    """Counts what it reads, and says it aloud when it fails."""

    version = WordReader().version

    def __init__(self) -> None:
        self.fails = False
        self.read: list[str] = []
        self._words = WordReader()

    def read_message(
        self, message: Utterance, *, before: object = (), burst: object = ()
    ) -> MessageReading | Abstention:
        self.read.append(message.text)
        if self.fails and len(self.read) % 3 == 0:
            raise ValueError(f"cannot read “{message.text}” after {before}")
        return self._words.read_message(message, before=before, burst=burst)

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: object = ()
    ) -> ResponseReading | Abstention:
        if self.fails and len(response.text) % 5 == 0:
            raise KeyError(response.text, to)
        return self._words.read_response(response, to=to, before=before)


def failing_platform(dice: random.Random) -> Callable[[Note], Exception | None]:
    """Every other send fails, in words that repeat what was sent and said."""

    def fail(note: Note) -> Exception | None:
        kinds = (NotSent, MaybeSent, Refused)
        if dice.random() < 0.5:
            return None
        error = dice.choice([kind() for kind in kinds] + [RuntimeError(), OSError(5, CANARY, CANARY)])
        error.args = (*error.args, f"{CANARY} {note}")
        return error

    return fail


def failing_store(store: SqlCipherStore, dice: random.Random) -> None:
    """Every fourth commit finds the disk full."""
    statement = store._rows

    async def sometimes(sql: str, *values: Any) -> list[Any]:
        if sql == "COMMIT" and dice.random() < 0.25:
            raise StoreFull("The disk is full: nothing of this was stored.")
        return await statement(sql, *values)

    store._rows = sometimes


def acts(world: World, canaries: Canaries) -> list[Step]:
    """Everything by which words come in."""
    text, numbers = canaries.text, itertools.count(1)

    def said(words: str) -> Utterance:
        return Utterance(text=text(words))

    def post(name: str, words: str, **more: Any) -> Posted:
        message = MessageId(f"c{next(numbers)}")
        return Posted(chat=HOME, author=who(name), message=message, words=said(words), **more)

    def edit() -> EditedPost:
        return EditedPost(chat=HOME, author=who("Ana"), message=MessageId("c1"), words=said("I am afraid"))

    def mark(wish: Wish | None) -> MarkedPost:
        return MarkedPost(
            chat=HOME, author=who("Ana"), message=MessageId("c2"), wish=wish, words=said("this, too")
        )

    def give(make: Callable[[], Any]) -> Step:
        return lambda: world.hand_in(make())

    def react() -> ReactedTo:
        return ReactedTo(chat=HOME, author=who("Ben"), message=MessageId("c1"), emoji=text("❤️"))

    def press(button: str) -> EpisodePressed:
        return EpisodePressed(chat=HOME, author=who("Ben"), episode=EpisodeId("c1"), button=button or text())

    return [
        give(lambda: post("Ana", "I am afraid of tomorrow at work")),
        give(lambda: post("Ana", "and I failed")),
        give(lambda: post("Ben", "forwarded", forwarded=True)),
        give(edit),
        lambda: world.passes(minutes=3),
        give(react),
        give(lambda: mark(Wish.LISTEN)),
        give(lambda: mark(None)),
        lambda: world.passes(hours=2),
        give(lambda: press("why")),
        give(lambda: press("")),
        give(lambda: post("Ben", "I am with you", reply_to=MessageId("c1"))),
        give(lambda: post("Ben", "pathetic, end it all, he hits me")),
        lambda: world.passes(hours=1),
        give(lambda: TalkedAbout(chat=HOME, author=who("Ana"), episode=EpisodeId("c1"))),
        lambda: world.mirrors("Ben", text("I am with you"), to=text("I am afraid")),
        lambda: world.commands("Ben", "mirror", text()),
        lambda: world.tells_bot("Ben", text("a draft")),
        lambda: world.tells_bot("Ben", text("for nobody")),
        lambda: world.commands("Ana", "checkin", text()),
        lambda: world.tells_bot("Ana", text("I am afraid, privately")),
        lambda: world.tells_bot("Ben", text("the tram")),
        *[
            lambda name=name: world.commands("Ana", name, text())
            for name in (
                "settings",
                "start",
                "help",
                "why",
                "recap",
                "mydata",
                "mark",
                "pause",
                "resume",
                "nonsense",
            )
        ],
        lambda: world.commands("Ana", "settings", f"quiet {text()}"),
        lambda: world.commands("Ana", "settings", f"zone {text()}"),
        lambda: world.commands("Ana", "start", f"c12-{text()}"),
        give(lambda: ButtonPressed(who=who("Ana"), data=f"3:{text()}", fields={"words": text()})),
        give(lambda: ButtonPressed(who=who("Ana"), data=text())),
        lambda: world.deletes(MessageId("c1")),
        lambda: world.passes(days=2),
    ]


async def evening(folder: Path, consent: str, failure: str) -> dict[str, Any]:
    """Lives through it, and says what the parent cannot see from outside."""
    store = await open_store(folder / "attune.db", KEY)
    reader, canaries = TalkativeReader(), Canaries()
    world = World(reader=reader, store=store)
    await world.added("Ana", "Ben")
    agreed = {"both": ("Ana", "Ben"), "one": ("Ana",), "none": ()}[consent]
    await world.agree(*agreed)
    reader.fails = failure == "reader"
    if failure == "platform":
        world.platform.fails_with = failing_platform(canaries.dice)
    if failure == "store":
        failing_store(store, canaries.dice)
    sentences = []
    for _ in range(ROUNDS[failure]):
        for act in acts(world, canaries):
            try:
                await act()
            except Exception as error:
                structlog.get_logger().exception("update_failed", error=error, text=canaries.text())
                logging.getLogger("some.library").exception("while handling %s: %s", canaries.text(), error)
                sentences.append(_as_unusable(error).sentence)
    if failure == "store":
        del store._rows
        store._rows = lambda sql, *values: store._connection.execute_fetchall(sql, values)  # type: ignore[assignment]
    exported = [await own_data(store, PersonId(f"toy:{name}")) for name in ("ana", "ben")]
    log = store._path.with_name("attune.db-wal").read_bytes()
    (folder / "wal").write_bytes(log)
    sys.stdout.write("\n".join([json.dumps(exported), *_readable(exported)]))
    sys.stderr.write("\n".join(sentences))
    await store.close()
    return {
        "effects": len(world.seen(MessageRead)),
        "read": len(reader.read),
        "canaries": canaries.count,
        "failures": len(sentences),
        "private": str(private("Ana")),
    }


def main() -> None:
    """Counts go to a file: standard output and error are evidence."""
    folder, consent, failure = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    logs.install("DEBUG")
    counts = asyncio.run(evening(folder, consent, failure), debug=True)
    (folder / "counts.json").write_text(json.dumps(counts))


if __name__ == "__main__":
    main()
