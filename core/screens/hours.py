"""A person's clock and quiet hours: a guess with one tap to correct it, regions, and hours as buttons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from core.people import QuietHours
from core.screens.buttons import button, row, rows_of
from core.screens.model import Button, Screen, Tone
from core.screens.wording import View
from core.zones import REGIONS, by_clock

IN_A_ROW = 5
"""Five rows of five: no platform takes more."""
PRESETS = ("22:00-08:00", "23:00-07:00")
"""Quiet hours that are offered. [P]"""
HOURS = tuple(f"{hour:02d}" for hour in range(24))


def hours(args: Mapping[str, str], view: View) -> Screen:
    """args: now; the zone is the reader's own, by guess or by choice."""
    say, zone = view.words.say, view.reader.zone
    if "guessed" not in args:
        return hours_zone({"region": "", "now": args["now"]}, view)
    right = button(view, "hours_yes", tone=Tone.PRIMARY)
    text = say("hours", "guess", place=place(zone, view), time=_clock(zone, args["now"], view))
    return Screen(text=text, rows=((right, button(view, "hours_zone")),))


def hours_zone(args: Mapping[str, str], view: View) -> Screen:
    """Choosing a zone. args: region, empty for the list of regions; now."""
    say, region = view.words.say, args["region"]
    if not region:
        regions = tuple(_choice(f"region_{name}", say("zone_regions", name)) for name in REGIONS)
        return Screen(text=say("hours", "regions"), rows=rows_of(regions, 1))
    choices = [
        _choice(f"zone_{zone}", f"{place(zone, view)} {_clock(zone, args['now'], view)}")
        for zone in by_clock(region, datetime.fromisoformat(args["now"]))
    ]
    return Screen(
        text=say("hours", "zones"), rows=rows_of([*choices, button(view, "hours_elsewhere")], IN_A_ROW)
    )


def hours_quiet(args: Mapping[str, str], view: View) -> Screen:
    """Choosing quiet hours: two presets, none, or other ones."""
    presets = tuple(_choice(f"quiet_{hours}", in_words(QuietHours.parse(hours), view)) for hours in PRESETS)
    text = view.words.say("hours", "quiet", place=place(view.reader.zone, view))
    return Screen(text=text, rows=(presets, row(view, "quiet_off", "quiet_other")))


def hours_from(args: Mapping[str, str], view: View) -> Screen:
    """When they begin."""
    choices = [_choice(f"from_{hour}", _full(hour, view)) for hour in HOURS]
    return Screen(text=view.words.say("hours", "from"), rows=rows_of(choices, IN_A_ROW))


def hours_until(args: Mapping[str, str], view: View) -> Screen:
    """When they end. args: from, an hour in two digits."""
    choices = [_choice(f"until_{hour}", _full(hour, view)) for hour in HOURS if hour != args["from"]]
    return Screen(
        text=view.words.say("hours", "until", start=_full(args["from"], view)),
        rows=rows_of(choices, IN_A_ROW),
    )


def hours_done(args: Mapping[str, str], view: View) -> Screen:
    """What they are now."""
    person = view.reader
    quiet = in_words(person.quiet_hours, view) if person.quiet_hours else view.words.say("states", "none")
    return Screen(text=view.words.say("hours", "done", place=place(person.zone, view), quiet=quiet))


def place(zone: str, view: View) -> str:
    """A zone in words: its city."""
    return view.words.names("zones").get(zone) or zone.rpartition("/")[2].replace("_", " ")


def in_words(hours: QuietHours, view: View) -> str:
    """From when to when, as the language writes hours."""
    return "–".join(view.words.habits.hour(at) for at in (hours.start, hours.end))


def _full(hour: str, view: View) -> str:
    """A full hour of two digits, as the language writes it."""
    return view.words.habits.hour(time(int(hour)))


def _clock(zone: str, now: str, view: View) -> str:
    return view.words.habits.hour(datetime.fromisoformat(now).astimezone(ZoneInfo(zone)).time())


def _choice(name: str, label: str) -> Button:
    return Button(name=name, label=label)


SCREENS = {
    "hours": hours,
    "hours_zone": hours_zone,
    "hours_quiet": hours_quiet,
    "hours_from": hours_from,
    "hours_until": hours_until,
    "hours_done": hours_done,
}
