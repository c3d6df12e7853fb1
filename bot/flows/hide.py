"""/hide and /show: the private thread made innocuous, and brought back. Nobody else can tell."""

from __future__ import annotations

from dataclasses import replace

from bot.attachments import ATTACHMENTS
from bot.visits import Command
from core import hiding
from core.notes import Note
from core.people import SettingsChanged


async def hide(visit: Command) -> None:
    """/hide"""
    desk, who = visit.desk, visit.who
    await desk.change_person(who, SettingsChanged((("hidden", True),)))
    notes = await desk.tx.notes_to(who)
    standing = hiding.to_hide(notes)
    for stored in standing:
        await desk.say(Note(kind="hidden", to_person=who, replaces=stored.id))
    below = any(hiding.stays(stored, notes, frozenset(ATTACHMENTS)) for stored in standing)
    said = {"below": below, "in_passing": hiding.in_passing(notes)}
    await visit.tell("hidden", {name: "yes" for name, there in said.items() if there})


async def show(visit: Command) -> None:
    """/show"""
    desk, who = visit.desk, visit.who
    await desk.change_person(who, SettingsChanged((("hidden", False),)))
    back = hiding.to_show(await desk.tx.notes_to(who))
    for note in back[:-1]:
        await desk.say(note)
    if back:  # whoever asked sees it there, and nothing else is to come
        await desk.say(replace(back[-1], answering=visit.update.answering))
    else:
        await visit.tell("hidden")


COMMANDS = {"hide": hide, "show": show}
