"""How a pair takes turns, on request: in words, and with a picture that is drawn as it goes out."""

from __future__ import annotations

from bot import looking_back
from bot.visits import Command, Press
from core.ids import PersonId


async def command(visit: Command) -> None:
    """/recap"""
    chat = await visit.chat()
    if chat is None:
        await visit.tell("recap", {"nothing": "yes"})
        return
    await visit.tell("recap", await looking_back.recap(visit.desk, chat, visit.who), about=chat.id)


async def with_another(press: Press) -> None:
    """In a group: the recap of the pair with somebody else."""
    chat = await press.desk.chat(press.about) if press.about is not None else None
    place, others = press.button.removeprefix("with_"), press.args.get("others", "").split()
    if chat is None or not place.isdecimal() or int(place) >= len(others):
        return
    other = PersonId(others[int(place)])
    await press.instead("recap", await looking_back.recap(press.desk, chat, press.who, other))


COMMANDS = {"recap": command}
BUTTONS = {"recap": with_another}
