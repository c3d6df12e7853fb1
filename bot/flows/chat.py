"""What is on in a chat, for all of them: said and changed where everybody sees it."""

from __future__ import annotations

from dataclasses import replace

from bot import recapping, set_for_both
from bot.visits import Command, Press
from core import precedence
from core.chats import Chat
from core.choices import NAMES, RECAP
from core.notes import Note
from core.policy import Policy
from core.screens.chat import LEFT_OFF


async def command(visit: Command) -> None:
    """/chat: in the chat for all to see; in private a copy without buttons."""
    chats = await visit.chats()
    if len(chats) != 1:
        await visit.tell("chat_reply", {"what": "where"})
        return
    (chat,) = chats
    if not chat.agreed(visit.who):
        await visit.tell("chat_reply", {"what": "not_agreed"})
    elif visit.what.private:
        await look(visit)
    else:
        await _show(visit, chat)


async def look(visit: Command) -> None:
    """A copy for one who agreed, in private."""
    chat = await visit.chat()
    if chat is not None and chat.agreed(visit.who) and chat.apart:
        await visit.tell("chat", _args(chat, visit.desk.policy), about=chat.id)
    elif chat is not None and chat.agreed(visit.who):
        await visit.tell("chat", {**_args(chat, visit.desk.policy), "look": "yes"})
    else:
        await visit.tell("chat_reply", {"what": "not_agreed"})


async def _show(visit: Command, chat: Chat) -> None:
    note = Note(
        kind="chat",
        args=_args(chat, visit.desk.policy),
        to_chat=chat.id,
        about_chat=chat.id,
        answering=visit.update.answering,
        topic=visit.topic,
    )
    await visit.desk.say(note)


async def turn(visit: Press) -> None:
    """One of the choices, by anybody who agreed; the screen in the chat says so to all."""
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    name = visit.button.removeprefix("turn_")
    if chat is None or name not in (*NAMES, RECAP):
        return
    if visit.stored.note.to_chat is None and not chat.apart:
        return
    if not chat.agreed(visit.who):
        await visit.tell("chat_reply", {"what": "not_agreed"})
        return
    if name == RECAP:
        await recapping.switch(visit.desk, chat, visit.who, on=not recapping.is_on(chat))
    else:
        choices = replace(chat.choices, **{name: not getattr(chat.choices, name)})
        await visit.desk.save(replace(chat, choices=choices))
    now = await visit.desk.chat(chat.id) or chat
    if chat.apart:
        await set_for_both.tell_others(visit.desk, now, visit.who)
    await visit.instead("chat", _args(now, visit.desk.policy))


async def on_set(visit: Press) -> None:
    """The other of two apart set something: what holds now."""
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    if chat is None or not chat.agreed(visit.who):
        await visit.instead("chat_reply", {"what": "not_agreed"})
    elif visit.button == "open":
        await visit.instead("chat", _args(chat, visit.desk.policy))


def _args(chat: Chat, policy: Policy) -> dict[str, str]:
    """All of it visible to everybody: nothing here hangs on who agreed."""
    said = {name: "on" if getattr(chat.choices, name) else "off" for name in NAMES}
    said |= dict.fromkeys(precedence.left_off(chat, policy.with_settings(chat.settings)), LEFT_OFF)
    if not chat.is_group():
        said[RECAP] = "on" if recapping.is_on(chat) else "off"
    return {"kind": chat.kind.value, "level": str(chat.level), **said}


COMMANDS = {"chat": command}
BUTTONS = {"chat": turn, "chat_set": on_set}
