"""Whether ordinary messages of a chat reach the bot, and what follows when that changes.

Who brought the bot there is told in one private sentence what is missing, once a day at most where that
changes to and fro; nobody else is told anything. Whoever agreed while nothing was heard agreed to no reading:
once it can hear, each of them is asked for just that, once, in private, and stays unread until they say yes.
"""

from __future__ import annotations

from dataclasses import replace

from bot.desk import Desk
from core.chats import Chat, ChatKind
from core.ids import ChatId, PersonId
from core.notes import Note
from core.unasked import ANSWERS


async def changed(desk: Desk, chat: Chat, hears: bool, missing: str, *, anew: bool = False) -> None:
    """`anew`: the bot came just now, so that what it cannot hear is news again."""
    if chat.hears == hears and not anew:
        return
    await desk.save(replace(chat, hears=hears))
    if hears and not chat.hears:
        for person in sorted(chat.members):
            await ask_to_be_read(desk, desk.touched[chat.id], person)
    if not hears and missing and chat.added_by is not None:
        await _tell_what_is_missing(desk, chat.id, chat.added_by, missing, anew=anew)


async def ask_to_be_read(desk: Desk, chat: Chat, person: PersonId, *, pressed: bool = False) -> None:
    """Asks whoever agreed unheard, and was not asked yet. `pressed`: they look at what answers them."""
    member = chat.members[person]
    if not chat.hears or not chat.agreed(person) or not member.unheard or member.asked_to_be_read:
        return
    asked = replace(member, asked_to_be_read=True)
    await desk.save(replace(chat, members={**chat.members, person: asked}))
    args = again(chat) | ({ANSWERS: "yes"} if pressed else {})
    await desk.say(Note(kind="consent", args=args, to_person=person, about_chat=chat.id))


def again(chat: Chat) -> dict[str, str]:
    """Arguments of the card for who agreed to what needs no listening, and is asked for the reading."""
    args = {"heard": "yes", "again": "yes"}
    return args if chat.kind is ChatKind.COUPLE else args | {"among": chat.kind.value}


async def waiting(desk: Desk, who: PersonId) -> list[Note]:
    """Of what waits for them: where they are asked for the reading."""
    notes = await desk.tx.notes_to(who)
    asking = [s.note for s in notes if s.status == "ready" and s.note.kind == "consent"]
    return [note for note in asking if "again" in note.args]


async def _tell_what_is_missing(desk: Desk, chat: ChatId, who: PersonId, missing: str, *, anew: bool) -> None:
    # Not about the chat: whoever else is erased from it takes nothing of this person's along.
    daily = f"unheard/{chat}/{desk.now:%Y-%m-%d}"
    note = Note(kind="unheard", args={"chat": chat, "missing": missing}, to_person=who, key=daily)
    if await desk.say(note) is None and anew:
        await desk.say(replace(note, key=None))
