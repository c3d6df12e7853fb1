"""What the page's client keeps, in memory alone: two people, the chat of both and a private thread each."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from core.ids import ChatId, MessageId, PersonId
from core.inbound import Who
from core.screens.model import Attachment, Screen
from core.utterance import MessageKind, Utterance

PAIR = "pair"
BOT = "bot"
KEYS = ("ana", "ben")
"""The two people's names in ids and on the wire; what they are called is their own matter."""
KEPT_ENTRIES = 400
"""Newest entries of a thread that stay; the page is for trying out, not for a year."""


class NotPossible(Exception):
    """What was asked for cannot be done here. Carries one plain sentence."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """A message of a thread, or a note of the bot."""

    id: str
    author: str
    """A key of the two people, or the bot."""
    at: datetime
    text: str = field(default="", repr=False)
    kind: MessageKind = MessageKind.TEXT
    emoji: str = ""
    reply_to: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    """Emoji to the keys of those who reacted with it."""
    wish: str | None = None
    edited: bool = False
    deleted: bool = False
    role: str = "message"
    """message, command, draft, answer (a copied check-in answer) or note."""
    original: str | None = None
    """Of a copy: the message it was copied from, under whose id the bot knows it."""
    note: str = ""
    screen: Screen | None = None

    @property
    def known_as(self) -> MessageId:
        """The id under which the bot knows this message."""
        return MessageId(self.original or self.id)

    def words(self) -> Utterance:
        return Utterance(text=self.text, kind=self.kind, emoji=self.emoji)


class Room:
    """One conversation of the page. Ids of messages are unique in the whole room."""

    def __init__(self, names: tuple[str, str]) -> None:
        self.tag = secrets.token_hex(4)
        self.names = dict(zip(KEYS, names, strict=True))
        self.threads: dict[str, list[Entry]] = {PAIR: [], **{key: [] for key in KEYS}}
        self._where: dict[str, str] = {}
        self.count = 0

    def person_id(self, key: str) -> PersonId:
        return PersonId(f"web:{self.tag}:{key}")

    def who(self, key: str) -> Who:
        return Who(self.person_id(key), self.names[key])

    def people(self) -> tuple[Who, ...]:
        return tuple(self.who(key) for key in KEYS)

    def chat_id(self, thread: str) -> ChatId:
        return ChatId(f"web:{self.tag}:{PAIR}" if thread == PAIR else f"web:{self.tag}:{thread}:private")

    def thread_of_chat(self, chat: ChatId) -> str | None:
        """The thread of a chat id of this room; None for any other."""
        return next((thread for thread in self.threads if self.chat_id(thread) == chat), None)

    def key_of(self, person: object) -> str | None:
        """Which of the two a person id means; None for anybody else."""
        return next((key for key in KEYS if self.person_id(key) == person), None)

    def add(self, thread: str, entry: Entry) -> Entry:
        """Puts an entry at the end of a thread, under the next id."""
        self.count += 1
        entry.id = f"m{self.count}"
        entries = self.threads[thread]
        entries.append(entry)
        self._where[entry.id] = thread
        for old in entries[:-KEPT_ENTRIES]:
            del self._where[old.id]
        del entries[:-KEPT_ENTRIES]
        return entry

    def find(self, message: object) -> tuple[str, Entry]:
        """A message's thread and entry. Raises NotPossible when it is not there (any more)."""
        thread = self._where.get(message) if isinstance(message, str) else None
        for entry in self.threads[thread] if thread else ():
            if entry.id == message and not entry.deleted:
                return thread or PAIR, entry
        raise NotPossible("This message is not here any more.")

    def note(self, thread: str, note: str) -> Entry | None:
        """The entry that shows this note already."""
        return next((entry for entry in self.threads[thread] if entry.note == note), None)

    def file(self, message: str, note: str) -> Attachment | None:
        """The file of the screen that this message shows as this note; None when it shows another by now."""
        try:
            _, entry = self.find(message)
        except NotPossible:
            return None
        return entry.screen.attachment if entry.screen is not None and entry.note == note else None

    def copy(self, sources: Iterable[tuple[ChatId, MessageId]], at: datetime) -> None:
        """Copies answers out of private threads into the chat of both; what is gone is left out."""
        for chat, message in sources:
            thread = self.thread_of_chat(chat)
            try:
                source = self.find(message)[1] if thread else None
            except NotPossible:
                continue
            if source is not None:
                copied = Entry(id="", author=source.author, at=at, text=source.text, kind=source.kind)
                copied.emoji, copied.role, copied.original = source.emoji, "answer", source.id
                self.add(PAIR, copied)

    def everything(self) -> Iterable[tuple[str, Entry]]:
        for thread, entries in self.threads.items():
            for entry in entries:
                yield thread, entry
