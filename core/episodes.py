"""An episode: a disclosure, what answered it, and how it ended. Numbers and names, no words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.ids import EpisodeId, MessageId, Pair, PersonId
from core.reading.scores import ResponseReading


class Wish(StrEnum):
    """What an author wants for a message they marked."""

    LISTEN = "listen"
    THINK = "think"
    CELEBRATE = "celebrate"
    LEAVE = "leave"


class Way(StrEnum):
    """How an episode opened."""

    SPOTTED = "spotted"
    MARKED = "marked"
    CHECKIN = "checkin"


class EpisodeState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    ACKNOWLEDGED = "acknowledged"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of a disclosing turn: what it alone says, so that the rest stands without it."""

    message: MessageId
    at: datetime
    depth: float
    valence: float
    topics: tuple[str, ...] = ()
    probability: float = 1.0
    disclosing: bool = True
    """It is deep enough, and was sure enough, to disclose something by itself."""
    floor: float = 0.0
    """Least depth whatever an edit says: of a marked message, of a check-in's level."""
    floor_unmarked: float | None = None
    """The floor without its mark; None of a message that is not marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of an answering turn, with what the turn up to it says to the disclosure."""

    message: MessageId
    at: datetime
    reading: ResponseReading
    words: int
    answers: bool | None = None
    """It replies explicitly: to this disclosure (True), to something else (False), or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A partner's turn or reaction that was attached to an episode."""

    message: MessageId
    """The last of the turn; of a reaction its target."""
    author: PersonId
    at: datetime
    reading: ResponseReading
    words: int = 0
    reaction: bool = False
    context: bool = True
    advice_unwanted: bool = False
    """The disclosure's author wanted no advice then. Theirs alone: only the policy may ask for it."""
    parts: tuple[Said, ...] = ()
    """The turn's messages in their order; none of a reaction."""
    answers: bool | None = None
    """What the newest of its messages that replies explicitly replies to, as there."""
    read: bool = True
    """False: in words that the reader does not know, or without words."""
    clock: int = 0
    """The pair's turn clock at this turn (turns)."""
    minutes: float | None = None
    """From the disclosure to the turn's first message, outside its author's quiet hours."""
    late: bool = False
    """It came after the episode had ended: the policy never saw it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentNudge:
    to: PersonId
    reason: str
    at: datetime
    pressed: bool = False
    """A button was pressed: it was not ignored."""
    refused: bool = False
    """It was *not this*, before or after other buttons: a note is refused once."""
    widened: float = 1.0
    """By what *not this* widened the gap after it, so that it can be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the policy last decided about an episode. Names of rules, nobody's."""

    rule: str
    """The row that decided."""
    at: datetime
    until: datetime | None = None
    """When what is told of it has passed; None: it stays so."""
    told: str
    """What the one whom a note would have gone to may know of it: a row's name, or that notes rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A disclosure, what answered it, and how it ended. Holds no words."""

    id: EpisodeId
    way: Way
    author: PersonId
    at: datetime
    """When the disclosing turn ended, or was marked: from here its clocks run."""
    said_at: datetime
    messages: tuple[MessageId, ...] = ()
    """All messages of the disclosing turn: a reply to any of them is a reply to it."""
    parts: tuple[Part, ...] = ()
    """What each message of the turn says by itself: depth, valence, topics and probability follow."""
    depth: float
    valence: float
    probability: float = 1.0
    topics: tuple[str, ...] = ()
    wish: Wish | None = None
    reader: str = ""
    concerned: tuple[PersonId, ...] = ()
    latest: PersonId | None = None
    """The latest speaker among the concerned: the only one who may be nudged."""
    clocks: dict[PersonId, int] = field(default_factory=dict)
    """For each concerned person, the pair's turn clock at this disclosure (turns)."""
    order: int = 0
    """Counts the chat's disclosures: ties in time keep their order."""
    conversations: dict[PersonId, datetime] = field(default_factory=dict)
    """For each concerned person, when the conversation of these two that it belongs to began."""
    state: EpisodeState = EpisodeState.OPEN
    responses: tuple[Response, ...] = ()
    passed: tuple[Response, ...] = ()
    """Turns of others within reach that do not answer it, or were not read: one may come to, when
    another is deleted."""
    joined: tuple[PersonId, ...] = ()
    """Those of the concerned who are so only because they took it up by themselves."""
    firsts: tuple[PersonId, ...] = ()
    """Who already had their first turn after this disclosure."""
    unread: bool = False
    """Somebody answered in words that the reader does not know: nothing can be said about it."""
    soft_at: datetime | None = None
    hard_at: datetime | None = None
    decide_at: datetime | None = None
    """When the policy is asked (again); None once it decided."""
    ask_at: datetime | None = None
    """When its author is asked first, if they want to be; None: not, or not any more."""
    decision: Decision | None = None
    held: tuple[str, ...] = ()
    asked_first: bool = False
    agreed_first: bool = False
    nudge: SentNudge | None = None
    talked: bool = False
    """One of them said that they talked about it."""
    ended_at: datetime | None = None
    question_at: datetime | None = None
    """When the one question may be asked about this episode; None: not, or not any more."""
    question_until: datetime | None = None
    """Until when it waits for a talk to come to rest; then its moment has passed."""

    def of(self, person: PersonId) -> tuple[Response, ...]:
        """This person's responses."""
        return tuple(response for response in self.responses if response.author == person)

    def concerns(self, pair: Pair) -> bool:
        """Whether this pair counts the episode."""
        one, other = pair
        return (self.author == one and other in self.concerned) or (
            self.author == other and one in self.concerned
        )
