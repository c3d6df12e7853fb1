"""A person's own switches, said in words or turned by a button."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot import reach
from bot.flows import hours, pausing
from bot.visits import Command, Press, Visit
from config.contacts import country_codes
from core.people import QuietHours, SettingsChanged
from core.reading.topics import TOPICS
from core.screens.settings import OPEN_END
from core.switches import DIRECT, SWITCHES, paused, topic_turned, turned
from core.zones import is_zone


async def command(visit: Command) -> None:
    """/settings, alone or with one setting in words."""
    words = visit.what.argument.split()
    if words:
        try:
            changed = SettingsChanged((_own_setting(words),))
        except ValueError:
            await visit.tell("settings", {"what": "unknown"})
            return
        await visit.desk.change_person(visit.who, changed)
    await visit.tell("settings", await _args(visit))


async def turn(visit: Press) -> None:
    """A switch goes on by one state; the rest leads to a screen of its own."""
    if visit.button in ELSEWHERE:
        await ELSEWHERE[visit.button](visit)
        return
    name = visit.button.removeprefix("toggle_")
    if name == DIRECT:
        await reach.turn(visit.desk, visit.who)
    if name in SWITCHES:
        await visit.desk.change_person(visit.who, turned(await visit.desk.person(visit.who), name))
    await visit.instead("settings", await _args(visit))


async def topics(visit: Press) -> None:
    """In place of the settings: what is off limits."""
    await visit.instead("topics")


async def resume(visit: Press) -> None:
    """The pause ends; the settings stay."""
    await visit.desk.change_person(visit.who, paused(on=False))
    await visit.instead("settings")


ELSEWHERE: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    "topics": topics,
    "pause": pausing.begin,
    "resume": resume,
    "hours_zone": hours.choose_zone,
    "hours_quiet": hours.choose_quiet,
}
"""Buttons of the settings that lead to a screen of their own."""


async def turn_topic(visit: Press) -> None:
    """A topic off limits, or back to the settings."""
    topic = visit.button.removeprefix("topic_")
    if visit.button == "settings":
        await visit.instead("settings", await _args(visit))
    elif topic in TOPICS:
        await visit.desk.change_person(visit.who, topic_turned(await visit.desk.person(visit.who), topic))
        await visit.instead("topics")


def _own_setting(words: list[str]) -> tuple[str, object]:
    """One setting said in words. Raises ValueError for what is not understood."""
    match words:
        case ["quiet", "off"]:
            return "quiet_hours", None
        case ["quiet", hours]:
            return "quiet_hours", QuietHours.parse(hours)
        case ["zone", zone]:
            return "zone", _known_zone(zone)
        case ["country", "off"]:
            return "country", None
        case ["country", country]:
            return "country", _known_country(country)
        case _:
            raise ValueError("unknown setting")


def _known_zone(name: str) -> str:
    if not is_zone(name):
        raise ValueError("unknown time zone")
    return name


def _known_country(said: str) -> str:
    """Its two letters. Everybody in the United Kingdom says UK, and ISO 3166-1 says GB."""
    code = {"UK": "GB"}.get(said.upper(), said.upper())
    if code not in country_codes():
        raise ValueError("unknown country")
    return code


async def _args(visit: Visit) -> dict[str, str]:
    """Of a pause, until when it lasts."""
    person = await visit.desk.person(visit.who)
    if not person.rests(visit.desk.now):
        return {}
    until = None if person.paused else person.paused_until
    return {"resting": OPEN_END if until is None else until.isoformat()}


COMMANDS = {"settings": command}
BUTTONS = {"settings": turn, "topics": turn_topic}
