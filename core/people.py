"""The person aggregate: switches, quiet hours and the budget of nudges across all chats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from core import reminders
from core.effects import Effect
from core.ids import ChatId, MessageId, PersonId, RoundId
from core.notes import NoteId
from core.reminders import Reminder

NO_ZONE = "UTC"
"""The clock of somebody of whom nothing is known."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times between which a person is left alone; they may pass midnight."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> QuietHours:
        """From "22:00-08:00". Raises ValueError with one sentence."""
        try:
            start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
        except ValueError:
            raise ValueError("quiet hours look like 22:00-08:00") from None
        if start == end or start.tzinfo or end.tzinfo:
            raise ValueError("quiet hours need two different times, like 22:00-08:00")
        return cls(start, end)

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


FRESH = timedelta(minutes=15)
"""So long a private message is taken for what was asked for by a command or a button. [P]"""


class Expecting(StrEnum):
    """What the next private message of a person will be taken for."""

    ANSWER = "answer"
    DRAFT = "draft"
    FORM = "form"
    PROMPT = "prompt"
    """One's own prompt for a chat's check-ins."""
    GUESS = "guess"
    """What mattered most to somebody in an answer of theirs."""
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Expectation:
    """A private message is awaited: an answer, a draft, a form's field, a prompt, a guess, or what somebody
    keeps in mind."""

    what: Expecting
    chat: ChatId
    round: RoundId | None = None
    message: MessageId | None = None
    """The message that a draft would answer."""
    note: NoteId | None = None
    """The note whose button was pressed, where a platform has no forms."""
    button: str = ""
    at: datetime | None = None
    """When what is kept in mind is to come back."""
    since: datetime | None = None
    """When it was asked for. Of an answer: when another one was taken, which the next message may go on with.
    """

    def fresh(self, now: datetime) -> bool:
        """Whether it was asked for just now."""
        return self.since is not None and now - self.since < FRESH

    def lapsed(self, now: datetime) -> bool:
        """Whether nothing is awaited any more: what is written so late is meant for something else.

        A question stands until its round ends; a draft is shown to nobody but who wrote it.
        """
        return self.what not in (Expecting.ANSWER, Expecting.DRAFT) and not self.fresh(now)

    def gives_way(self, now: datetime) -> bool:
        """Whether the question of a check-in takes its place. What somebody may be writing just now is still
        awaited; before a prompt is shown to all, they are asked which of both they meant."""
        return self.what is Expecting.ANSWER or not self.fresh(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person across all chats. Nothing here describes what somebody is like."""

    id: PersonId
    name: str = ""
    zone: str = NO_ZONE
    quiet_hours: QuietHours | None = None
    ask_first: bool | None = None
    """None: the default of the chat's kind (on in groups)."""
    advice_wanted: bool | None = None
    paused: bool = False
    paused_until: datetime | None = None
    country: str | None = None
    """Whose helplines /help shows, two capital letters (ISO 3166-1). Said by the person, never guessed."""
    crisis_line: bool = True
    one_question: bool = True
    community_notes: bool = False
    """Private notes in communities, about this person's messages too; where moderators allow them."""
    fewer: bool = False
    """Nudges at most once a week."""
    no_notes: bool = False
    """No nudges at all."""
    topics_off: tuple[str, ...] = ()
    """Coarse topics (`core/reading/topics.py`): nobody is pointed to what this person says of them, unless
    they marked that very message."""
    nudged: tuple[datetime, ...] = ()
    """When nudges were sent, newest last, the last seven days."""
    asked_at: datetime | None = None
    asked: int = 0
    """How often the one question was asked: its wording rotates."""
    cared_at: datetime | None = None
    hours_offered: bool = False
    """They were shown their clock once, to correct it."""
    hidden: bool = False
    """Notes by themselves wait behind a neutral line until they ask to see them."""
    expecting: Expectation | None = None
    checkin_at: time | None = None
    """Their own hour for planned check-ins, on their own clock; None: the plan's."""
    away_until: date | None = None
    """On holiday until this local date: no check-in before it. Nobody is told."""
    reminders: tuple[Reminder, ...] = ()
    """What this person keeps in mind, the earliest first. Theirs alone."""
    written_to: bool | None = None
    """Whether what comes by itself may come to their private chat. None: not said (`core/reaching.py`)."""
    closed: bool = False
    """Nothing reaches them: they blocked the bot, or are gone. Nothing is tried until they write again."""

    def rests(self, now: datetime) -> bool:
        """Whether this person paused the bot for now."""
        return self.paused or (self.paused_until is not None and now < self.paused_until)

    def is_away(self, now: datetime) -> bool:
        """Whether it is holiday on this person's clock."""
        return self.away_until is not None and self.local(now).date() < self.away_until

    def local(self, moment: datetime) -> datetime:
        """The moment on this person's own clock."""
        return moment.astimezone(ZoneInfo(self.zone))

    def nudges_on_day(self, now: datetime) -> int:
        """Nudges on the local calendar day of `now`."""
        today = self.local(now).date()
        return sum(self.local(at).date() == today for at in self.nudged)

    def nudges_in_week(self, now: datetime) -> int:
        """Nudges in the last seven local calendar days, today included."""
        today = self.local(now).date()
        return sum((today - self.local(at).date()).days < 7 for at in self.nudged)


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """A person changed their own switches: field names of Person to new values."""

    values: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class NudgeClaimed:
    """A nudge to this person is being committed."""

    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionClaimed:
    """The one question to this person is being committed."""

    at: datetime


@dataclass(frozen=True, slots=True)
class CareClaimed:
    """The neutral crisis line to this person is being committed."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Awaited:
    """The next private message is an answer or a draft; None ends the waiting."""

    expectation: Expectation | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """A private message is to come back at its moment."""

    at: datetime
    reminder: Reminder


@dataclass(frozen=True, slots=True)
class LetGo:
    """A reminder is not wanted any more."""

    chat: ChatId
    message: MessageId


PersonEvent = SettingsChanged | NudgeClaimed | QuestionClaimed | CareClaimed | Awaited | Remembered | LetGo

OWN_SETTINGS = frozenset(
    {"zone", "quiet_hours", "ask_first", "advice_wanted", "paused", "paused_until"}
    | {"crisis_line", "one_question", "community_notes", "fewer", "name", "country", "hidden"}
    | {"no_notes", "topics_off"}
    | {"checkin_at", "away_until", "written_to"}
)
_KEPT_NUDGES = timedelta(days=8)


def decide(person: Person, event: PersonEvent) -> tuple[Person, list[Effect]]:
    """What becomes of a person. Person events speak to nobody: the list is always empty."""
    match event:
        case SettingsChanged(values):
            unknown = {name for name, _ in values} - OWN_SETTINGS
            if unknown:
                raise ValueError(f"unknown setting “{min(unknown)}”")
            return replace(person, **dict(values)), []  # type: ignore[arg-type]  # names checked above
        case NudgeClaimed(at):
            kept = tuple(moment for moment in person.nudged if at - moment < _KEPT_NUDGES)
            return replace(person, nudged=(*kept, at)), []
        case QuestionClaimed(at):
            return replace(person, asked_at=at, asked=person.asked + 1), []
        case CareClaimed(at):
            return replace(person, cared_at=at), []
        case Awaited(expectation):
            return replace(person, expecting=expectation), []
        case Remembered(at, reminder):
            return replace(person, reminders=reminders.with_one(person.reminders, reminder, at)), []
        case LetGo(chat, message):
            return replace(person, reminders=reminders.without(person.reminders, chat, message)), []
        case _:
            assert_never(event)
