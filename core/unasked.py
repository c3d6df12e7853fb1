"""What the bot says by itself: one list, for what may stop such a note, and for what hides it."""

from __future__ import annotations

from core.notes import Note

FROM_ANOTHER = frozenset({"guess_shown", "guess_reply", "park_ask", "parked", "brought_back", "nothing_left"})
FROM_ANOTHER |= {"chat_set"}
"""What follows from something that another did."""
LOOKED_AT = FROM_ANOTHER | {"nudge", "question", "ask_first", "care", "checkin", "round_ended"}
LOOKED_AT |= {"weekly_recap", "deeper", "raised"}
"""What goes only while those it is to, or about, still want it."""
OF_NOBODY_ELSE = frozenset({"round_ended", "still_fine", "consent", "hours"})
"""What tells of nobody but its reader: it comes as it would have, whoever else is forgotten."""
BY_ITSELF = LOOKED_AT | {
    "consent",
    "still_fine",
    "hours",
    "keep_due",
    "unheard",
    "revealed",
    "pair_confirm",
    "paired",
}
"""All kinds of notes that come to somebody without being asked for."""
ANSWERS = "asked"
"""Argument of a note that answers a command, a button or a message: the same kind may come unasked, too."""


def is_unasked(note: Note) -> bool:
    """Whether this note comes by itself: neither asked for, nor in place of another."""
    return note.kind in BY_ITSELF and note.replaces is None and ANSWERS not in note.args
