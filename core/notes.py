"""Notes: what is to be said, to whom, as names and ids. Words are put in when it is sent.

A note waits in the outbox; it is sent at most once and expires. Its buttons come back as
"{note id}:{button}" and count only from its addressee.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from core.ids import ChatId, MessageId, PersonId

NoteId = NewType("NoteId", int)


SOMEBODY = PersonId("-")
"""Keeps the place of somebody who was forgotten, in an argument that names several people."""
FLEETING = "~"
"""What a platform's reference begins with where a message was shown to its reader in passing: no edit reaches
it later on, and only its reader can take it away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """To a person in private (`to_person`), or to a chat (`to_chat`); exactly one of them is set."""

    kind: str
    """Which screen: a name in core.screens."""
    args: Mapping[str, str] = field(default_factory=dict)
    """Ids, numbers and keys that the screen needs. Never words of a message."""
    to_person: PersonId | None = None
    to_chat: ChatId | None = None
    about_chat: ChatId | None = None
    """The chat it is about: forgetting that relationship deletes it."""
    key: str | None = None
    """Natural key: a second note with the same one is refused by the store."""
    due_at: datetime | None = None
    expires_at: datetime | None = None
    answering: str = ""
    """Handle of the interaction that this answers; lost at a restart, then it goes the ordinary way."""
    replaces: NoteId | None = None
    """Edit the message that this note was sent as, in place."""
    topic: str = ""
    """The part of `to_chat` in which it is to stand, where a chat has parts; empty: wherever it opens."""
    copies: tuple[tuple[ChatId, MessageId], ...] = ()
    """Messages of private chats that are copied below this note, in order (a reveal)."""

    in_place: bool = False
    """To somebody whom nothing reaches by itself: only as the answer, or in place of the message, that it
    is. Set when it goes out."""

    @property
    def addressee(self) -> str:
        """The person or chat it goes to."""
        return self.to_person or self.to_chat or ""


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note in the outbox. `status`: ready, sending, sent, unknown, refused, expired."""

    id: NoteId
    note: Note
    status: str
    sent_as: str | None = None
    """The platform's reference of the sent message, to edit it."""
