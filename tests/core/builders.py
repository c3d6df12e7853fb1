"""People, moments, readings and a chat that is lived through event by event, for the tests of the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from core import people
from core.chats import Chat, ChatKind, Consent, Member
from core.decide import decide, wake_at
from core.effects import (
    CareClaim,
    Effect,
    EpisodeEnded,
    EpisodeRewritten,
    ErasureDue,
    FewerAsked,
    Nudge,
    NudgeClaim,
    QuestionClaim,
)
from core.episodes import Episode, EpisodeState, Response, Way, Wish
from core.events import Event, Forgotten, Marked, Spoke, TimeReached, What
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.people import Person, PersonEvent
from core.policy import Policy
from core.reading.scores import MessageReading, ResponseReading

MONDAY = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
ANA, BEN, CEM, DUA = (PersonId(name) for name in ("ana", "ben", "cem", "dua"))
HOME = ChatId("home")
POLICY = Policy()

SMALL_TALK = MessageReading(disclosure=0.01)
PERSONAL = MessageReading(
    self_relevance=1.0, personal=0.8, private=0.8, affective=0.8, valence=-0.8, disclosure=0.99
)
GOOD_NEWS = replace(PERSONAL, valence=0.8)
UNSURE = replace(PERSONAL, disclosure=(POLICY.tracking_threshold + POLICY.nudge_threshold) / 2)
WARM = ResponseReading(understanding=0.8, appreciation=0.8, caring=0.8, relevance=0.9)
COOL = ResponseReading(understanding=0.1, appreciation=0.2, caring=0.1, relevance=0.9)
HARSH = ResponseReading(criticism=0.9, contempt=0.9, relevance=0.9)
CHEER = ResponseReading(caring=0.3)


def agreed(*names: PersonId, kind: ChatKind = ChatKind.COUPLE) -> Chat:
    """A chat in which all of these agreed."""
    return Chat(id=HOME, kind=kind, members={name: Member(Consent.AGREED, MONDAY) for name in names})


def said(
    author: PersonId,
    message: str,
    reading: MessageReading | None = SMALL_TALK,
    *,
    tone: ResponseReading | None = None,
    to: Iterable[str] = (),
    reply_to: str | None = None,
    reply_to_author: PersonId | None = None,
    words: int = 9,
) -> Spoke:
    """A message; `to`: the episodes that its tone is read against."""
    return Spoke(
        message=MessageId(message),
        author=author,
        reading=reading,
        words=words,
        reply_to=MessageId(reply_to) if reply_to is not None else None,
        reply_to_author=reply_to_author,
        tone=tone,
        responses={EpisodeId(one): tone for one in to} if tone is not None else {},
    )


def marked(author: PersonId, message: str, wish: Wish = Wish.LISTEN, at: datetime = MONDAY) -> Marked:
    return Marked(author=author, message=MessageId(message), wish=wish, said_at=at)


def answer(
    reading: ResponseReading = WARM,
    author: PersonId = BEN,
    *,
    message: str = "r",
    words: int = 9,
    reaction: bool = False,
) -> Response:
    return Response(
        message=MessageId(message), author=author, at=MONDAY, reading=reading, words=words, reaction=reaction
    )


def ended(
    id: str = "e",
    author: PersonId = ANA,
    other: PersonId = BEN,
    *,
    depth: float = 0.6,
    at: datetime = MONDAY,
    responses: tuple[Response, ...] = (),
    order: int = 0,
    clock: int = 0,
) -> Episode:
    """An episode of two that is over."""
    return Episode(
        id=EpisodeId(id),
        way=Way.SPOTTED,
        author=author,
        at=at,
        said_at=at,
        depth=depth,
        valence=0.0,
        concerned=(other,),
        latest=other,
        clocks={other: clock},
        order=order,
        state=EpisodeState.ANSWERED if responses else EpisodeState.EXPIRED,
        responses=responses,
        ended_at=at,
    )


@dataclass(slots=True)
class Life:
    """A chat lived through: what a shell keeps between events, without a store."""

    chat: Chat = field(default_factory=lambda: agreed(ANA, BEN))
    people: dict[PersonId, Person] = field(default_factory=dict)
    policy: Policy = POLICY
    past: dict[EpisodeId, Episode] = field(default_factory=dict)
    effects: list[tuple[datetime, Effect]] = field(default_factory=list)
    at: datetime = MONDAY

    def happens(self, what: What) -> list[Effect]:
        """Something happens now."""
        event = Event(at=self.at, what=what, people=dict(self.people), past=tuple(self.past.values()))
        self.chat, effects = decide(self.chat, event, self.policy)
        self.effects += [(self.at, effect) for effect in effects]
        for effect in effects:
            self._carry(effect)
        return effects

    def passes(self, **time: float) -> list[Effect]:
        """Time passes in one step, as if no alarm had rung."""
        self.at += timedelta(**time)
        return self.happens(TimeReached())

    def waits(self, **time: float) -> list[Effect]:
        """Time passes, and an alarm rings at every moment that the chat waits for."""
        until = self.at + timedelta(**time)
        effects: list[Effect] = []
        while (due := wake_at(self.chat, self.policy)) is not None and due <= until:
            self.at = max(due, self.at)
            effects += self.happens(TimeReached())
        self.at = until
        return effects

    def seen(self, kind: type[Effect]) -> list[Effect]:
        return [effect for _, effect in self.effects if isinstance(effect, kind)]

    def person(self, person: PersonId) -> Person:
        return self.people.get(person) or Person(id=person)

    def _carry(self, effect: Effect) -> None:
        match effect:
            case EpisodeEnded(episode) | EpisodeRewritten(episode):
                self.past[episode.id] = episode
            case NudgeClaim(person):
                self._change(person, people.NudgeClaimed(self.at))
            case QuestionClaim(person):
                self._change(person, people.QuestionClaimed(self.at))
            case CareClaim(person):
                self._change(person, people.CareClaimed(self.at))
            case FewerAsked(person):
                self._change(person, people.SettingsChanged((("fewer", True),)))
            case ErasureDue(person):
                self.past = {e.id: e for e in self.past.values() if e.author != person}
                self.happens(Forgotten(person=person))
            case _:
                pass

    def _change(self, person: PersonId, event: PersonEvent) -> None:
        self.people[person], _ = people.decide(self.person(person), event)


def disclosed(reading: MessageReading = PERSONAL, **people: Person) -> Life:
    """Ben wrote something, an hour later Ana discloses."""
    life = Life(people={p.id: p for p in people.values()})
    life.happens(said(BEN, "b1"))
    life.waits(hours=1)
    life.happens(said(ANA, "a1", reading))
    return life


def nudges(life: Life) -> list[tuple[str, str]]:
    return [(e.to, e.reason) for e in life.seen(Nudge) if isinstance(e, Nudge)]
