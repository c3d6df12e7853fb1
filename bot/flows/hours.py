"""A person's clock and quiet hours, chosen by buttons. Asked once after they agreed; nothing waits for it."""

from __future__ import annotations

from dataclasses import replace

from bot.visits import Command, Press, Visit
from core.inbound import ButtonPressed, Commanded, Update
from core.notes import Note
from core.people import NO_ZONE, QuietHours, SettingsChanged
from core.screens.hours import HOURS, PRESETS
from core.zones import REGIONS, is_zone, region_of


async def guess(visit: Visit) -> None:
    """With somebody's first agreement: what their clock seems to be. It counts until it is corrected."""
    person, zone = await visit.desk.person(visit.who), _guess(visit.update)
    if not person.hours_offered and person.zone == NO_ZONE and is_zone(zone):
        await visit.desk.tx.save_person(replace(person, zone=zone))


async def offer(visit: Visit) -> None:
    """Once after that: their clock is shown, to be corrected."""
    person = await visit.desk.person(visit.who)
    if person.hours_offered:
        return
    await visit.desk.tx.save_person(replace(person, hours_offered=True))
    guessed = {"guessed": "yes"} if person.zone != NO_ZONE else {}
    # Not as the answer to the button that was pressed: that one is in its place already.
    note = Note(kind="hours", args={"now": visit.desk.now.isoformat(), **guessed}, to_person=visit.who)
    await visit.desk.say(note)


async def command(visit: Command) -> None:
    """/hours"""
    await visit.tell("hours", {"now": visit.desk.now.isoformat(), "guessed": "yes"})


async def on_hours(visit: Press) -> None:
    """Whether the clock shown is right."""
    if visit.button == "hours_yes":
        await visit.instead("hours_quiet")
    elif visit.button == "hours_zone":
        await choose_zone(visit)
    else:
        await on_zone(visit)


async def choose_zone(visit: Press) -> None:
    """In place of the note: the zones of this person's region, or the regions."""
    region = region_of((await visit.desk.person(visit.who)).zone)
    await visit.instead("hours_zone", {"region": region, "now": visit.desk.now.isoformat()})


async def choose_quiet(visit: Press) -> None:
    """In place of the note: quiet hours."""
    await visit.instead("hours_quiet")


async def on_zone(visit: Press) -> None:
    """A region or a zone was chosen."""
    kind, _, name = visit.button.partition("_")
    if kind == "zone" and region_of(name):
        await visit.desk.change_person(visit.who, SettingsChanged((("zone", name),)))
        await visit.instead("hours_quiet")
    elif (kind == "region" and name in REGIONS) or visit.button == "hours_elsewhere":
        region = name if kind == "region" else ""
        await visit.instead("hours_zone", {"region": region, "now": visit.desk.now.isoformat()})


async def on_quiet(visit: Press) -> None:
    """A preset, none, or other hours."""
    chosen = visit.button.removeprefix("quiet_")
    if chosen == "other":
        await visit.instead("hours_from")
    elif chosen in PRESETS or chosen == "off":
        await _be_quiet(visit, None if chosen == "off" else QuietHours.parse(chosen))


async def on_from(visit: Press) -> None:
    """The hour at which they begin."""
    hour = visit.button.removeprefix("from_")
    if hour in HOURS:
        await visit.instead("hours_until", {"from": hour})


async def on_until(visit: Press) -> None:
    """The hour at which they end."""
    start, end = visit.args["from"], visit.button.removeprefix("until_")
    if end in HOURS and end != start:
        await _be_quiet(visit, QuietHours.parse(f"{start}:00-{end}:00"))


async def _be_quiet(visit: Press, hours: QuietHours | None) -> None:
    await visit.desk.change_person(visit.who, SettingsChanged((("quiet_hours", hours),)))
    await visit.instead("hours_done")


def _guess(update: Update) -> str:
    match update.what:
        case ButtonPressed(who=who) | Commanded(who=who):
            return who.zone_guess
        case _:
            return ""


COMMANDS = {"hours": command}
BUTTONS = {
    "hours": on_hours,
    "hours_zone": on_zone,
    "hours_quiet": on_quiet,
    "hours_from": on_from,
    "hours_until": on_until,
}
