"""What the keys of a transcript's lines hold: times, zones, settings, given readings. All raise BadLine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.transcript.strict_json import BadLine, Fields, shown, shown_key
from core.people import QuietHours
from core.policy import DIVISORS, Policy
from core.reading.scores import MessageReading, ResponseReading

GIVEN = "given"
"""Reader's version of a reading that the transcript brings along."""
_RFC3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
FIRST_YEAR, LAST_YEAR = 1970, 2999
"""Years a time may have: every timer added to one of them is still a time."""
_QUIET_HOURS = re.compile(r"[0-9]{2}:[0-9]{2} *- *[0-9]{2}:[0-9]{2}")
LARGEST_SETTING = 1e6
"""Of any threshold: a million days still end before the calendar does."""
SWITCHES = ("ask_first", "advice_wanted", "paused", "crisis_line", "community_notes")
_PLAIN_SCORES = ("self_relevance", "personal", "private", "affective")
_YES_NO_SCORES = ("nonliteral", "crisis", "unsafe")
_PLAIN_RESPONSE = ("understanding", "appreciation", "caring", "disinterest", "criticism", "relevance")
_YES_NO_RESPONSE = ("contempt", "advice")


def moment(fields: Fields) -> datetime:
    """`at`, in UTC."""
    text = fields.text("at")
    if not _RFC3339.fullmatch(text):
        raise BadLine("`at` must be an RFC 3339 time with an offset, like 2026-03-01T21:30:00+01:00")
    try:
        at = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadLine("`at` is no time of the calendar") from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise BadLine(f"`at` must be in a year from {FIRST_YEAR} to {LAST_YEAR}")
    return at


def timezone(fields: Fields, default: str) -> str:
    """`timezone`, an IANA name."""
    name = fields.text("timezone", default)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadLine(f"unknown `timezone` {shown(name)}") from None
    return name


def thresholds(fields: Fields) -> dict[str, float]:
    """`settings` of a space: numbers of the policy by name."""
    inner = fields.inner("settings")
    numbers: dict[str, float] = {}
    for name in fields.object("settings"):
        try:
            Policy().with_settings({name: 1})
        except ValueError:
            raise BadLine(f"unknown setting of a space {shown_key(name)}") from None
        numbers[name] = inner.number(name, 0, LARGEST_SETTING)
        if numbers[name] == 0 and name in DIVISORS:
            raise BadLine(f"setting {shown_key(name)} of a space must be above 0")
    return numbers


def switches(fields: Fields) -> dict[str, object]:
    """`settings` of a member: fields of Person."""
    inner = fields.inner("settings")
    settings: dict[str, object] = {name: inner.truth(name) for name in SWITCHES if name in inner}
    if "quiet_hours" in inner:
        settings["quiet_hours"] = _quiet_hours(fields.object("settings")["quiet_hours"])
    for name in fields.object("settings").keys() - settings.keys():
        raise BadLine(f"unknown setting of a member {shown_key(name)}")
    return settings


def _quiet_hours(value: object) -> QuietHours | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and _QUIET_HOURS.fullmatch(value):
            return QuietHours.parse(value)
    except ValueError:
        pass
    raise BadLine("`settings.quiet_hours` must be two different times like 22:00-08:00, or null")


def _scores(inner: Fields, plain: Iterable[str], yes_no: Iterable[str]) -> dict[str, Any]:
    scores = {name: inner.number(name, 0, 1) for name in plain if name in inner}
    return scores | {name: inner.number(name, 0, 1, or_truth=True) for name in yes_no if name in inner}


def given_reading(inner: Fields) -> MessageReading:
    """A reading that counts as certain; missing scores are 0."""
    reading = MessageReading(
        valence=inner.number("valence", -1, 1) if "valence" in inner else 0.0,
        disclosure=1.0,
        topics=inner.texts("topics"),
        reader=GIVEN,
        **_scores(inner, _PLAIN_SCORES, _YES_NO_SCORES),
    )
    inner.done()
    return reading


def given_response(inner: Fields) -> ResponseReading:
    """A response as given; missing scores are 0."""
    response = ResponseReading(reader=GIVEN, **_scores(inner, _PLAIN_RESPONSE, _YES_NO_RESPONSE))
    inner.done()
    return response
