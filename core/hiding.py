"""Discreet hide: which of the bot's own private messages give way to a neutral line, and come back.

Nobody else is told, and nothing else changes: what waits for an answer waits as it does for somebody silent.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.notes import Note, StoredNote

BY_ITSELF = frozenset(
    {
        "nudge",
        "question",
        "ask_first",
        "care",
        "checkin",
        "deeper",
        "raised",
        "consent",
        "still_fine",
        "hours",
    }
)
"""Kinds of notes that the bot sends without being asked: while hidden, they arrive as the neutral line."""
LATELY = 40
"""So many of the newest messages are hidden: platforms let a bot edit about one a second. [P]"""
HIDDEN = "hidden"


def standing(notes: Iterable[StoredNote]) -> list[StoredNote]:
    """The newest messages that stand in somebody's thread, each as it was last edited, oldest first."""
    shown = {note.sent_as: note for note in sorted(notes, key=lambda n: n.id) if note.sent_as is not None}
    return sorted(shown.values(), key=lambda note: note.id)[-LATELY:]


def to_hide(notes: Iterable[StoredNote]) -> list[StoredNote]:
    """Messages that still show something."""
    return [note for note in standing(notes) if note.note.kind != HIDDEN]


def arrives_hidden(note: Note) -> bool:
    """Whether somebody who hides gets the neutral line in place of this note."""
    return note.kind in BY_ITSELF and note.replaces is None


def to_show(notes: Iterable[StoredNote]) -> list[tuple[StoredNote, StoredNote]]:
    """Messages that are hidden or may have come so, each with the note that it is to show (again)."""
    known = sorted(notes, key=lambda note: note.id)
    found: list[tuple[StoredNote, StoredNote]] = []
    for note in standing(known):
        before = [n for n in known if n.sent_as == note.sent_as and n.note.kind != HIDDEN]
        if before and (note.note.kind == HIDDEN or arrives_hidden(note.note)):
            found.append((note, before[-1]))
    return found
