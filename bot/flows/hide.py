"""/hide and /show: the private thread made innocuous, and brought back. Nobody else can tell."""

from __future__ import annotations

from dataclasses import replace

from bot.visits import Command
from core import hiding
from core.notes import Note
from core.people import SettingsChanged


async def hide(visit: Command) -> None:
    """/hide"""
    desk, who = visit.desk, visit.who
    await desk.change_person(who, SettingsChanged((("hidden", True),)))
    for stored in hiding.to_hide(await desk.tx.notes_to(who)):
        await desk.say(Note(kind="hidden", to_person=who, replaces=stored.id))
    await visit.tell("hidden")


async def show(visit: Command) -> None:
    """/show"""
    desk, who = visit.desk, visit.who
    await desk.change_person(who, SettingsChanged((("hidden", False),)))
    back = hiding.to_show(await desk.tx.notes_to(who))
    for hidden, shown in back:
        await desk.say(replace(shown.note, key=None, due_at=None, answering="", replaces=hidden.id))
    if not back:
        await visit.tell("hidden")


COMMANDS = {"hide": hide, "show": show}
