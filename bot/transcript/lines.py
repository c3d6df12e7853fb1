"""The lines of a transcript as values: one frozen class for each type, its times in UTC.

Words are kept out of every repr, as they are out of every error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.chats import ChatKind
from core.episodes import Wish
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.reading.scores import MessageReading, ResponseReading
from core.utterance import MessageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The chat, a transcript's first line."""

    number: int
    """Line in the file, from 1; in a Telegram export the place in the order of time."""
    id: ChatId
    kind: ChatKind
    timezone: str = "UTC"
    settings: Mapping[str, float] = field(default_factory=dict)
    """Numbers of the policy by name; `Policy.with_settings` takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A person of the chat."""

    number: int
    id: PersonId
    space: ChatId
    name: str = field(repr=False)
    timezone: str
    consent: bool = True
    settings: Mapping[str, object] = field(default_factory=dict)
    """As in `SettingsLine`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timed:
    number: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine(_Timed):
    """A message; a reading or response given with it stands in place of the model's."""

    id: MessageId
    author: PersonId
    text: str = field(repr=False)
    reply_to: MessageId | None = None
    kind: MessageKind = MessageKind.TEXT
    emoji: str = ""
    reading: MessageReading | None = None
    """Its `disclosure` is 1: a given reading is certain (rules: *Opens*)."""
    response: ResponseReading | None = None
    forwarded: bool = False
    """Somebody else's words, passed on; only a Telegram export knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLine(_Timed):
    id: MessageId
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteLine(_Timed):
    id: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionLine(_Timed):
    author: PersonId
    message: MessageId
    emoji: str
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLine(_Timed):
    """*This matters*, said of one's own message."""

    author: PersonId
    message: MessageId
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkedLine(_Timed):
    """*We've talked*, said of the disclosure in this message."""

    author: PersonId
    message: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckinLine(_Timed):
    """A check-in; each answer's message follows, written by the member it is listed under."""

    prompt: str = field(repr=False)
    level: int
    """0 to 4."""
    answers: Mapping[PersonId, MessageId]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLine(_Timed):
    """Answers about the responses to a disclosure, 1 to 5 each; None was not asked."""

    author: PersonId
    message: MessageId
    understood: float | None = None
    valued: float | None = None
    cared_for: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine(_Timed):
    author: PersonId
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsLine(_Timed):
    """A person changes their own."""

    author: PersonId
    settings: Mapping[str, object]
    """Fields of Person: quiet_hours (QuietHours or None), ask_first, advice_wanted, paused, crisis_line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressLine(_Timed):
    """A button on the last note about an episode."""

    author: PersonId
    episode: EpisodeId
    button: str
    """One of `BUTTONS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceLine(_Timed):
    """Nothing happens until this moment."""


BUTTONS = ("not_this", "later", "fewer", "yes", "no")

Event = (
    MessageLine
    | EditLine
    | DeleteLine
    | ReactionLine
    | MarkLine
    | TalkedLine
    | CheckinLine
    | RatingLine
    | ConsentLine
    | SettingsLine
    | PressLine
    | AdvanceLine
)
Line = Space | MemberLine | Event
