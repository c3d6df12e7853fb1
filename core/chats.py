"""The state of one chat: who agreed, the turn under way, and the episodes that are still open.

In a couple the chat *is* the pair; in a group one episode concerns several pairs at once, so that
its state lives here and a pair's figures are derived from episodes (docs/decisions/0005).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from core.agenda import Agenda
from core.choices import Choices
from core.episodes import Episode, Response
from core.ids import ChatId, EpisodeId, MessageId, Pair, PersonId
from core.moderation import Moderation
from core.parked import Parked
from core.reading.scores import MessageReading, ResponseReading
from core.repertoire import Repertoire


class ChatKind(StrEnum):
    COUPLE = "couple"
    FRIENDS = "friends"
    COMMUNITY = "community"


class Consent(StrEnum):
    """Seen from outside, everything but AGREED looks the same."""

    UNASKED = "unasked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Member:
    consent: Consent = Consent.UNASKED
    since: datetime | None = None
    exempt: bool = False
    """They have a role that the moderators of this community left out, as far as their platform said."""
    let_in: bool = False
    """They have a role for which the moderators switched this community on, as far as their platform said."""
    asked_again: int = 0
    """How often they were asked whether it is still fine, since they agreed."""
    erase_at: datetime | None = None
    """When what was kept of them here is erased, unless they agree again; None: nothing is due."""
    unheard: bool = False
    """They agreed while nothing was heard here: not to being read."""
    asked_to_be_read: bool = False
    """They were asked for that, too, once it could be heard; nobody is asked for it twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnMessage:
    """One message of the turn under way, as numbers. What it alone brought goes when it is deleted."""

    id: MessageId
    at: datetime
    reading: MessageReading | None
    """None: the reader abstained, or read nothing."""
    words: int
    reply_to: MessageId | None = None
    reply_to_author: PersonId | None = None
    tone: ResponseReading | None = None
    """The turn up to this message as an answer to whatever stood before it."""
    responses: dict[EpisodeId, ResponseReading] = field(default_factory=dict)
    """What the turn up to this message says to each open episode."""
    context: bool = True
    """False: a disclosure's words were no longer in memory when this was read."""
    marked: bool = False
    """Its author marked it: what it discloses is an episode already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A burst that is still open: one author, gaps under two minutes, nobody between."""

    author: PersonId
    messages: tuple[TurnMessage, ...]
    reactions: tuple[Response, ...] = ()
    """Reactions to its messages, for the episode that it may open."""

    @property
    def reply_to(self) -> MessageId | None:
        """What it explicitly replies to: the newest word decides."""
        return self._replying.reply_to if self._replying is not None else None

    @property
    def reply_to_author(self) -> PersonId | None:
        return self._replying.reply_to_author if self._replying is not None else None

    @property
    def _replying(self) -> TurnMessage | None:
        return next((m for m in reversed(self.messages) if m.reply_to is not None), None)

    @property
    def tone(self) -> ResponseReading | None:
        """The turn so far as an answer to whatever stood before it."""
        return next((m.tone for m in reversed(self.messages) if m.tone is not None), None)

    @property
    def responses(self) -> dict[EpisodeId, ResponseReading]:
        """What the whole turn so far says to each open episode."""
        return {episode: reading for m in self.messages for episode, reading in m.responses.items()}

    @property
    def context(self) -> bool:
        return all(m.context for m in self.messages)

    @property
    def marked(self) -> bool:
        return any(m.marked for m in self.messages)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTurn:
    author: PersonId
    ended_at: datetime
    messages: tuple[MessageId, ...]


DATED_LATE = timedelta(minutes=5)
"""A yes is dated when it arrives, a message when it was said: a yes may seem later by so much. [P]"""
FIRST_LEVEL = 1
"""The level at which a chat's check-ins begin."""


@dataclass(frozen=True, slots=True)
class Felt:
    """What a discloser told in private about one response, and how that response was read."""

    episode: EpisodeId
    at: datetime
    taps: tuple[float | None, float | None, float | None]
    """understood, valued, cared for; 1 to 5 each."""
    read: tuple[float, float, float, float, float]
    """u, a, c, z, k of the pooled response."""
    responders: tuple[PersonId, ...] = ()
    """Whose responses these were: forgotten with any of them."""


@dataclass(frozen=True, slots=True)
class ReplyTime:
    """Sufficient sums of a responder's log reply minutes (Normal-Gamma, rules: *Reply time*)."""

    count: int = 0
    total: float = 0.0
    squares: float = 0.0


@dataclass(frozen=True, slots=True)
class Spacing:
    """How far apart the notes come that somebody gets about one other."""

    at: datetime | None = None
    """The newest one."""
    factor: float = 1.0
    """Back-off: on the gap after it."""


@dataclass(frozen=True, slots=True)
class Contest:
    """That somebody said *not this* to a note about a moment that was only spotted."""

    episode: EpisodeId
    at: datetime
    topics: tuple[str, ...] = ()
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Answered:
    """That a disclosure was answered, and whether it was met before any note could have pointed to it."""

    episode: EpisodeId
    unprompted: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """How long one episode's first answer by this person took."""

    episode: EpisodeId
    to: PersonId
    at: datetime
    minutes: float
    """Outside their quiet hours: for the limits, which are theirs alone."""
    passed: float | None = None
    """By the wall clock, as everybody saw it. None: kept by an earlier version, which knew `minutes` only."""
    late: bool = False
    """It came after the episode had ended: the limits leave it out."""


@dataclass(frozen=True, slots=True)
class Run:
    """Messages of one person without a long silence of theirs between."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Sign:
    """That something was noticed between two people, and when: not what, and not by whom (science §4)."""

    at: datetime
    pair: Pair


@dataclass(frozen=True, slots=True)
class Lock:
    pair: Pair
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One chat. Bounded: the past lives in the store's table of ended episodes."""

    id: ChatId
    kind: ChatKind = ChatKind.COUPLE
    title: str = ""
    members: dict[PersonId, Member] = field(default_factory=dict)
    settings: dict[str, float] = field(default_factory=dict)
    """Numbers of the policy that this chat replaces."""
    choices: Choices = field(default_factory=Choices)
    """What is on, for all of them."""
    moderation: Moderation = field(default_factory=Moderation)
    """Of a community's channel: what its moderators chose."""
    hears: bool = True
    """False: ordinary messages do not reach the bot here; marks, check-ins and commands do."""
    added_by: PersonId | None = None
    """Who brought the bot here, where the platform says so: they are told what it cannot hear."""
    apart: bool = False
    """Two who share no chat with the bot: what is for both goes to each, in private."""
    level: int = FIRST_LEVEL
    """The visible depth level of check-ins, 0 to 4."""
    ready: dict[PersonId, datetime] = field(default_factory=dict)
    """Who said, in private, that one step deeper is fine with them. Each one's own."""
    deeper_offered_at: datetime | None = None
    turn: Turn | None = None
    past_turns: tuple[PastTurn, ...] = ()
    """The newest closed turns, oldest first."""
    authors: tuple[tuple[MessageId, PersonId], ...] = ()
    """Who wrote the newest messages: a reply names a message, the rules need its author."""
    turn_counts: dict[PersonId, int] = field(default_factory=dict)
    last_spoke: dict[PersonId, datetime] = field(default_factory=dict)
    runs: dict[PersonId, tuple[Run, ...]] = field(default_factory=dict)
    """When each person spoke of late, oldest first: the conversations of two follow from it."""
    disclosures: int = 0
    episodes: dict[EpisodeId, Episode] = field(default_factory=dict)
    """Open ones, and ended ones to which answers may still come or whose question is still to be asked."""
    harsh_turns: tuple[datetime, ...] = ()
    crisis_until: datetime | None = None
    distress_until: datetime | None = None
    """The one question rests until then: words of a crisis or of fear stood in the chat, for all to see."""
    light_until: datetime | None = None
    """Check-ins stay at everyday level until then: something hard was said in the chat."""
    signs: tuple[Sign, ...] = ()
    locks: tuple[Lock, ...] = ()
    topics: dict[PersonId, dict[str, datetime]] = field(default_factory=dict)
    """When each person last disclosed something about a coarse topic, in episodes that ended."""
    replies: dict[PersonId, tuple[Reply, ...]] = field(default_factory=dict)
    """Each responder's newest first answers: their reply time follows."""
    spacing: dict[PersonId, dict[PersonId, Spacing]] = field(default_factory=dict)
    """By recipient, then by whom the notes are about."""
    contested: dict[PersonId, dict[PersonId, tuple[Contest, ...]]] = field(default_factory=dict)
    """By whoever said *not this*, then by whom the notes are about; oldest first. Theirs alone."""
    answered: dict[PersonId, dict[PersonId, tuple[Answered, ...]]] = field(default_factory=dict)
    """By responder, then by discloser: the newest, oldest first. From them notes fade out."""
    felt: dict[PersonId, tuple[Felt, ...]] = field(default_factory=dict)
    """Each discloser's own newest answers. Theirs alone."""
    repertoire: Repertoire = field(default_factory=Repertoire)
    """The prompts of its check-ins: chosen, its own, and asked."""
    parked: tuple[Parked, ...] = ()
    """Topics put off, proposed or agreed upon, oldest first."""
    first_checkin: bool = False
    """The first check-in was offered."""
    agenda: Agenda = field(default_factory=Agenda)
    """What comes back by weekday here; everybody in the chat sees it."""
    gone_unseen: bool = False
    """Somebody went unseen after all had agreed: to the others it goes on looking like silence."""
    version: int = 0
    """Counts commits; a store refuses to overwrite a newer one."""

    def agreed(self, person: PersonId) -> bool:
        member = self.members.get(person)
        return member is not None and member.consent is Consent.AGREED

    def circle(self) -> tuple[PersonId, ...]:
        """Those whose messages may be read now, sorted; empty while a couple is not complete."""
        agreed = tuple(sorted(person for person in self.members if self.agreed(person)))
        present = [m for m in self.members.values() if m.consent is not Consent.LEFT]
        if self.kind is ChatKind.COUPLE and len(agreed) < max(2, len(present)):
            return ()
        return agreed if len(agreed) > 1 else ()

    def taking_part(self) -> tuple[PersonId, ...]:
        """Whom check-ins are for, sorted: the circle; after somebody went unseen, those who still agree."""
        agreed = tuple(sorted(person for person in self.members if self.agreed(person)))
        return self.circle() or (agreed if self.gone_unseen else ())

    def locked(self, pair: Pair, now: datetime) -> bool:
        """Whether notes rest between these two."""
        return any(lock.pair == pair and lock.until > now for lock in self.locks)

    def in_crisis(self, now: datetime) -> bool:
        """Whether notes rest in the whole chat, after words of a crisis."""
        return self.crisis_until is not None and now < self.crisis_until

    def is_group(self) -> bool:
        """Also a couple's chat with a third person, once all of them agreed (rules: *Privacy*)."""
        return self.kind is not ChatKind.COUPLE or len(self.circle()) > 2

    def hears_from(self, person: PersonId) -> bool:
        """Whether what this person writes here may be read: it reaches the bot, and they agreed to just that;
        between two, both did."""
        circle = self.circle()
        asked = circle if self.kind is ChatKind.COUPLE else (person,)
        return self.hears and person in circle and not any(self.members[who].unheard for who in asked)

    def agreed_by(self, person: PersonId, at: datetime) -> bool:
        """Whether at this moment this person had agreed and it had begun for them: between two with both,
        elsewhere with one other. What was said before may come late, and is not read."""
        since = {who: self.members[who].since or at for who in self.circle()}
        others = sorted(since[who] for who in since if who != person)
        begun = others[-1:] if self.kind is ChatKind.COUPLE else others[:1]
        latest = at + DATED_LATE
        return person in since and since[person] <= latest and all(moment <= latest for moment in begun)

    def listens_to(self, person: PersonId) -> bool:
        """Whether this person's messages may be read here."""
        return person in self.circle()
