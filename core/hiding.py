"""Discreet hide: which of the bot's own private messages give way to a neutral line, and come back.

Nobody else is told, and nothing else changes: what waits for an answer waits as it does for somebody silent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.notes import FLEETING, Note, NoteId, StoredNote
from core.unasked import is_unasked

LATELY = 40
"""So many of the newest messages are hidden: platforms let a bot edit about one a second. [P]"""
HIDDEN = "hidden"
OPENED = "opened"
"""Argument of a note whose seal was opened."""
FILELESS = "fileless"
"""Argument of a note that is shown once more: without the file that went out with it before."""


def standing(notes: Iterable[StoredNote]) -> list[StoredNote]:
    """The newest messages that stand in somebody's thread, each as it was last edited, oldest first."""
    there = (note for note in notes if note.sent_as is not None and not note.sent_as.startswith(FLEETING))
    shown = {note.sent_as: note for note in sorted(there, key=lambda n: n.id)}
    return sorted(shown.values(), key=lambda note: note.id)[-LATELY:]


def to_hide(notes: Iterable[StoredNote]) -> list[StoredNote]:
    """Messages that still show something."""
    return [note for note in standing(notes) if note.note.kind != HIDDEN]


def in_passing(notes: Iterable[StoredNote]) -> bool:
    """Whether something was shown to them in passing, which nobody but themselves can take away."""
    return any((note.sent_as or "").startswith(FLEETING) for note in notes)


def arrives_hidden(note: Note) -> bool:
    """Whether somebody who hides gets the neutral line in place of this note."""
    return is_unasked(note)


def stays(hidden: StoredNote, notes: Iterable[StoredNote], with_files: frozenset[str]) -> bool:
    """Whether a platform keeps something below this message that an edit does not reach: a copy, a file."""
    shown = [one.note for one in notes if one.sent_as == hidden.sent_as]
    return any(note.copies or note.kind in with_files for note in shown)


def to_show(notes: Iterable[StoredNote]) -> list[Note]:
    """For each message that is hidden or may have come so, the note that shows it (again), in its place."""
    known = sorted(notes, key=lambda note: note.id)
    found: list[Note] = []
    for note in standing(known):
        before = [n for n in known if n.sent_as == note.sent_as and n.note.kind != HIDDEN]
        if before and (note.note.kind == HIDDEN or arrives_hidden(note.note)):
            found.append(_once_more(before[0].note, before[-1].note, note.id))
    return found


def _once_more(came: Note, last: Note, hidden: NoteId) -> Note:
    """What a message said last, without what is copied below it or follows as a file: that still stands.

    What came sealed is sealed again.
    """
    args = {**last.args, FILELESS: "yes"}
    if came.kind == last.kind and OPENED in last.args and OPENED not in came.args:
        args = {name: value for name, value in {**came.args, **args}.items() if name != OPENED}
    again = replace(last, args=args, key=None, due_at=None, expires_at=None)
    return replace(again, answering="", replaces=hidden, copies=())
