"""What is kept, what is one's own, and how it is erased."""

from __future__ import annotations

from bot import checkins, looking_back
from bot.desk import Desk
from bot.visits import Command, Means, Press
from core.chats import Chat, Consent
from core.ids import ChatId, PersonId
from core.notes import Note
from core.privacy import Section

MOST_CHATS = 20
"""Chats that are offered; more buttons than that fit on no message."""
ONCE_AGREED = (Consent.AGREED, Consent.WITHDRAWN, Consent.LEFT)
SECTIONS = {f"privacy_{section}": section for section in Section}


async def privacy(visit: Command) -> None:
    """/privacy"""
    await visit.tell("privacy")


async def on_privacy(visit: Press) -> None:
    """A page of it, or back."""
    section = SECTIONS.get(visit.button)
    await visit.instead("privacy", {} if section is None else {"section": section.value})


async def own_data(visit: Command) -> None:
    """/mydata: in words, and as a file that is made when it is sent."""
    await visit.tell("mydata", await looking_back.own_data(visit.desk, visit.who))


async def ask_to_forget(visit: Command) -> None:
    """/forget: in a chat, that chat or everything; in private, any of one's chats or everything."""
    chats = await _took_part_in(visit)
    if len(chats) == 1:
        await visit.tell("forget", about=chats[0].id)
    elif chats:
        await visit.tell("forget", {"chats": " ".join(chat.id for chat in chats[:MOST_CHATS])})
    else:
        await visit.tell("forget", {"all": "yes"})


async def on_forget(visit: Press) -> None:
    """Two taps: what, and that it is meant."""
    place, chats = visit.button.removeprefix("forget_in_"), visit.args.get("chats", "").split()
    match visit.button:
        case _ if place != visit.button and place.isdecimal() and int(place) < len(chats):
            chat = ChatId(chats[int(place)])
            await visit.instead("forget", {"what": "ask_here", "chat": chat}, about=chat)
        case "forget_here" | "forget_all":
            await visit.instead("forget", {"what": visit.button.replace("forget", "ask")})
        case "forget_here_yes" if visit.about is not None:
            await forget_here(visit, visit.about)
            _receipt(visit, "done_here")
        case "forget_yes":
            await forget(visit.desk, visit.means, visit.who)
            _receipt(visit, "done")
        case _:
            await visit.instead("forget", {"what": "kept"})


async def _took_part_in(visit: Command) -> list[Chat]:
    """The chat it was said in; in private, every chat where this person agreed once."""
    private, who = visit.what.private, visit.who
    ids = await visit.desk.tx.chats_of(who) if private else [visit.what.chat]
    chats = [chat for chat_id in ids if (chat := await visit.desk.chat(chat_id)) is not None]
    return [c for c in chats if who in c.members and (not private or c.members[who].consent in ONCE_AGREED)]


async def forget_here(visit: Press, chat: ChatId) -> None:
    """Erases a person out of one chat; what they are to others, and their settings, stay."""
    await visit.desk.forget_here(chat, visit.who)
    visit.means.texts.forget(chat)
    person = await visit.desk.person(visit.who)
    if person.expecting is not None and person.expecting.chat == chat:
        await checkins.await_next(visit.desk, visit.who)


async def forget(desk: Desk, means: Means, who: PersonId) -> None:
    """Erases a person: out of every chat, then their own rows; a keyed mark with today's date stays."""
    for chat in await desk.tx.chats_of(who):
        await desk.forget_here(chat, who)
        means.texts.forget(chat)
    means.texts.forget_person(who)
    await desk.tx.forget(who, desk.now, means.keyed.mark(who))


def _receipt(visit: Press, what: str) -> None:
    visit.desk.receipts.append(
        Note(kind="forget", args={"what": what}, to_person=visit.who, answering=visit.update.answering)
    )


COMMANDS = {"privacy": privacy, "mydata": own_data, "forget": ask_to_forget}
BUTTONS = {"privacy": on_privacy, "forget": on_forget}
