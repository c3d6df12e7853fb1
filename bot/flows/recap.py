"""How a pair takes turns, on request."""

from __future__ import annotations

from bot import looking_back
from bot.visits import Command


async def command(visit: Command) -> None:
    """/recap"""
    chat = await visit.chat()
    args = await looking_back.recap(visit.desk, chat, visit.who) if chat is not None else {"nothing": "yes"}
    await visit.tell("recap", args)


COMMANDS = {"recap": command}
