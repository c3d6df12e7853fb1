"""What one tap on a person's setting makes of it: each goes round its few states."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core import reaching, when
from core.clocks import readings
from core.people import Person, SettingsChanged
from core.reading.topics import TOPICS

LONGEST_PAUSE = timedelta(days=366)
"""A pause until a date: at most a year ahead; without an end there is the pause until one says. [P]"""


class Often(StrEnum):
    """How often somebody wants notes."""

    USUAL = "usual"
    WEEKLY = "weekly"
    NONE = "none"


ON_OFF = ("one_question", "crisis_line", "community_notes")
"""Switches of two states."""
OPEN = ("ask_first", "advice_wanted")
"""Switches that may also be left open: as a chat's kind has it, or nothing said."""
SWITCHES = ("notes", *OPEN, *ON_OFF)
"""Everything that a tap turns, in the order in which it is shown."""

DIRECT = "direct"
"""Turned where people are asked before anything comes by itself; what follows from it is done beside it."""


def often(person: Person) -> Often:
    return Often.NONE if person.no_notes else Often.WEEKLY if person.fewer else Often.USUAL


def state_of(person: Person, name: str) -> str:
    """The state of a switch, as a key of the wording (section `states`)."""
    if name == "notes":
        return {Often.USUAL: "usual", Often.WEEKLY: "weekly", Often.NONE: "none"}[often(person)]
    if name == DIRECT:
        return "on" if reaching.is_reached(person) else "off"
    value = getattr(person, name)
    if value is None:
        return "groups" if name == "ask_first" else "unsaid"
    return "on" if value else "off"


def turned(person: Person, name: str) -> SettingsChanged:
    """The switch after one tap. Raises KeyError for a name that is none."""
    if name == "notes":
        ring = (Often.USUAL, Often.WEEKLY, Often.NONE)
        after = ring[(ring.index(often(person)) + 1) % len(ring)]
        return SettingsChanged((("fewer", after is Often.WEEKLY), ("no_notes", after is Often.NONE)))
    if name not in SWITCHES:
        raise KeyError(name)
    value = getattr(person, name)
    after_value = {None: True, True: False, False: None}[value] if name in OPEN else not value
    return SettingsChanged(((name, after_value),))


def topic_turned(person: Person, topic: str) -> SettingsChanged:
    """A topic put off limits, or taken back from there. Raises KeyError for one that is none."""
    if topic not in TOPICS:
        raise KeyError(topic)
    off = set(person.topics_off) ^ {topic}
    return SettingsChanged((("topics_off", tuple(one for one in TOPICS if one in off)),))


def paused_for(span: timedelta, now: datetime) -> SettingsChanged:
    """From now on for so long; it ends by itself."""
    return SettingsChanged((("paused", False), ("paused_until", now + span)))


def paused(*, on: bool) -> SettingsChanged:
    """Until the person says otherwise; or not any more."""
    return SettingsChanged((("paused", on), ("paused_until", None)))


def day_in(text: str, person: Person, now: datetime) -> datetime | None:
    """When a day, as 2026-12-24, 24.12.2026, fri or tomorrow, begins on the person's clock, UTC.

    None for what is no day, is over, or lies more than a year ahead.
    """
    said = text.strip().rstrip(".").lower().removeprefix("until ")
    zone = ZoneInfo(person.zone)
    try:
        found = when.day_of(said, now.astimezone(zone).date()) or when.date_of(said)
        moment, _ = readings(found, time(), zone)
    except (ValueError, OverflowError):
        return None
    return moment if now < moment <= now + LONGEST_PAUSE else None
