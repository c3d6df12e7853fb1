"""Reads a transcript line by line, strictly: each line is one of the contract's types or a clear error.

What is kept of the lines before: the members, and for each message eight bytes of a hash with its author.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import TypeVar

from bot.exits import Exit, Unusable
from bot.transcript.lines import (
    BUTTONS,
    AdvanceLine,
    CheckinLine,
    ConsentLine,
    DeleteLine,
    EditLine,
    Event,
    Line,
    MarkLine,
    MemberLine,
    MessageLine,
    PressLine,
    RatingLine,
    ReactionLine,
    SettingsLine,
    Space,
    TalkedLine,
)
from bot.transcript.strict_json import BadLine, Fields, json_object, shown, shown_key
from bot.transcript.values import given_reading, given_response, moment, switches, thresholds, timezone
from core.chats import ChatKind
from core.episodes import Wish
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.utterance import MessageKind

__all__ = [
    "parse",
    "Line",
    "Event",
    "Space",
    "MemberLine",
    "MessageLine",
    "EditLine",
    "DeleteLine",
    "ReactionLine",
    "MarkLine",
    "TalkedLine",
    "CheckinLine",
    "RatingLine",
    "ConsentLine",
    "SettingsLine",
    "PressLine",
    "AdvanceLine",
]

L = TypeVar("L", bound=Line)
KNOWN_MESSAGES = 20_000
"""Messages among which a second use of an id, or a mark on somebody else's, is noticed."""


def parse(lines: Iterable[bytes], name: str) -> Iterator[Line]:
    """Each line as a value, as it is read; blank lines are skipped.

    Raises Unusable (bad input), which names the file and the line, at the first that breaks the contract.
    """
    seen = _Seen()
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _line(line, number, seen)
        except BadLine as fault:
            raise Unusable(f"{name}, line {number}: {fault}.", Exit.BAD_INPUT) from None
    if seen.space is None:
        raise Unusable(f"{name} holds no line: the first must be a `space`.", Exit.BAD_INPUT)


@dataclass(slots=True)
class _Seen:
    """What the lines so far say about those to come."""

    space: Space | None = None
    members: dict[PersonId, int] = field(default_factory=dict)
    """Known people, numbered in the order of their lines."""
    authors: dict[int, int] = field(default_factory=dict)
    """Hash of a message id to the number of its author, for the newest messages: memory does not grow."""
    awaited: dict[MessageId, PersonId] = field(default_factory=dict)
    """Answers of a check-in whose messages have not come yet."""
    at: datetime | None = None
    """Time of the last event; None before the first."""

    def member(self, fields: Fields, key: str = "author") -> PersonId:
        return self.known(fields.id(key))

    def known(self, name: str) -> PersonId:
        person = PersonId(name)
        if person not in self.members:
            raise BadLine(f"unknown member {shown(name)}")
        return person

    def knows(self, message: MessageId) -> bool:
        return _hashed(message) in self.authors

    def posted(self, message: MessageId, author: PersonId) -> None:
        """Notes a message. Raises BadLine when its id is not new or was announced for another author."""
        if self.knows(message):
            raise BadLine(f"a second message with the id {shown(message)}")
        if self.awaited.pop(message, author) != author:
            raise BadLine(f"message {shown(message)} is a check-in's answer by another member")
        self.authors[_hashed(message)] = self.members[author]
        if len(self.authors) > KNOWN_MESSAGES:
            del self.authors[next(iter(self.authors))]


def _hashed(message: MessageId) -> int:
    return int.from_bytes(blake2b(message.encode(), digest_size=8).digest(), "big")


def _line(line: bytes, number: int, seen: _Seen) -> Line:
    fields = Fields(json_object(line, first=number == 1))
    kind = fields.text("type")
    if kind not in {"space", "member", *_EVENTS}:
        raise BadLine(f"unknown type {shown_key(kind)}")
    if seen.space is None:
        if kind != "space":
            raise BadLine("the first line must be a `space`")
        return _space(fields, number, seen)
    if kind == "space":
        raise BadLine("a second `space`")
    if kind == "member":
        return _member(fields, number, seen, seen.space)
    return _event(_EVENTS[kind], fields, number, seen)


def _checked(line: L, fields: Fields) -> L:
    fields.done()
    return line


def _space(fields: Fields, number: int, seen: _Seen) -> Space:
    seen.space = Space(
        number=number,
        id=ChatId(fields.id("id")),
        kind=fields.one_of("kind", ChatKind),
        timezone=timezone(fields, "UTC"),
        settings=thresholds(fields),
    )
    return _checked(seen.space, fields)


def _member(fields: Fields, number: int, seen: _Seen, space: Space) -> MemberLine:
    if seen.at is not None:
        raise BadLine("a `member` after the first event")
    person = PersonId(fields.id("id"))
    if person in seen.members:
        raise BadLine(f"a second member with the id {shown(person)}")
    if fields.text("space", space.id) != space.id:
        raise BadLine("`space` is not the id of this transcript's space")
    line = MemberLine(
        number=number,
        id=person,
        space=space.id,
        name=fields.text("name", person),
        timezone=timezone(fields, space.timezone),
        consent=fields.truth("consent", default=True),
        settings=switches(fields),
    )
    seen.members[person] = len(seen.members)
    return _checked(line, fields)


_Build = Callable[[Fields, int, datetime, _Seen], Event]
"""From a line's keys, its number, its time and what came before, noting what it adds."""


def _event(build: _Build, fields: Fields, number: int, seen: _Seen) -> Event:
    at = moment(fields)
    if seen.at is not None and at < seen.at:
        raise BadLine("its time is before the line above it")
    seen.at = at
    return _checked(build(fields, number, at, seen), fields)


def _message(fields: Fields, number: int, at: datetime, seen: _Seen) -> MessageLine:
    kind = fields.one_of("kind", MessageKind, MessageKind.TEXT)
    if "emoji" in fields and kind is not MessageKind.STICKER:
        raise BadLine("`emoji` belongs to a message of the kind sticker")
    wordless = kind is not MessageKind.TEXT or "reading" in fields or "response" in fields
    line = MessageLine(
        number=number,
        at=at,
        id=MessageId(fields.id("id")),
        author=seen.member(fields),
        text=fields.text("text", "" if wordless else None),
        reply_to=MessageId(fields.id("reply_to")) if "reply_to" in fields else None,
        kind=kind,
        emoji=fields.text("emoji", ""),
        reading=given_reading(fields.inner("reading")) if "reading" in fields else None,
        response=given_response(fields.inner("response")) if "response" in fields else None,
    )
    seen.posted(line.id, line.author)
    return line


def _target(fields: Fields, key: str = "message") -> MessageId:
    return MessageId(fields.id(key))


def _edit(fields: Fields, number: int, at: datetime, _seen: _Seen) -> EditLine:
    return EditLine(number=number, at=at, id=_target(fields, "id"), text=fields.text("text"))


def _delete(fields: Fields, number: int, at: datetime, _seen: _Seen) -> DeleteLine:
    return DeleteLine(number=number, at=at, id=_target(fields, "id"))


def _reaction(fields: Fields, number: int, at: datetime, seen: _Seen) -> ReactionLine:
    return ReactionLine(
        number=number,
        at=at,
        author=seen.member(fields),
        message=_target(fields),
        emoji=fields.id("emoji"),
        removed=fields.truth("removed", default=False),
    )


def _mark(fields: Fields, number: int, at: datetime, seen: _Seen) -> MarkLine:
    author, message = seen.member(fields), _target(fields)
    if seen.authors.get(_hashed(message), seen.members[author]) != seen.members[author]:
        raise BadLine(f"{shown(author)} marks message {shown(message)}, which is not their own")
    return MarkLine(number=number, at=at, author=author, message=message, wish=fields.one_of("wish", Wish))


def _talked(fields: Fields, number: int, at: datetime, seen: _Seen) -> TalkedLine:
    return TalkedLine(number=number, at=at, author=seen.member(fields), message=_target(fields))


def _checkin(fields: Fields, number: int, at: datetime, seen: _Seen) -> CheckinLine:
    inner = fields.inner("answers")
    answers = {seen.known(name): MessageId(inner.id(name)) for name in fields.object("answers")}
    if not answers:
        raise BadLine("`answers` must name at least one member and their message")
    if len(set(answers.values())) < len(answers):
        raise BadLine("`answers` names one message twice")
    for message in answers.values():
        if seen.knows(message) or message in seen.awaited:
            raise BadLine(f"the check-in's answer {shown(message)} is not a message that is still to come")
    seen.awaited.update((message, author) for author, message in answers.items())
    return CheckinLine(
        number=number, at=at, prompt=fields.text("prompt"), level=fields.whole("level", 0, 4), answers=answers
    )


def _rating(fields: Fields, number: int, at: datetime, seen: _Seen) -> RatingLine:
    asked = (name for name in ("understood", "valued", "cared_for") if name in fields)
    rated = {name: fields.number(name, 1, 5) for name in asked}
    return RatingLine(number=number, at=at, author=seen.member(fields), message=_target(fields), **rated)


def _consent(fields: Fields, number: int, at: datetime, seen: _Seen) -> ConsentLine:
    return ConsentLine(number=number, at=at, author=seen.member(fields), granted=fields.truth("granted"))


def _settings(fields: Fields, number: int, at: datetime, seen: _Seen) -> SettingsLine:
    if "settings" not in fields:
        raise BadLine("it has no `settings`")
    return SettingsLine(number=number, at=at, author=seen.member(fields), settings=switches(fields))


def _press(fields: Fields, number: int, at: datetime, seen: _Seen) -> PressLine:
    return PressLine(
        number=number,
        at=at,
        author=seen.member(fields),
        episode=EpisodeId(fields.id("episode")),
        button=fields.choice("button", BUTTONS),
    )


def _advance(_fields: Fields, number: int, at: datetime, _seen: _Seen) -> AdvanceLine:
    return AdvanceLine(number=number, at=at)


_EVENTS: dict[str, _Build] = {
    "message": _message,
    "edit": _edit,
    "delete": _delete,
    "reaction": _reaction,
    "mark": _mark,
    "talked": _talked,
    "checkin": _checkin,
    "rating": _rating,
    "consent": _consent,
    "settings": _settings,
    "press": _press,
    "advance": _advance,
}
