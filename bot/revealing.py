"""The last look at a reveal: what of it is shown, or that the check-in ended without."""

from __future__ import annotations

from datetime import datetime

from core import revealing
from core.chats import Chat
from core.effects import EndedUnshown
from core.notes import Note, StoredNote
from core.noting import note_of
from core.ports import Transaction


async def last_look(tx: Transaction, stored: StoredNote, now: datetime) -> StoredNote | None:
    """The note as it may be shown. None: not any more; who is left of those who answered is told."""
    note = stored.note
    if note.kind != revealing.REVEAL or note.replaces is not None:
        return stored
    chat = await tx.chat(note.about_chat) if note.about_chat is not None else None
    if chat is None:
        return None
    left = revealing.of_those_left(note, chat)
    for person in set(revealing.answered(note)) - set(revealing.answered(left)):
        await tx.take_out_of_reveals(chat.id, person)
    if revealing.is_shown(left, chat):
        return StoredNote(stored.id, left, stored.status, stored.sent_as)
    await _tell_ended(tx, left, chat, now)
    return None


async def _tell_ended(tx: Transaction, note: Note, chat: Chat, now: datetime) -> None:
    for person in sorted(revealing.answered(note)):
        told = note_of(EndedUnshown(to=person, answered=True), chat.id, now)
        if told is not None:
            await tx.post(told)
