"""Reads Telegram Desktop's JSON export of one chat (`result.json`) as the lines of a transcript.

Service messages are left out, and so is what no person wrote (channels, anonymous administrators); a deleted
account keeps its id. Reactions count where the export names who put them, one of those who wrote. Times of
reactions are local in an export; the offset is taken from the message they are on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeGuard

from bot.exits import Exit, Unusable
from bot.transcript.lines import Line, MemberLine, MessageLine, ReactionLine, Space
from bot.transcript.strict_json import BadLine, shown
from bot.transcript.values import FIRST_YEAR, LAST_YEAR
from core.chats import ChatKind
from core.ids import ChatId, MessageId, PersonId
from core.utterance import MessageKind

KINDS = {
    "sticker": MessageKind.STICKER,
    "voice_message": MessageKind.VOICE,
    "video_message": MessageKind.VOICE,
    "animation": MessageKind.GIF,
}
"""Of `media_type`."""
_SHOWN_THINGS = ("photo", "file", "media_type", "location_information", "contact_information", "poll")
"""Keys of a message that shows something; without words of its own it counts as a picture."""
_PERSON = re.compile(r"(?:user)?([0-9]{1,20})", re.ASCII)
_LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII)
_UNIX_TIME = re.compile(r"[0-9]{1,11}", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMELESS = "Deleted account"
_NAMELESS_REACTION = "custom"
"""A custom emoji is a picture without a name: noticed and no more."""
_FURTHEST_OFFSET = timedelta(hours=14)


def parse_export(lines: Iterable[bytes], name: str, *, everyone_consents: bool) -> Iterator[Line]:
    """A space, its members, then messages and reactions in the order of time; numbered in that order.

    Two authors are a couple, any other number friends. Raises Unusable (bad input) with a sentence that
    names the file and where it can the message, before the first line is given out.
    """
    try:
        chat = _one_chat(_document(b"".join(lines)))
        people, events = _conversation(chat)
        yield from _numbered(_space(chat, people), people, events, everyone_consents)
    except BadLine as fault:
        raise Unusable(f"{name}: {fault}.", Exit.BAD_INPUT) from None


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"it is no JSON (line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise BadLine("it is nested too deeply") from None
    except ValueError:
        raise BadLine("it holds a number that is too long") from None
    if not isinstance(document, dict):
        raise BadLine("it is no export of Telegram Desktop: a JSON object was expected")
    return document


def _one_chat(document: dict[str, Any]) -> dict[str, Any]:
    """The chat itself, or the only one of a whole account's export."""
    if isinstance(document.get("messages"), list):
        return document
    match document.get("chats"):
        case {"list": [{"messages": list()} as chat]}:
            return dict(chat)
        case {"list": list()}:
            raise BadLine(
                "it is an export of a whole account; open the one chat in Telegram Desktop and choose "
                "Export chat history, format JSON"
            )
    raise BadLine("it is no chat exported by Telegram Desktop as JSON: it has no list of messages")


@dataclass(frozen=True, slots=True)
class _Sent:
    """A message with its reactions before anything is numbered."""

    line: MessageLine
    offset: timedelta
    """Of the exporter's clock from UTC."""
    reactions: Sequence[object]


_People = Mapping[PersonId, str]
"""Names of those who wrote, in the order of their first messages."""
_Happened = MessageLine | ReactionLine


def _conversation(chat: dict[str, Any]) -> tuple[_People, list[_Happened]]:
    people: dict[PersonId, str] = {}
    sent: dict[MessageId, _Sent] = {}
    for place, message in enumerate(chat["messages"], start=1):
        if not isinstance(message, dict):
            raise BadLine(f"entry {place} of its messages is no object")
        try:
            one = _sent(message, people)
        except BadLine as fault:
            raise BadLine(f"message {_where(message, place)}: {fault}") from None
        if one is not None:
            sent.setdefault(one.line.id, one)
    if not people:
        raise BadLine("it holds no message of a person")
    events: list[_Happened] = [one.line for one in sent.values()]
    events += (reaction for one in sent.values() for reaction in _reactions(one, people))
    return people, sorted(events, key=lambda event: event.at)


def _where(message: dict[str, Any], place: int) -> str:
    number = message.get("id")
    return str(number) if _is_whole(number) and abs(number) < 1 << 63 else f"at place {place}"


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _sent(message: dict[str, Any], people: dict[PersonId, str]) -> _Sent | None:
    """None for a service message, one without a person, and one with nothing in it."""
    if message.get("type") != "message":
        return None
    author = _person_id(message.get("from_id"))
    if author is None:
        return None
    at, offset = _when(message)
    text = _text(message.get("text", ""))
    kind = _kind(message, text)
    if kind is MessageKind.TEXT and not text:
        return None
    _meet(people, author, message.get("from"))
    line = MessageLine(
        number=0,
        at=at,
        id=_message_id(message.get("id")),
        author=author,
        text=text,
        reply_to=_reply_to(message),
        kind=kind,
        emoji=_emoji(message.get("sticker_emoji")) if kind is MessageKind.STICKER else "",
        forwarded="forwarded_from" in message or "forwarded_from_id" in message,
    )
    reactions = message.get("reactions", [])
    return _Sent(line, offset, reactions if isinstance(reactions, list) else [])


def _person_id(value: object) -> PersonId | None:
    """ "user123", or 123 in old exports; None for a channel or nobody."""
    found = _PERSON.fullmatch(str(value)) if isinstance(value, str) or _is_whole(value) else None
    return PersonId(f"user{found[1]}") if found else None


def _meet(people: dict[PersonId, str], author: PersonId, name: object) -> None:
    """Notes who wrote; the last name that an export gives is the one that counts."""
    known = people.setdefault(author, _NAMELESS)
    people[author] = _whole_characters(name) if isinstance(name, str) and name else known


def _message_id(value: object) -> MessageId:
    if not _is_whole(value):
        raise BadLine("its `id` must be a whole number")
    return MessageId(str(value))


def _reply_to(message: dict[str, Any]) -> MessageId | None:
    """None where it answers a message of another chat."""
    target = message.get("reply_to_message_id")
    return None if target is None or "reply_to_peer_id" in message else _message_id(target)


def _when(message: dict[str, Any]) -> tuple[datetime, timedelta]:
    """The moment in UTC and the offset of the exporter's clock; without Unix time the clock counts as UTC."""
    local = _local_time(message.get("date"))
    unix = message.get("date_unixtime")
    if unix is None and local is not None:
        return local, timedelta()
    if not (isinstance(unix, str) or _is_whole(unix)) or not _UNIX_TIME.fullmatch(str(unix)):
        raise BadLine("it has no `date` of the form 2026-03-01T21:30:00 and no `date_unixtime`")
    at = _in_range(_EPOCH + timedelta(seconds=int(unix)))
    offset = local - at if local is not None else timedelta()
    return at, offset if abs(offset) <= _FURTHEST_OFFSET else timedelta()


def _local_time(value: object) -> datetime | None:
    """A time of the exporter's clock, marked as UTC; None when it is none."""
    if not isinstance(value, str) or not _LOCAL_TIME.fullmatch(value):
        return None
    try:
        return _in_range(datetime.fromisoformat(value).replace(tzinfo=UTC))
    except ValueError:
        return None


def _in_range(at: datetime) -> datetime:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise BadLine(f"its time is not in a year from {FIRST_YEAR} to {LAST_YEAR}")
    return at


def _text(value: object) -> str:
    """A string, or pieces of it: strings and formatted entities."""
    pieces = value if isinstance(value, list) else [value]
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: object) -> str:
    match piece:
        case str(text) | {"text": str(text)}:
            return _whole_characters(text)
        case _:
            raise BadLine("its `text` must be a string or a list of strings and formatted pieces")


def _whole_characters(text: str) -> str:
    """Half of a surrogate pair is no character and becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _kind(message: dict[str, Any], text: str) -> MessageKind:
    media = message.get("media_type")
    if isinstance(media, str) and media in KINDS:
        return KINDS[media]
    wordless = not text and any(key in message for key in _SHOWN_THINGS)
    return MessageKind.PHOTO if wordless or "photo" in message else MessageKind.TEXT


def _emoji(value: object) -> str:
    return _whole_characters(value) if isinstance(value, str) else ""


def _reactions(sent: _Sent, people: _People) -> Iterator[ReactionLine]:
    for reaction in sent.reactions:
        recent = reaction.get("recent") if isinstance(reaction, dict) else None
        if not isinstance(reaction, dict) or not isinstance(recent, list):
            continue
        emoji = _emoji(reaction.get("emoji")) or _NAMELESS_REACTION
        for one in recent:
            author = _person_id(one.get("from_id")) if isinstance(one, dict) else None
            if author is not None and author in people:
                yield ReactionLine(
                    number=0,
                    at=_reacted_at(one, sent),
                    author=author,
                    message=sent.line.id,
                    emoji=emoji,
                )


def _reacted_at(reaction: dict[str, Any], sent: _Sent) -> datetime:
    """Never before its message; an export without the time says no more than that."""
    try:
        local = _local_time(reaction.get("date"))
    except BadLine as fault:
        raise BadLine(f"a reaction to message {shown(sent.line.id)}: {fault}") from None
    return sent.line.at if local is None else max(local - sent.offset, sent.line.at)


def _space(chat: dict[str, Any], people: _People) -> Space:
    number = chat.get("id")
    name = str(number) if _is_whole(number) else "export"
    return Space(number=1, id=ChatId(name), kind=ChatKind.COUPLE if len(people) == 2 else ChatKind.FRIENDS)


def _numbered(space: Space, people: _People, events: list[_Happened], consents: bool) -> Iterator[Line]:
    yield space
    for number, (person, name) in enumerate(people.items(), start=2):
        yield MemberLine(
            number=number,
            id=person,
            space=space.id,
            name=name,
            timezone=space.timezone,
            consent=consents,
        )
    for number, event in enumerate(events, start=2 + len(people)):
        yield replace(event, number=number)
