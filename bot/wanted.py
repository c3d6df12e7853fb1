"""Whether a note may still go: asked in the transaction that is its last look before it is sent."""

from __future__ import annotations

from datetime import datetime

from core.ids import PersonId
from core.notes import Note
from core.ports import Transaction

UNASKED = frozenset({"nudge", "question", "ask_first", "care", "checkin"})
"""What the bot says by itself. An answer to a command or a press goes out to whoever gave it."""


async def is_wanted(tx: Transaction, note: Note, now: datetime) -> bool:
    """False when somebody it is to, or about, has withdrawn, left or paused since it was posted."""
    about = [PersonId(author) for author in note.args.get("authors", "").split()]
    if note.kind in UNASKED and note.replaces is None:
        named = (note.to_person, note.args.get("author"), note.args.get("partner"))
        about += [PersonId(person) for person in named if person]
    elif note.kind != "reveal":
        return True
    chat = await tx.chat(note.about_chat) if note.about_chat is not None else None
    may = chat is not None and (chat.agreed if note.kind == "care" else chat.listens_to)
    if not may or not all(may(person) for person in about):
        return False
    if note.kind == "reveal":
        return True
    people = [await tx.person(person) for person in about]
    return not any(person is not None and person.rests(now) for person in people)
