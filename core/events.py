"""What happens to a chat, with everything that a rule needs to know about it. No words: readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.episodes import Episode, Wish
from core.ids import EpisodeId, MessageId, PersonId
from core.people import Person
from core.reading.scores import MessageReading, ResponseReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke:
    """A message of somebody who agreed."""

    message: MessageId
    author: PersonId
    reading: MessageReading | None
    words: int
    reply_to: MessageId | None = None
    reply_to_author: PersonId | None = None
    responses: Mapping[EpisodeId, ResponseReading] = field(default_factory=dict)
    """What the turn so far, this message included, says to each awaiting episode."""
    tone: ResponseReading | None = None
    """The turn so far as an answer to whatever stood before it."""
    context: bool = True
    takes_back: bool = False
    """It says only that what was said before it is to be forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    message: MessageId
    reading: MessageReading | None
    words: int
    responses: Mapping[EpisodeId, ResponseReading] = field(default_factory=dict)
    tone: ResponseReading | None = None
    """What it says by itself now, to whomever it was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    message: MessageId
    responses: Mapping[EpisodeId, ResponseReading] = field(default_factory=dict)
    """What is left of its turn says to each episode, where the words are still in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted:
    author: PersonId
    message: MessageId
    reading: ResponseReading
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An author says of their own message: this matters."""

    author: PersonId
    message: MessageId
    wish: Wish
    reading: MessageReading | None = None
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmarked:
    """An author takes their mark back."""

    author: PersonId
    message: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Talked:
    author: PersonId
    episode: EpisodeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button on the last note about an episode: not_this, later, fewer, yes or no."""

    author: PersonId
    episode: EpisodeId
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A discloser's own answers, 1 to 5, about how a response felt. Private to them."""

    author: PersonId
    episode: EpisodeId
    understood: float | None = None
    valued: float | None = None
    cared_for: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    author: PersonId
    heard: bool = True
    """To being read as well, as the card said; else to what needs no listening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEnded:
    """Declined, withdrawn or left: three words inside, one look outside."""

    author: PersonId
    left: bool = False
    seen: bool = False
    """Everybody in the chat could see it: the platform says that somebody went, or the bot was removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Everything of this person is to leave the chat's state now."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Confided:
    """An answer to a check-in was read in somebody's private chat; it waits there for the reveal."""

    author: PersonId
    message: MessageId
    reading: MessageReading


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealedAnswer:
    person: PersonId
    message: MessageId
    reading: MessageReading | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRevealed:
    """A round's answers are in the chat now: each opens an episode."""

    level: int
    answers: tuple[RevealedAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A revealed answer stands in the chat under this message id."""

    episode: EpisodeId
    message: MessageId


@dataclass(frozen=True, slots=True)
class LevelLowered:
    """Somebody wants check-ins to be lighter."""

    author: PersonId


@dataclass(frozen=True, slots=True)
class DeeperWelcome:
    """Somebody says in private whether one step deeper is fine with them."""

    author: PersonId
    yes: bool


@dataclass(frozen=True, slots=True)
class DeeperPossible:
    """What all of them have shown would carry check-ins of this level."""

    level: int


@dataclass(frozen=True, slots=True)
class Over:
    """A recorded conversation ends here: the turn under way is complete."""


@dataclass(frozen=True, slots=True)
class TimeReached:
    """The clock arrived at a moment the chat waited for."""


What = (
    Spoke
    | Edited
    | Deleted
    | Reacted
    | Marked
    | Unmarked
    | Talked
    | Pressed
    | Rated
    | ConsentGiven
    | ConsentEnded
    | Joined
    | Forgotten
    | Confided
    | AnswersRevealed
    | Copied
    | LevelLowered
    | DeeperWelcome
    | DeeperPossible
    | Over
    | TimeReached
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened at a moment, with the people it may concern and the past it needs."""

    at: datetime
    what: What
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    past: tuple[Episode, ...] = ()
    """Ended episodes that this event may be about, named by a message. Where a disclosure that ended is taken
    back or changed, and where somebody is forgotten: all that ended in the last ninety days."""
