"""Two who share no chat with the bot: what would stand in one for both goes to each, in private.

An answer that is revealed is not shown by itself then: it would stand on a lock screen. It comes on a tap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.chats import Chat, ChatKind, Member
from core.ids import ChatId, MessageId, PersonId
from core.notes import Note

REVEAL_WAITS = timedelta(days=14)
"""So long revealed answers wait for somebody who rests. [P]"""
SEALED = "revealed"
"""Kind of a sealed reveal."""
COPIES = "copies"
"""Argument of a sealed reveal: where the answers stand, as "chat message" for each, in order."""


def chat_of_two(id: ChatId, one: PersonId, other: PersonId) -> Chat:
    """Nobody agreed yet. Nothing is heard there, for there is nowhere to hear."""
    members = {person: Member() for person in sorted((one, other))}
    return Chat(id=id, kind=ChatKind.COUPLE, members=members, hears=False, apart=True)


def to_each(note: Note, chat: Chat, now: datetime) -> list[Note]:
    """The note for each of those who agreed, in a fixed order."""
    return [_to(note, person, now) for person in sorted(chat.members) if chat.agreed(person)]


def _to(note: Note, person: PersonId, now: datetime) -> Note:
    key = f"{note.key}/{person}" if note.key is not None else None
    if note.kind != "reveal":
        return replace(note, to_chat=None, to_person=person, key=key, topic="")
    places = " ".join(f"{place} {message}" for place, message in note.copies)
    return Note(
        kind=SEALED,
        args={**note.args, COPIES: places},
        to_person=person,
        about_chat=note.about_chat,
        key=key,
        expires_at=now + REVEAL_WAITS,
    )


def copies_of(args: Mapping[str, str]) -> tuple[tuple[PersonId, tuple[ChatId, MessageId]], ...]:
    """What a sealed reveal is to show below it, each with its author."""
    words, authors = args.get(COPIES, "").split(), args.get("authors", "").split()
    answers = zip(authors, words[::2], words[1::2], strict=True)
    return tuple((PersonId(who), (ChatId(place), MessageId(message))) for who, place, message in answers)


def without_author(note: Note, person: PersonId) -> Note:
    """A sealed reveal after one of its authors was forgotten: it holds the places of the others alone."""
    left = [answer for answer in copies_of(note.args) if answer[0] != person]
    kept = {"authors": " ".join(author for author, _ in left)}
    kept[COPIES] = " ".join(f"{place} {message}" for _, (place, message) in left)
    return replace(note, args={**note.args, **kept})
