"""A reveal that waits to be shown: whose answers it still holds, and when it may go.

Somebody may go between its decision and its showing. To the others that looks as if they had been silent:
the rest is shown when the check-in closes, or they are told then that it ended without.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.chats import Chat
from core.ids import PersonId
from core.notes import Note

REVEAL = "reveal"
CLOSES = "closes"
"""Argument: when the check-in closes that is revealed."""
WITHOUT = "without"
"""Argument: somebody's answer was taken out."""
FEWEST = 2
"""Fewer answers are shown to nobody."""


def answered(note: Note) -> tuple[PersonId, ...]:
    """Whose answers the note holds, in the order of its copies."""
    return tuple(PersonId(author) for author in note.args.get("authors", "").split())


def without(note: Note, person: PersonId) -> Note:
    """The note without this person's answer."""
    authors = answered(note)
    if person not in authors:
        return note
    left = [(who, copy) for who, copy in zip(authors, note.copies, strict=True) if who != person]
    args = {**note.args, "authors": " ".join(who for who, _ in left), WITHOUT: "yes"}
    return replace(note, args=args, copies=tuple(copy for _, copy in left))


def of_those_left(note: Note, chat: Chat) -> Note:
    """The note without the answers of those who do not take part any more."""
    for person in answered(note):
        if not chat.agreed(person):
            note = without(note, person)
    return note


def is_shown(note: Note, chat: Chat) -> bool:
    """Whether it may be shown at all. Not while the chat rests: then somebody is there who was not asked."""
    authors = answered(note)
    return len(authors) >= FEWEST and all(chat.listens_to(person) for person in authors)


def goes_at(note: Note, chat: Chat, now: datetime) -> datetime | None:
    """From when on it may go, or its end be told; None: nobody is left to show it to."""
    left = of_those_left(note, chat)
    if not answered(left):
        return None
    closes = left.args.get(CLOSES)
    if WITHOUT not in left.args or closes is None:
        return now
    return max(now, datetime.fromisoformat(closes))
