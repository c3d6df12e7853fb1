"""Stories without any platform: the shell over a small world whose people and clock are values."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from adapters.storage.sqlcipher import SqlCipherStore, open_store
from core.chats import ChatKind
from core.episodes import Wish
from core.ids import ChatId, MessageId
from core.inbound import BotAdded, ButtonPressed, Commanded, MarkedPost, MirrorAsked, Posted, Who
from core.notes import NoteId
from core.utterance import Utterance
from tests.promises.rows import dump
from tests.stories.everywhere.stage import BOT, CAST, Seen
from tests.stories.passing import lets_pass
from tests.stories.world import HOME, Shown, World, private, who

KEY = bytes(range(32))
COMMAND = re.compile(r"/([a-z]+)\s*(.*)", re.DOTALL)


class HeadlessStage:
    """The verbs as updates, and what people see as the screens that were shown."""

    def __init__(self, store: SqlCipherStore, database: Path) -> None:
        self.actions = 0
        self._store, self._database = store, database
        self._world = World(store=store)
        self._log: list[tuple[str, Seen | str]] = []
        """What came, in order: where, and a person's message or the reference of a note."""
        self._words: dict[MessageId, tuple[str, str]] = {}
        """Who wrote a message, and what."""
        self._came: dict[str, datetime] = {}
        """When each note was first shown, by its reference."""
        self._copied: set[tuple[str, NoteId]] = set()
        """Of which notes what they copy was logged."""

    async def begins(self, kind: ChatKind) -> None:
        names = CAST[kind]
        people = () if kind is ChatKind.COMMUNITY else tuple(self._who(name) for name in names)
        await self._world.hand_in(BotAdded(chat=HOME, kind=kind, people=people, by=self._who(names[0])))
        self._look()

    def _who(self, name: str) -> Who:
        return replace(who(name), moderator=name == CAST[ChatKind.COMMUNITY][0])

    # What a person does

    async def says(self, name: str, text: str) -> None:
        await self._writes(name, text, HOME)

    async def tells_bot(self, name: str, text: str) -> None:
        await self._writes(name, text, private(name))

    async def _writes(self, name: str, text: str, place: ChatId) -> None:
        by, alone = self._who(name), place != HOME
        message = self._wrote(name, text)
        self._log.append((place, Seen(name, self.now(), text)))
        command = COMMAND.fullmatch(text)
        if command is not None:
            asked = Commanded(chat=place, who=by, name=command[1], argument=command[2], private=alone)
            await self._does(asked)
            return
        words = Utterance(text=text)
        await self._does(Posted(chat=place, author=by, message=message, words=words, private=alone))

    def _wrote(self, name: str, text: str) -> MessageId:
        message = MessageId(f"m{len(self._words) + 1}")
        self._words[message] = (name, text)
        return message

    async def taps(self, name: str, label: str) -> None:
        shown = self._with_button(name, label)
        await self._does(ButtonPressed(who=self._who(name), data=shown.button(label)))

    async def fills(self, name: str, label: str, text: str) -> None:
        shown = self._with_button(name, label)
        button = next(each for each in shown.screen.buttons() if each.label == label)
        self.actions += 1
        fields = {button.form[0].name: text}
        await self._does(ButtonPressed(who=self._who(name), data=shown.button(label), fields=fields))

    def _with_button(self, name: str, label: str) -> Shown:
        there = (*self._world.shared(), *self._world.private(name))
        return next(s for s in reversed(there) if any(b.label == label for b in s.screen.buttons()))

    async def marks(self, name: str, words: str, wish: Wish) -> None:
        message, text = self._message(words)
        self.actions += 1
        marked = MarkedPost(
            chat=HOME, author=self._who(name), message=message, wish=wish, words=Utterance(text=text)
        )
        await self._does(marked)

    async def mirrors(self, name: str, words: str, draft: str) -> None:
        _, text = self._message(words)
        self.actions += 1
        to = Utterance(text=text)
        await self._does(MirrorAsked(who=self._who(name), draft=Utterance(text=draft), to=to))

    def _message(self, words: str) -> tuple[MessageId, str]:
        return next((id, text) for id, (_, text) in reversed(self._words.items()) if words in text)

    async def _does(self, what: Posted | Commanded | ButtonPressed | MarkedPost | MirrorAsked) -> None:
        self.actions += 1
        await self._world.hand_in(what)
        self._look()

    # Time

    def now(self) -> datetime:
        return self._world.clock.now()

    async def passes(self, *, hours: int = 0, weeks: int = 0) -> None:
        time = timedelta(hours=hours, weeks=weeks)
        await lets_pass(time, self._world.clock, self._store, self._what_is_due)

    async def _what_is_due(self) -> None:
        await self._world.passes()
        self._look()

    def _look(self) -> None:
        """Notes what was shown for the first time, and what it brought along."""
        for reference, shown in self._world.platform.shown.items():
            if reference not in self._came:
                self._came[reference] = self.now()
                self._log.append((_place(shown), reference))
            for _, message in shown.to.copies if (reference, shown.note) not in self._copied else ():
                by, text = self._words[message]
                self._log.append((_place(shown), Seen(by, self.now(), text)))
            self._copied.add((reference, shown.note))

    # What a person sees, and what is kept

    async def private(self, name: str) -> Sequence[Seen]:
        return self._newest_first(private(name))

    async def chat(self, name: str) -> Sequence[Seen]:
        return self._newest_first(HOME)

    def _newest_first(self, place: str) -> list[Seen]:
        return [self._seen(one) for where, one in reversed(self._log) if where == place]

    def _seen(self, one: Seen | str) -> Seen:
        if isinstance(one, Seen):
            return one
        screen = self._world.platform.shown[one].screen
        text = "\n".join(part for part in (screen.title, screen.text) if part)
        return Seen(BOT, self._came[one], text, tuple(button.label for button in screen.buttons()))

    async def file(self, name: str) -> str:
        files = (shown.screen.attachment for shown in reversed(self._world.private(name)))
        return next(file for file in files if file is not None).content.decode()

    async def remains(self, name: str) -> Sequence[str]:
        own = [message for message, (by, _) in self._words.items() if by == name]
        return found(self._database, (who(name).id, private(name), f'"{name}"', *own))

    async def mentions(self, words: str) -> Sequence[str]:
        return found(self._database, (words,))

    async def rows(self, table: str) -> int:
        return len(dump(self._database, KEY)[table])


def _place(shown: Shown) -> str:
    person = shown.to.to_person
    return HOME if person is None else private(person.partition(":")[2])


def found(database: Path, traces: Sequence[str]) -> list[str]:
    """Rows in which one of these stands as a word of its own."""
    wanted = re.compile("|".join(rf"(?<![\w]){re.escape(trace)}(?![\w])" for trace in traces))
    rows = [f"{table} {row!r}" for table, rows in dump(database, KEY).items() for row in rows]
    return [row for row in rows if wanted.search(row)]


@asynccontextmanager
async def headless(folder: Path) -> AsyncIterator[HeadlessStage]:
    database = folder / "attune.db"
    store = await open_store(database, KEY)
    try:
        yield HeadlessStage(store, database)
    finally:
        await store.close()
