"""A note, by the number under which it is known outside."""

from __future__ import annotations

from bot.desk import Desk
from bot.keyed import Keyed
from core.notes import NoteId, StoredNote

NUMBER_DIGITS = 15
"""Of a note's number outside, below 2^48."""


async def noted(desk: Desk, keyed: Keyed, number: str) -> StoredNote | None:
    """The note; None for what is no number of a note."""
    if not (number.isascii() and number.isdecimal() and len(number) <= NUMBER_DIGITS):
        return None
    return await desk.tx.note(keyed.inside(NoteId(int(number))))
