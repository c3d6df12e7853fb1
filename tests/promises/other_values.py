"""Another value for any stored field of a member, made from the field's type alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from core.ids import ChatId, PersonId
from core.inbound import Who
from tests.stories.world import HOME, MONDAY, who

MEMBER: Who = who("Ana")
CANARY = "canary-of-ana"
KNOWN: Mapping[str, Any] = {
    "Person.zone": "Asia/Tokyo",
    "Person.country": "GB",
    "Person.written_to": False,
    "Person.topics_off": ("family",),
    "Episode.topics": ("family",),
    "Part.topics": ("family",),
    "Contest.topics": ("family",),
    "MessageReading.topics": ("family",),
    "Round.prompt": "good_moment",
    "QuietHours.start": time(1),
    "QuietHours.end": time(2),
    "Reminder.at": MONDAY + timedelta(hours=1),
}
"""Values that only some texts can have."""
NOBODYS = frozenset({"Chat.moderation", "Chat.agenda", "Chat.choices"})
"""What is about no member stays as it is."""


def varied(value: Any, field: str) -> Any:
    """The value with another one in each `Type.field` within it that is the member's."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind, hints = type(value), get_type_hints(type(value))
        changes = {}
        for one in dataclasses.fields(value):
            now = getattr(value, one.name)
            name = f"{kind.__name__}.{one.name}"
            changes[one.name] = other(now, hints[one.name], name) if name == field else varied(now, field)
        return dataclasses.replace(value, **changes)
    if isinstance(value, Mapping):
        theirs = {key: inner for key, inner in value.items() if _theirs(value, key)}
        return {**value, **{key: _varied_inside(inner, field) for key, inner in theirs.items()}}
    if isinstance(value, tuple):
        return tuple(varied(inner, field) for inner in value)
    return value


def _varied_inside(value: Any, field: str) -> Any:
    """Of what is the member's own, all of it, about whomever it is."""
    if isinstance(value, Mapping):
        return {key: varied(inner, field) for key, inner in value.items()}
    return varied(value, field)


def filled(value: Any) -> Any:
    """The value with something wherever nothing was, so that every type occurs in it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind, hints = type(value), get_type_hints(type(value))
        names = {one.name: f"{kind.__name__}.{one.name}" for one in dataclasses.fields(value)}
        now = {name: filled(getattr(value, name)) for name in names if names[name] not in NOBODYS}
        empty = [name for name in now if _lacks(now[name]) and _holds_dataclass(hints[name])]
        more = {name: _something(now[name], hints[name], names[name]) for name in empty}
        return dataclasses.replace(value, **now | more)
    if isinstance(value, Mapping):
        return {key: filled(inner) if _theirs(value, key) else inner for key, inner in value.items()}
    return tuple(map(filled, value)) if isinstance(value, tuple) else value


def _lacks(now: Any) -> bool:
    of_people = isinstance(now, Mapping) and _of_people(now)
    return now is None or now == () or now == {} or (of_people and MEMBER.id not in now)


def _something(now: Any, hint: Any, name: str) -> Any:
    return {**now, **sample(hint, name)} if isinstance(now, Mapping) else sample(hint, name)


def _holds_dataclass(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint) or any(map(_holds_dataclass, get_args(hint)))


def other(now: Any, hint: Any, name: str) -> Any:
    """Another value of this type: nothing becomes something, and something becomes something else."""
    if name in KNOWN and now != KNOWN[name]:
        return KNOWN[name]
    if isinstance(now, Mapping):
        return _other_entry(now, hint, name)
    if isinstance(now, tuple):
        return () if now else (sample(get_args(hint)[0], name),)
    if dataclasses.is_dataclass(now) and NoneType in get_args(hint):
        return None
    if now is None or dataclasses.is_dataclass(now):
        return sample(hint, name)
    return _other_plain(now, name)


def _other_plain(now: Any, name: str) -> Any:
    match now:
        case Enum():
            return next(each for each in type(now) if each is not now)
        case bool():
            return not now
        case str():
            return sample(str, name) if now != sample(str, name) else f"{now}-2"
        case time():
            return time((now.hour + 5) % 24, now.minute)
        case datetime() | date():
            return now + timedelta(days=1)
    return now / 2 if isinstance(now, float) and now else now + 1


def sample(hint: Any, name: str) -> Any:
    """Some value of this type."""
    if name in KNOWN:
        return KNOWN[name]
    inner = [each for each in get_args(hint) if each is not NoneType]
    if get_origin(hint) in (Union, UnionType):
        return sample(inner[0], name)
    if get_origin(hint) is tuple:
        repeated = Ellipsis in inner
        return (sample(inner[0], name),) if repeated else tuple(sample(each, name) for each in inner)
    if get_origin(hint) in (dict, Mapping):
        return {sample(inner[0], name): sample(inner[1], name)}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        fields = dataclasses.fields(hint)
        return hint(**{one.name: sample(hints[one.name], f"{hint.__name__}.{one.name}") for one in fields})
    return _plain(hint)


def _plain(hint: Any) -> Any:
    named: dict[Any, Any] = {PersonId: MEMBER.id, ChatId: HOME, bool: True, int: 3, float: 0.75, str: CANARY}
    named |= {datetime: MONDAY + timedelta(days=2), date: date(2026, 3, 9), time: time(5)}
    if hint in named:
        return named[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    return _plain(hint.__supertype__)  # a NewType of one of these


def _other_entry(now: Mapping[Any, Any], hint: Any, name: str) -> Mapping[Any, Any]:
    """The member's entry is there, or is not."""
    if MEMBER.id in now:
        return {key: value for key, value in now.items() if key != MEMBER.id}
    return {} if now and not _of_people(now) else {**now, **sample(hint, name)}


def _of_people(values: Mapping[Any, Any]) -> bool:
    return any(str(key).startswith("toy:") for key in values)


def _theirs(values: Mapping[Any, Any], key: Any) -> bool:
    """Of what is kept by person, the member's own alone."""
    return key == MEMBER.id or not _of_people(values)
