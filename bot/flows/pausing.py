"""Resting: from the first tap on, and then for as long as one says."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import keeping, listening_here, reach
from bot.flows import forms
from bot.visits import Command, Press, Visit
from config.wording import wording
from core.people import SettingsChanged
from core.switches import day_in, paused, paused_for

SPANS = {"pause_day": timedelta(hours=24), "pause_week": timedelta(days=7)}
WORDS = {"24h": "pause_day", "day": "pause_day", "week": "pause_week"}
"""What may stand behind /pause, beside a day."""


async def pause(visit: Command) -> None:
    """/pause, with “24h”, “week” or a day behind it if one likes; without, until one says."""
    said = visit.what.argument.strip().lower()
    args = {"state": "on"}
    if said in WORDS:
        args = await _for_a_span(visit, WORDS[said])
    elif said:
        args = await _until_a_day(visit, said)
    else:
        await _rest(visit, paused(on=True))
    await visit.tell("pause", args)


async def resume(visit: Command) -> None:
    """/resume"""
    await _resume(visit)
    await visit.tell("pause", {"state": "off"})


async def on_pause(visit: Press) -> None:
    """For how long, or not any more."""
    if visit.button in SPANS:
        await visit.instead("pause", await _for_a_span(visit, visit.button))
    elif visit.button == "pause_date":
        if visit.filled is None:
            await visit.ask_for(wording().say("pause", "date"))
        else:
            await visit.instead("pause", await _until_a_day(visit, visit.filled))
    elif visit.button == "resume":
        await _resume(visit)
        await visit.instead("pause", {"state": "off"})


async def begin(visit: Press) -> None:
    """In place of the settings: paused now, and for how long if one likes."""
    await _rest(visit, paused(on=True))
    await visit.instead("pause", {"state": "on"})


async def _for_a_span(visit: Visit, name: str) -> dict[str, str]:
    await _rest(visit, paused_for(SPANS[name], visit.desk.now))
    return _until(visit.desk.now + SPANS[name])


async def _until_a_day(visit: Visit, said: str) -> dict[str, str]:
    """A day that was not understood pauses all the same: whoever says so wants rest."""
    person = await visit.desk.person(visit.who)
    day = day_in(said, person, visit.desk.now)
    if day is None:
        await _rest(visit, paused(on=True))
        return {"state": "unread"}
    await _rest(visit, paused_for(day - visit.desk.now, visit.desk.now))
    return _until(day)


def _until(moment: datetime) -> dict[str, str]:
    return {"state": "on", "until": moment.isoformat()}


async def _resume(visit: Visit) -> None:
    await forms.leave(visit)
    await visit.desk.change_person(visit.who, paused(on=False))


async def _rest(visit: Visit, changed: SettingsChanged) -> None:
    """Of what waits to be sent nothing goes out, too; one's own reminders, and
    answers of another that are for them, wait for the end of the rest."""
    await forms.leave(visit)
    await visit.desk.change_person(visit.who, changed)
    asked = await listening_here.waiting(visit.desk, visit.who)
    await visit.desk.let_go(visit.who, besides=reach.KEPT_FOR_THEM)
    await keeping.post_again(visit.desk, visit.who)
    for note in asked:  # but once, and it waits as well
        await visit.desk.say(note)


COMMANDS = {"pause": pause, "resume": resume}
BUTTONS = {"pause": on_pause}
