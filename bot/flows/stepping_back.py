"""Withdrawing and leaving; and whether an agreement is still fine after a while.

To everybody else each of them is silence: nobody is told, and the chat goes on as beside somebody silent.
"""

from __future__ import annotations

from bot import checkins
from bot.flows import pausing
from bot.visits import Command, Press, Visit
from core.events import ConsentEnded
from core.ids import ChatId


async def leave(visit: Command) -> None:
    """/leave: the ways to step back, each with what follows from it."""
    chat = await visit.chat()
    if chat is None:
        await visit.tell("leave", {"what": "nothing"})
        return
    await visit.tell("leave", about=chat.id)


async def withdraw(visit: Command) -> None:
    """/withdraw: at once; coming back within thirty days undoes it."""
    chat = await visit.chat()
    if chat is None:
        await visit.tell("leave", {"what": "nothing"})
        return
    await _end(visit, chat.id, left=False)
    await visit.tell("leave", {"what": "withdrawn"})


async def on_leave(visit: Press) -> None:
    """One of the ways, or none of them."""
    chat_id, button = visit.about, visit.button
    if button == "leave_pause":
        await pausing.begin(visit)
    elif button in ("leave_yes", "leave_withdraw") and chat_id is not None:
        left = button == "leave_yes"
        await _end(visit, chat_id, left=left)
        await visit.instead("leave", {"what": "done" if left else "withdrawn"})
    elif button == "leave_forget":
        await visit.instead("forget")
    else:
        await visit.instead("forget", {"what": "kept"})


async def on_still_fine(visit: Press) -> None:
    """What somebody says who agreed a while ago."""
    if visit.button == "open":
        await visit.open()
    elif visit.button == "still_pause":
        await pausing.begin(visit)
    elif visit.button == "still_leave":
        await visit.instead("leave", about=ChatId(visit.args["chat"]))
    else:
        await visit.instead("still_fine", {"opened": "yes", "what": "thanks"})


async def _end(visit: Visit, chat: ChatId, *, left: bool) -> None:
    desk, who = visit.desk, visit.who
    await checkins.withdraw(desk, chat, who)
    await desk.let_go(who, chat)
    await desk.apply(chat, ConsentEnded(author=who, left=left))


COMMANDS = {"leave": leave, "withdraw": withdraw}
BUTTONS = {"leave": on_leave, "still_fine": on_still_fine}
