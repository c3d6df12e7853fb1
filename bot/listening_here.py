"""Whether ordinary messages of a chat reach the bot, and what follows when that changes.

Who brought the bot there is told in one private sentence what is missing, once for each change; nobody else
is told anything. Whoever agreed while nothing was heard agreed to no reading: once it can hear, each of them
is asked for just that, in private, and stays unread until they say yes.
"""

from __future__ import annotations

from dataclasses import replace

from bot.desk import Desk
from core.chats import Chat, ChatKind
from core.notes import Note


async def changed(desk: Desk, chat: Chat, hears: bool, missing: str, *, anew: bool = False) -> None:
    """`anew`: the bot came just now, so that what it cannot hear is news again."""
    if chat.hears == hears and not anew:
        return
    await desk.save(replace(chat, hears=hears))
    if hears and not chat.hears:
        await _ask_to_be_read(desk, chat)
    if not hears and missing and chat.added_by is not None:
        # Not about the chat: whoever else is erased from it takes nothing of this person's along.
        args = {"chat": chat.id, "missing": missing}
        await desk.say(Note(kind="unheard", args=args, to_person=chat.added_by))


async def _ask_to_be_read(desk: Desk, chat: Chat) -> None:
    for person, member in sorted(chat.members.items()):
        if member.unheard and chat.agreed(person):
            args = {"heard": "yes", "again": "yes"}
            args |= {} if chat.kind is ChatKind.COUPLE else {"among": chat.kind.value}
            await desk.say(Note(kind="consent", args=args, to_person=person, about_chat=chat.id))
