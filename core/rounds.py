"""The round aggregate: one check-in, asked of two to twenty people, revealed to all at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import assert_never

from core.effects import AnswerTaken, Asked, Effect, Revealed, RoundClosed
from core.ids import ChatId, MessageId, PersonId, RoundId
from core.policy import Policy
from core.reading.scores import MessageReading


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
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A check-in begins. `silent` asks nobody: the answers come by themselves (a replay)."""

    at: datetime
    silent: bool = False


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
    """Somebody was forgotten: the round goes on as if they had not been asked."""

    at: datetime
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTimeReached:
    at: datetime


RoundEvent = Started | Answered | Passed | Withdrew | Erased | RoundTimeReached


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


def decide(round: Round, event: RoundEvent) -> tuple[Round, list[Effect]]:
    """What becomes of a round. A reveal happens once: when all answered, or at its close.

    To the others a pass is an answer that did not come.
    """
    if round.over:
        return round, []
    effects: list[Effect] = []
    match event:
        case Started(silent=silent):
            if not silent:
                effects = [Asked(to=person, round=round.id, prompt=round.prompt) for person in round.asked]
        case Answered(at=at, person=person, message=message, reading=reading, silent=silent):
            if person not in round.asked:
                return round, []
            answer = Answer(message=message, at=at, reading=reading)
            passed = tuple(p for p in round.passed if p != person)
            round = replace(round, answers={**round.answers, person: answer}, passed=passed)
            if all(who in round.answers for who in round.asked):
                return _end(round, effects)
            if not silent:
                effects.append(AnswerTaken(to=person, round=round.id))
        case Passed(person=person) | Withdrew(person=person):
            if person not in round.asked:
                return round, []
            passed = tuple(p for p in round.passed if p != person)
            round = replace(round, answers=_without(round, person), passed=(*passed, person))
        case Erased(person=person):
            asked = tuple(p for p in round.asked if p != person)
            passed = tuple(p for p in round.passed if p != person)
            round = replace(round, asked=asked, answers=_without(round, person), passed=passed)
        case RoundTimeReached(at=at):
            if at < round.closes_at:
                return round, []
            return _end(round, effects)
        case _:
            assert_never(event)
    return round, effects


def _without(round: Round, person: PersonId) -> dict[PersonId, Answer]:
    return {who: answer for who, answer in round.answers.items() if who != person}


def _end(round: Round, effects: list[Effect]) -> tuple[Round, list[Effect]]:
    """Reveals when at least two answered: one answer alone would be shown to who did not give theirs."""
    if len(round.answers) < 2:
        return replace(round, over=True), [*effects, RoundClosed(round=round.id)]
    answers = tuple(
        (person, round.answers[person].message) for person in round.asked if person in round.answers
    )
    reveal = Revealed(round=round.id, prompt=round.prompt, answers=answers)
    return replace(round, over=True), [*effects, reveal]
