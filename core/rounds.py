"""The round aggregate: one check-in, asked of two to twenty people, revealed to all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import assert_never

from core import agenda
from core.effects import AnswerTaken, Asked, DeeperOffered, Effect, EndedUnshown, Revealed, RoundClosed
from core.ids import ChatId, MessageId, PersonId, RoundId
from core.policy import Policy
from core.reading.scores import MessageReading

MOST_PEOPLE = 20
"""A round is for two to so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Where an answer waits (a private chat's message) and how it was read. Its words stay there."""

    message: MessageId
    at: datetime
    reading: MessageReading | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    id: RoundId
    chat: ChatId
    prompt: str
    level: int
    asked: tuple[PersonId, ...]
    closes_at: datetime
    answers: dict[PersonId, Answer] = field(default_factory=dict)
    passed: tuple[PersonId, ...] = ()
    """Who wants to be left alone with it. It ends with the round, and changes nothing for anybody else."""
    waits: bool = False
    """Somebody went unseen: it ends at its close, as beside somebody silent."""
    over: bool = False
    plan: str = agenda.CHECKIN
    """Which of the chat's regular things it belongs to, if it has a day."""
    day: date | None = None
    """The planned date; None: it was started by hand."""
    due: dict[PersonId, datetime] = field(default_factory=dict)
    """Who was not asked yet, or wants to be asked again, and when to turn to them. Each one's own. At the
    close: not this time, which looks like a pass."""
    snoozed: tuple[PersonId, ...] = ()
    """Who put it off and waits to be asked again."""
    by: PersonId | None = None
    """Who started it by hand: asked at once, in their quiet hours, too."""
    deeper: int | None = None
    """The level of the next step that all are offered together with the prompt."""
    topic: str = ""
    """The part of the chat in which it was asked for, and its answers are to be shown."""

    @property
    def wake_at(self) -> datetime:
        """When time alone changes something. Never shown: it hangs on clocks that are each one's own."""
        return min((*self.due.values(), self.closes_at))

    def awaits(self, person: PersonId) -> bool:
        """Whether this person was asked and has neither answered, passed nor put it off."""
        return person in self.asked and person not in (*self.answers, *self.passed, *self.due)

    def concerns(self, person: PersonId) -> bool:
        """Whether it is under way as this person knows: asked, and not passed. Says nothing of the others."""
        waits = person in self.due and person not in self.snoozed
        return person not in self.passed and not waits and (self.day is None or person in self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A check-in begins. `silent` asks nobody: the answers come by themselves (a replay)."""

    at: datetime
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """This person's moment has come: they are asked."""

    at: datetime
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """To be looked at again then. `snoozed`: they were asked and wished so."""

    at: datetime
    person: PersonId
    until: datetime
    snoozed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    at: datetime
    person: PersonId
    message: MessageId
    reading: MessageReading | None
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    at: datetime
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrew:
    """Somebody left or withdrew: their answer goes, and looks like a pass."""

    at: datetime
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Somebody was forgotten: the round goes on without them, and as if they were silent."""

    at: datetime
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Those who are here now are others than were asked: nothing is shown any more."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTimeReached:
    at: datetime


RoundEvent = Started | Called | PutOff | Answered | Passed | Withdrew | Erased | Stopped | RoundTimeReached


def new_round(
    id: RoundId,
    chat: ChatId,
    prompt: str,
    level: int,
    people: tuple[PersonId, ...],
    at: datetime,
    policy: Policy,
) -> Round:
    """A round that closes `policy.round_hours` after `at`."""
    closes_at = at + timedelta(hours=policy.round_hours)
    return Round(id=id, chat=chat, prompt=prompt, level=level, asked=people, closes_at=closes_at)


def planned(
    id: RoundId,
    chat: ChatId,
    prompt: str,
    level: int,
    people: tuple[PersonId, ...],
    day: date,
    policy: Policy,
) -> Round:
    """The round of a planned date; when each of these people is asked is still to be said.

    It closes `policy.round_hours` after that date has ended everywhere, whoever was asked when: a close that
    hung on somebody's clock or quiet hours would show them.
    """
    closes_at = agenda.over_at(day) + timedelta(hours=policy.round_hours)
    due = dict.fromkeys(people, closes_at)
    return Round(
        id=id, chat=chat, prompt=prompt, level=level, asked=people, closes_at=closes_at, day=day, due=due
    )


def decide(round: Round, event: RoundEvent) -> tuple[Round, list[Effect]]:
    """What becomes of a round. A reveal happens once: when all answered, or at its close.

    To the others a pass is an answer that did not come, and so is somebody who went unseen.
    """
    if round.over:
        return round, []
    effects: list[Effect] = []
    match event:
        case Started(silent=silent):
            if not silent:
                effects = [_ask(round, person) for person in round.asked if person not in round.due]
        case Called(person=person):
            if person not in round.due:
                return round, []
            effects = [_ask(round, person)]
            if round.deeper is not None and person not in round.snoozed:
                effects.append(DeeperOffered(to=person, level=round.deeper))
            round = replace(_without_due(round, person), snoozed=_others(round.snoozed, person))
        case PutOff(person=person, until=until, snoozed=snoozed):
            if person not in round.asked or person in round.answers:
                return round, []
            round = replace(round, due={**round.due, person: min(until, round.closes_at)})
            if snoozed:
                again = (*_others(round.snoozed, person), person)
                round = replace(round, snoozed=again, passed=_others(round.passed, person))
        case Answered(at=at, person=person, message=message, reading=reading, silent=silent):
            if person not in round.asked:
                return round, []
            answer = Answer(message=message, at=at, reading=reading)
            passed = _others(round.passed, person)
            answers = {**round.answers, person: answer}
            round = replace(_without_due(round, person), answers=answers, passed=passed)
            if not round.waits and all(who in round.answers for who in round.asked):
                return _end(round, effects)
            if not silent:
                effects.append(AnswerTaken(to=person, round=round.id))
        case Passed(person=person) | Withdrew(person=person):
            if person not in round.asked:
                return round, []
            passed = (*_others(round.passed, person), person)
            round = replace(_without_due(round, person), answers=_without(round, person), passed=passed)
        case Erased(person=person):
            waits = round.waits or person in round.asked
            asked, passed = _others(round.asked, person), _others(round.passed, person)
            round = replace(_without_due(round, person), asked=asked, passed=passed, waits=waits)
            by = None if round.by == person else round.by
            waiting = _others(round.snoozed, person)
            round = replace(round, answers=_without(round, person), snoozed=waiting, by=by)
        case Stopped():
            told = [who for who in sorted(round.asked) if who in round.answers or round.awaits(who)]
            return _end_unshown(round, told)
        case RoundTimeReached(at=at):
            if at < round.closes_at:
                return round, []
            return _end(round, effects)
        case _:
            assert_never(event)
    return round, effects


def _ask(round: Round, person: PersonId) -> Asked:
    at_once = person == round.by and person not in round.due
    return Asked(to=person, round=round.id, prompt=round.prompt, closes_at=round.closes_at, at_once=at_once)


def _others(people: tuple[PersonId, ...], person: PersonId) -> tuple[PersonId, ...]:
    return tuple(other for other in people if other != person)


def _without_due(round: Round, person: PersonId) -> Round:
    return replace(round, due={who: at for who, at in round.due.items() if who != person})


def _without(round: Round, person: PersonId) -> dict[PersonId, Answer]:
    return {who: answer for who, answer in round.answers.items() if who != person}


def _end(round: Round, effects: list[Effect]) -> tuple[Round, list[Effect]]:
    """Reveals when at least two answered: one answer alone would be shown to who did not give theirs.

    Else whoever answered, and waits, hears that it is over; nobody else, since silence is no fault.
    """
    if len(round.answers) < 2:
        after, told = _end_unshown(round, round.answers)
        return after, [*effects, *told]
    answers = tuple(
        (person, round.answers[person].message) for person in round.asked if person in round.answers
    )
    reveal = Revealed(round=round.id, prompt=round.prompt, answers=answers)
    return replace(round, over=True), [*effects, reveal]


def _end_unshown(round: Round, told: Iterable[PersonId]) -> tuple[Round, list[Effect]]:
    effects = [EndedUnshown(to=person, answered=person in round.answers) for person in told]
    return replace(round, over=True), [*effects, RoundClosed(round=round.id)]
