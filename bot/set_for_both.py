"""Of two who share no chat: what one of them set for both is told to the other, in the other's own time."""

from __future__ import annotations

from datetime import timedelta

from bot.desk import Desk
from core.chats import Chat
from core.hiding import standing
from core.ids import PersonId
from core.notes import Note

WAITS = timedelta(days=14)
"""So long it waits for somebody who rests. [P]"""


async def tell_others(desk: Desk, chat: Chat, by: PersonId) -> None:
    """Sealed; opened, it shows what holds by then, so that one stands for all until it is opened."""
    for person in sorted(chat.members):
        if person == by or not chat.agreed(person) or await _waits(desk, chat, person):
            continue
        note = Note(kind="chat_set", to_person=person, about_chat=chat.id, expires_at=desk.now + WAITS)
        await desk.say(note)


async def _waits(desk: Desk, chat: Chat, person: PersonId) -> bool:
    notes = await desk.tx.notes_to(person)
    there = [*standing(notes), *(stored for stored in notes if stored.status in ("ready", "sending"))]
    return any(one.note.kind == "chat_set" and one.note.about_chat == chat.id for one in there)
