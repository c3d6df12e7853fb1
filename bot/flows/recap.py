"""How a pair takes turns: on request, and every week where both see that it is on.

In words, and with a picture that is drawn as it goes out (bot/pictures.py).
"""

from __future__ import annotations

from bot import looking_back, recapping
from bot.visits import Command, Press, Visit
from core.chats import Chat
from core.ids import PersonId
from core.screens.recap import AGAIN

SWITCHED = {"weekly": True, "on": True, "off": False}
"""What may stand behind /recap."""


async def command(visit: Command) -> None:
    """/recap; /recap weekly (or on) and /recap off are for both."""
    chat, word = await visit.chat(), visit.what.argument.strip().lower()
    if chat is None:
        await visit.tell("recap", {"nothing": "yes"})
        return
    if word in SWITCHED:
        chat = await _switched(visit, chat, on=SWITCHED[word])
    await visit.tell("recap", await _args(visit, chat), about=chat.id)


async def press(press: Press) -> None:
    """In a group, the recap of the pair with somebody else; in a couple, whether it comes every week."""
    chat = await press.desk.chat(press.about) if press.about is not None else None
    if chat is None:
        return
    if press.button in ("weekly_on", "weekly_off"):
        now = await _switched(press, chat, on=press.button == "weekly_on")
        await press.instead("recap", {**press.args, "weekly": _weekly(now), AGAIN: "yes"})
        return
    place, others = press.button.removeprefix("with_"), press.args.get("others", "").split()
    if place.isdecimal() and int(place) < len(others):
        await press.instead("recap", await _args(press, chat, PersonId(others[int(place)])))


async def open_weekly(press: Press) -> None:
    """A sealed recap is opened: as it was written for both."""
    if press.button == "open":
        await press.instead("recap", press.args)


async def _args(visit: Visit, chat: Chat, other: PersonId | None = None) -> dict[str, str]:
    args = await looking_back.recap(visit.desk, chat, visit.who, other)
    return args | ({"weekly": _weekly(chat)} if "weave" in args and not chat.is_group() else {})


def _weekly(chat: Chat) -> str:
    return "on" if recapping.is_on(chat) else "off"


async def _switched(visit: Visit, chat: Chat, *, on: bool) -> Chat:
    """Turns the weekly recap on or off for both; not in a group, and not by somebody who takes no part."""
    if chat.is_group() or visit.who not in chat.taking_part() or (_weekly(chat) == "on") == on:
        return chat
    await recapping.switch(visit.desk, chat, visit.who, on=on, topic=visit.topic)
    return await visit.desk.chat(chat.id) or chat


COMMANDS = {"recap": command}
BUTTONS = {"recap": press, "weekly_recap": open_weekly}
