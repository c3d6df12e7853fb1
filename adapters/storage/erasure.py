"""What is left of a note when one person is erased."""

from __future__ import annotations

from core.ids import PersonId
from core.notes import Note


def note_without(note: Note, person: PersonId) -> Note | None:
    """A note to others: None when it speaks of this person (an argument may name several people)."""
    named = {word for value in note.args.values() for word in value.split()}
    return None if note.to_person == person or person in named else note
