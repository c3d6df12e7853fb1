"""What the page's client keeps of one place, in memory alone: people, their chat, a private thread each."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from adapters.web.places import Place
from core.ids import ChatId, MessageId, PersonId
from core.inbound import Who
from core.screens.model import Attachment, Screen
from core.utterance import MessageKind, Utterance

CHAT = "chat"
"""The thread that everybody in the place sees; every other one is named by the key of its person."""
BOT = "bot"
KEPT_ENTRIES = 400
"""Newest entries of a thread that stay; the page is for trying out, not for a year."""


class NotPossible(Exception):
    """What was asked for cannot be done here. Carries one plain sentence."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """A message of a thread, or a note of the bot."""

    id: str
    author: str
    """The key of a person, or the bot."""
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
    """message, command, draft, answer (a copied check-in answer), copy (one's own words, again) or note."""
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
    """One conversation in a place of the page. Ids of messages are unique in the whole room."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.tag = secrets.token_hex(4)
        self.names = dict(place.people)
        self.threads: dict[str, list[Entry]] = {CHAT: [], **{key: [] for key in self.names}}
        self._where: dict[str, str] = {}
        self.count = 0
        self.zone = ""
        """The time zone of the browser that shows the page."""

    def person_id(self, key: str) -> PersonId:
        return PersonId(f"web:{self.tag}:{key}")

    def who(self, key: str) -> Who:
        return Who(
            self.person_id(key),
            self.names[key],
            zone_guess=self.place.zones.get(key, self.zone),
            moderator=key in self.place.moderators,
        )

    def people(self) -> tuple[PersonId, ...]:
        return tuple(self.person_id(key) for key in self.names)

    def chat_id(self, thread: str) -> ChatId:
        return ChatId(f"web:{self.tag}:{CHAT}" if thread == CHAT else f"web:{self.tag}:{thread}:private")

    def thread_of_chat(self, chat: ChatId) -> str | None:
        """The thread of a chat id of this room; None for any other."""
        return next((thread for thread in self.threads if self.chat_id(thread) == chat), None)

    def key_of(self, person: object) -> str | None:
        """Which of its people a person id means; None for anybody else."""
        return next((key for key in self.names if self.person_id(key) == person), None)

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
                return thread or CHAT, entry
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

    def shown_as(self, reference: str | None, thread: str) -> Entry | None:
        """The entry that an earlier note of this room became; None when it is not there any more."""
        tag, _, message = (reference or "").partition("/")
        if tag != self.tag:
            return None
        try:
            found, entry = self.find(message)
        except NotPossible:
            return None
        return entry if found == thread and entry.screen is not None else None

    def copy(self, sources: Iterable[tuple[ChatId, MessageId]], into: str, at: datetime) -> None:
        """Copies messages out of private threads: answers into the chat, a reminder into one's own thread, a
        guess that was shown into the other's. What is gone is left out."""
        for chat, message in sources:
            thread = self.thread_of_chat(chat)
            try:
                source = self.find(message)[1] if thread else None
            except NotPossible:
                continue
            if source is not None:
                copied = Entry(id="", author=source.author, at=at, text=source.text, kind=source.kind)
                copied.emoji, copied.original = source.emoji, source.id
                copied.role = "answer" if into == CHAT else "copy"
                self.add(into, copied)
