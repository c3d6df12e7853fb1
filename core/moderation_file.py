"""A channel's configuration as a JSON text, out and in: what is not exactly of its shape changes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.ids import PersonId
from core.moderation import FIELDS, MOST_NOTES_A_WEEK, Moderation
from core.people import QuietHours
from core.zones import is_zone

FORMAT = "attune_moderation"
"""The key that says what the text is; its value is the version of its shape."""
VERSION = 1
LONGEST = 4000
"""Characters of a text that is taken in: what a form or a message holds."""
MOST_NAMED = 25
"""Roles, or people, of one channel in a field: what one menu of Discord's holds."""
LONGEST_ID = 64
"""Characters of a role's or a person's id."""
_NUMBER = re.compile(r"[1-9][0-9]{0,19}")
"""A person's number: Telegram's have up to 52 bits, Discord's up to 64."""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")
"""A person's name, where these are the ids (the page)."""
_WORD = re.compile(r"[A-Za-z0-9_@:#.-]+")


class NotUsable(ValueError):
    """Why a text is no configuration: a key of the wording (`moderation_file`), and a field's name."""

    def __init__(self, why: str, name: str = "") -> None:
        super().__init__(why)
        self.why, self.name = why, name


def written(moderation: Moderation) -> str:
    """The configuration, all of it, without its audit."""
    values = {name: getattr(moderation, name) for name in FIELDS}
    return json.dumps({FORMAT: VERSION, **values}, indent=2, ensure_ascii=False)


def read(text: str) -> dict[str, Any]:
    """The values in a text; fields that it leaves out stay as they are. Raises NotUsable."""
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        raise NotUsable("no_json") from None
    if not isinstance(found, dict):
        raise NotUsable("no_json" if len(text) <= LONGEST else "too_long")
    version = found.pop(FORMAT, None)
    if version != VERSION or isinstance(version, bool):
        raise NotUsable("no_version")
    unknown = sorted(found.keys() - set(FIELDS))
    if unknown:
        raise NotUsable("unknown", _shown(unknown[0]))
    return {name: value_of(name, value) for name, value in found.items()}


def value_of(name: str, value: object) -> Any:
    """One field's value, checked. Raises NotUsable."""
    taken = _CHECKS[name](value)
    if taken is _WRONG:
        raise NotUsable("wrong", name)
    return taken


_WRONG = object()


def _truth(value: object) -> object:
    return value if isinstance(value, bool) else _WRONG


def _week(value: object) -> object:
    counts = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_NOTES_A_WEEK
    return value if counts else _WRONG


def _hours(value: object) -> object:
    if value is None:
        return None
    try:
        return str(QuietHours.parse(value)) if isinstance(value, str) else _WRONG
    except ValueError:
        return _WRONG


def _zone(value: object) -> object:
    return value if isinstance(value, str) and is_zone(value) else _WRONG


def _ids(value: object) -> object:
    """A list of ids, each once, in order."""
    if not isinstance(value, list) or len(value) > MOST_NAMED:
        return _WRONG
    good = all(isinstance(one, str) and one.isprintable() and 0 < len(one) <= LONGEST_ID for one in value)
    return tuple(sorted(set(value))) if good else _WRONG


def _people(value: object) -> object:
    ids = _ids(value)
    return tuple(PersonId(one) for one in ids) if isinstance(ids, tuple) else _WRONG


_CHECKS: Mapping[str, Callable[[object], object]] = {
    "enabled": _truth,
    "notes": _truth,
    "checkins": _truth,
    "notes_a_week": _week,
    "quiet_hours": _hours,
    "zone": _zone,
    "enabled_roles": _ids,
    "exempt_roles": _ids,
    "exempt_people": _people,
}


def people_named(own: PersonId, written: Iterable[str]) -> list[PersonId]:
    """Whom these ids name, each whole or without its platform. `own`: an id of the place that it is about,
    which the others are held against. Raises NotUsable for the first that can be nobody's there.

    Whether somebody has it is not looked up: the answer would tell who ever turned to the bot.
    """
    kind, _, mine = own.rpartition(":")
    wanted = _NUMBER if _NUMBER.fullmatch(mine) else _NAME
    found = []
    for each in written:
        before, colon, last = each.rpartition(":")
        if not wanted.fullmatch(last) or (colon and before != kind):
            raise NotUsable("no_person", _shown(each))
        found.append(PersonId(f"{kind}:{last.lower()}"))
    return found


def _shown(name: str) -> str:
    """A word of somebody's text in a sentence: only what looks like a name, and shortened."""
    return name[:40] if _WORD.fullmatch(name) else "…"
