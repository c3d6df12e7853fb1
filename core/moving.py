"""A chat gets another id, as when a group becomes a supergroup: what is known of it under the new one.

Its messages are counted anew there, so that an old number would name another message: a message from before
keeps its number behind the chat that it stands in (as `answer_place` reads it), and is found by that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from core.chats import Chat, Member
from core.episodes import Episode
from core.ids import ChatId, EpisodeId, MessageId
from core.inbound import BotAdded, BotRemoved, Inbound
from core.notes import Note
from core.people import Person
from core.rounds import Round

T = TypeVar("T")
Renamed = Mapping[object, Callable[[str], str]]
"""For a kind of id, what becomes of one."""
KNOWN_FOR = timedelta(hours=48)
"""How long the old id leads to the new one: longer than any platform delivers late."""
_KNOWN_HINTS: dict[Any, dict[str, Any]] = {}
_EPISODE_KEYS = frozenset({"nudge", "again", "ask_first", "question"})
_MESSAGES = ("episode", "message")
"""Arguments of a note that name a message of the chat that it is about."""


def message_there(old: ChatId, message: str) -> str:
    """A message's id in the chat's new place; that of an answer in a private chat stays as it is."""
    return message if "/" in message else f"{old}/{message}"


def moved_chat(chat: Chat, to: ChatId, there: Chat | None) -> Chat:
    """The chat under its new id. `there`: what was begun under that id before this was known; its members
    are taken along, each with the later word."""
    known = _with_ids(chat, chat.id, to)
    if there is None:
        return replace(known, version=0)
    members = {**there.members, **known.members}
    members |= {
        who: _later(known.members[who], one) for who, one in there.members.items() if who in known.members
    }
    return replace(known, members=members, hears=there.hears, version=there.version)


def moved_episode(episode: Episode, old: ChatId, to: ChatId) -> Episode:
    return _with_ids(episode, old, to)


def moved_round(round: Round, old: ChatId, to: ChatId) -> Round:
    """Its own id stays: buttons and keys carry it."""
    return _with_ids(round, old, to)


def moved_person(person: Person, old: ChatId, to: ChatId) -> Person:
    """What is awaited of them may be about the chat. What they keep in mind stands in their private one."""
    expected = person.expecting
    if expected is None or expected.chat != old:
        return person
    return replace(person, expecting=_with_ids(expected, old, to))


def relocated(what: Inbound, old: ChatId, to: ChatId) -> Inbound | None:
    """What arrives late under the old id, as it is to be understood now. None: that the bot came to, or went
    from, a place that is no more."""
    return None if isinstance(what, BotAdded | BotRemoved) else _with_ids(what, old, to)


def moved_note(note: Note, old: ChatId, to: ChatId) -> Note:
    """A note to the chat, about it, or with it among its arguments; by its key it still exists once.

    What is copied below it stays where it stands: in private chats.
    """
    args = dict(note.args)
    if note.about_chat == old:
        args |= {name: message_there(old, args[name]) for name in _MESSAGES if name in args}
    args = {
        name: " ".join(to if word == old else word for word in value.split(" "))
        for name, value in args.items()
    }
    return replace(
        note,
        args=args,
        key=_moved_key(note.key, old, to),
        to_chat=to if note.to_chat == old else note.to_chat,
        about_chat=to if note.about_chat == old else note.about_chat,
    )


def _moved_key(key: str | None, old: ChatId, to: ChatId) -> str | None:
    """Natural keys name the chat, and some an episode of it behind it."""
    kind, found, rest = (key or "").partition(f"/{old}/")
    if not found:
        return key
    return f"{kind}/{to}/{message_there(old, rest) if kind in _EPISODE_KEYS else rest}"


def _later(one: Member, other: Member) -> Member:
    if one.since is None or other.since is None:
        return one if other.since is None else other
    return max(one, other, key=lambda member: member.since or one.since)  # type: ignore[arg-type, return-value]


def _with_ids(value: T, old: ChatId, to: ChatId) -> T:
    def message(name: str) -> str:
        return message_there(old, name)

    renamed: Renamed = {
        ChatId: lambda name: to if name == old else name,
        MessageId: message,
        EpisodeId: message,
    }
    return _renamed(value, type(value), renamed)  # type: ignore[no-any-return]


def _renamed(value: Any, kind: Any, ids: Renamed) -> Any:
    """The value with its ids renamed, found by what its type declares."""
    if value is None or not _holds_ids(kind):
        return value
    if kind in ids:
        return ids[kind](value)
    if is_dataclass(kind):
        hints = _hints(kind)
        changed = {f.name: _renamed(getattr(value, f.name), hints[f.name], ids) for f in fields(kind)}
        kept = all(changed[name] is getattr(value, name) for name in changed)
        return value if kept else replace(value, **changed)
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _renamed(value, next(part for part in parts if part is not NoneType), ids)
    if origin is tuple and parts[-1] is Ellipsis:
        return tuple(_renamed(each, parts[0], ids) for each in value)
    if origin is tuple:
        return tuple(_renamed(each, part, ids) for each, part in zip(value, parts, strict=True))
    key, held = parts
    return {_renamed(name, key, ids): _renamed(each, held, ids) for name, each in value.items()}


def _hints(kind: Any) -> dict[str, Any]:
    if kind not in _KNOWN_HINTS:
        _KNOWN_HINTS[kind] = get_type_hints(kind)
    return _KNOWN_HINTS[kind]


def _holds_ids(kind: Any, seen: tuple[Any, ...] = ()) -> bool:
    """Whether ids of chats or messages may be in a value of this type."""
    if kind in (ChatId, MessageId, EpisodeId):
        return True
    if isinstance(kind, type) and is_dataclass(kind) and kind not in seen:
        return any(_holds_ids(each, (*seen, kind)) for each in _hints(kind).values())
    return any(_holds_ids(part, seen) for part in get_args(kind))
