"""What the rules decide: facts that are observed, and what is to be said. Values; nothing here acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.episodes import Episode, Response, Way, Wish
from core.ids import EpisodeId, MessageId, Pair, PersonId, RoundId
from core.reading.scores import MessageReading


@dataclass(frozen=True, slots=True)
class MessageRead:
    message: MessageId
    author: PersonId
    reading: MessageReading


@dataclass(frozen=True, slots=True)
class DisclosureOpened:
    episode: EpisodeId
    way: Way
    author: PersonId
    depth: float
    valence: float


@dataclass(frozen=True, slots=True)
class ResponseAttached:
    episode: EpisodeId
    response: Response


@dataclass(frozen=True, slots=True)
class EpisodeEnded:
    """An open episode reached its one terminal state; the store keeps it."""

    episode: Episode


@dataclass(frozen=True, slots=True)
class EpisodeRewritten:
    """An ended episode changed: a late edit, deletion, response or question."""

    episode: Episode


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """One private note to the partner: what to notice, never what to say."""

    to: PersonId
    episode: EpisodeId
    author: PersonId
    said_at: datetime
    reason: str
    """unanswered, missing_understanding, missing_appreciation, missing_caring or good_news."""
    wish: Wish | None
    way: Way
    good_news: bool
    expires_at: datetime
    brief: bool = False
    """One line: this recipient hardly needs a cue any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeAgain:
    """The same note comes back once, because its recipient pressed *later*."""

    nudge: Nudge
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A nudge was due and a rule stopped it."""

    to: PersonId
    episode: EpisodeId
    rule: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The rows were asked about an episode. For whoever replays it; shown to nobody live."""

    to: PersonId
    """Whom a note would go to."""
    episode: EpisodeId
    rule: str
    asked: tuple[str, ...]
    """The rows that were asked, in order; the last of them decided."""
    until: datetime | None
    """When they are asked again; None: not for now."""


@dataclass(frozen=True, slots=True)
class Care:
    """The neutral line to the author, and to nobody else."""

    to: PersonId


@dataclass(frozen=True, slots=True)
class LockChanged:
    """The unsafe-partner lock closed or opened. Shown to nobody live."""

    pair: Pair
    locked: bool
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRequested:
    to: PersonId
    episode: EpisodeId
    said_at: datetime
    question: str
    """understood, valued or cared_for."""
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFirst:
    """The author is asked before anybody is pointed to the message."""

    to: PersonId
    episode: EpisodeId
    said_at: datetime
    partner: PersonId
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A check-in's prompt to one person."""

    to: PersonId
    round: RoundId
    prompt: str
    """Key of a prompt in the library, or the words of one's own prompt."""
    closes_at: datetime | None = None
    """After this it need not be shown any more."""
    at_once: bool = False
    """They wanted it now, whatever the hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTaken:
    """Confirms to one person that their answer waits for the others."""

    to: PersonId
    round: RoundId


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """All answers of a round are shown together in the chat."""

    round: RoundId
    prompt: str
    answers: tuple[tuple[PersonId, MessageId], ...]
    """Author and the message in their private chat that is to be copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed:
    """A round ended without a reveal: passed, timed out and declined look the same."""

    round: RoundId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedUnshown:
    """Told to somebody whom a round that ended without a reveal concerned, the same whatever others did."""

    to: PersonId
    answered: bool


@dataclass(frozen=True, slots=True)
class DeeperOffered:
    """All are offered the same next step of check-ins; it is taken only if all say yes."""

    to: PersonId
    level: int


@dataclass(frozen=True, slots=True)
class LevelRaised:
    """All were ready: check-ins go one step deeper from now on."""

    to: PersonId
    level: int


@dataclass(frozen=True, slots=True)
class ErasureDue:
    """Thirty days after a withdrawal: what was kept of this person here is to be erased."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class StillFine:
    """Some time after they agreed, somebody is asked whether it is still fine. No answer changes nothing."""

    to: PersonId
    days: int
    due_at: datetime
    """When it was due: what comes long after that is not asked any more."""


@dataclass(frozen=True, slots=True)
class NudgeClaim:
    """Spends one nudge of this person's budget, in the committing transaction."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class QuestionClaim:
    """Spends this person's one question of the day."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class CareClaim:
    """Spends this person's one neutral line of the week."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class FewerAsked:
    """This person wants fewer nudges from now on."""

    person: PersonId


Effect = (
    MessageRead
    | DisclosureOpened
    | ResponseAttached
    | EpisodeEnded
    | EpisodeRewritten
    | Nudge
    | NudgeAgain
    | Held
    | Decided
    | Care
    | LockChanged
    | RatingRequested
    | AskedFirst
    | Asked
    | AnswerTaken
    | Revealed
    | RoundClosed
    | EndedUnshown
    | DeeperOffered
    | LevelRaised
    | ErasureDue
    | StillFine
    | NudgeClaim
    | QuestionClaim
    | CareClaim
    | FewerAsked
)
