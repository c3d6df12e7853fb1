"""What is kept, what is one's own, and how it is erased."""

from __future__ import annotations

from bot import looking_back
from bot.engine import Desk
from bot.visits import Command, Means, Press
from core.ids import PersonId
from core.notes import Note


async def privacy(visit: Command) -> None:
    """/privacy"""
    await visit.tell("privacy")


async def own_data(visit: Command) -> None:
    """/mydata"""
    await visit.tell("mydata", await looking_back.own_data(visit.desk, visit.who))


async def ask_to_forget(visit: Command) -> None:
    """/forget"""
    await visit.tell("forget")


async def on_forget(visit: Press) -> None:
    if visit.button != "forget_yes":
        await visit.instead("forget", {"what": "kept"})
        return
    await forget(visit.desk, visit.means, visit.who)
    visit.means.receipts.append(
        Note(kind="forget", args={"what": "done"}, to_person=visit.who, answering=visit.update.answering)
    )


async def forget(desk: Desk, means: Means, who: PersonId) -> None:
    """Erases a person: out of every chat, then their own rows; a keyed mark with today's date stays."""
    for chat in await desk.tx.chats_of(who):
        await desk.forget_here(chat, who)
        means.texts.forget(chat)
    await desk.tx.forget(who, desk.now, means.keyed.mark(who))


COMMANDS = {"privacy": privacy, "mydata": own_data, "forget": ask_to_forget}
BUTTONS = {"forget": on_forget}
