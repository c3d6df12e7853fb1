"""How deep check-ins go: the same for all, lowered by anybody, raised when all said so in private."""

from __future__ import annotations

from bot.desk import Desk
from bot.visits import Command, Press, among
from core import levels
from core.chats import Chat
from core.events import DeeperWelcome, LevelLowered, What
from core.ids import PersonId


async def show(visit: Command) -> None:
    """/level"""
    chat = await visit.chat()
    if chat is None or visit.who not in chat.taking_part():
        await visit.tell("level", {"what": "not_agreed", **among(chat)})
        return
    await visit.tell("level", _args(visit.desk, chat, visit.who), about=chat.id)


async def change(visit: Press) -> None:
    """Also under an offer: what is shown afterwards is the level as it is now."""
    chat_id, who = visit.about, visit.who
    events: dict[str, What] = {
        "lighter": LevelLowered(who),
        "deeper": DeeperWelcome(who, yes=True),
        "not_deeper": DeeperWelcome(who, yes=False),
    }
    if chat_id is None or visit.button not in events:
        return
    await visit.desk.apply(chat_id, events[visit.button])
    chat = await visit.desk.chat(chat_id)
    if chat is not None:
        await visit.instead("level", _args(visit.desk, chat, who))


def _args(desk: Desk, chat: Chat, who: PersonId) -> dict[str, str]:
    """What all see, and what only this person said of it."""
    ready = who in levels.still_ready(chat, desk.now, desk.policy)
    return {"level": str(chat.level)} | ({"ready": "yes"} if ready else {})


COMMANDS = {"level": show}
BUTTONS = {"level": change, "deeper": change}
