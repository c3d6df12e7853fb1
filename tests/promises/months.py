"""A month of two people as Ana could watch it: what she shares with Ben, and what she is pointed to.

Rates are those of ordinary talk (science §5: some 60 messages a day, one in a hundred a disclosure) with a
check-in every third day. The same seed gives the same shared month whatever Ben does in private.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

from core import people
from core.calibration import PRIOR
from core.decide import wake_at
from core.effects import AskedFirst, Effect, Nudge, RatingRequested
from core.episodes import Wish
from core.events import AnswersRevealed, Marked, Pressed, Rated, RevealedAnswer, Talked, TimeReached, What
from core.ids import EpisodeId, MessageId, PersonId
from core.people import Person
from core.reading.scores import MessageReading, ResponseReading
from core.responses import pooled
from tests.core.builders import ANA, BEN, MONDAY, Life, said

DAYS = 28
DISCLOSURES_A_DAY, CHECKIN_EVERY, MARKS_A_DAY = 0.6, 3, 0.1
TRACKED, NOTEWORTHY = 0.31, 0.08
"""Of everyday disclosures, how many the reader tracks, and how many it is sure enough of to point to
(docs/reader/figures.md: recall at the nudge threshold is 1 in 45 to 4 in 40)."""
ANSWERED, WARM, THIN = 0.8, 0.6, 0.25


@dataclass(frozen=True, slots=True)
class Private:
    """What Ben does that Ana cannot see."""

    settings: Mapping[str, object] = field(default_factory=dict)
    bias: float = 0.0
    """How much better than an average person he feels answered, on -1 to 1 (science §5)."""
    answers: float = 1.0
    """Share of the one questions that he answers at all."""
    agrees: bool = True
    """His answer when asked first."""
    wishes: float = 0.0
    """Share of his marks that are to be left alone."""
    presses: str = ""
    """What he presses on his own notes."""


def month(seed: int, private: Private) -> Counter[str]:
    """How often Ana was pointed to something in four weeks, by kind."""
    shared, own = Random(seed), Random(f"own {seed}")
    ben, _ = people.decide(Person(id=BEN), people.SettingsChanged(tuple(private.settings.items())))
    life = Life(people={ANA: Person(id=ANA), BEN: ben})
    plan = [one for day in range(DAYS) for one in _day(shared, day)]
    for minute, what in sorted(plan, key=lambda one: one[0]):
        _wait(life, own, private, minute)
        leave = isinstance(what, Marked) and what.author == BEN and own.random() < private.wishes
        life.happens(replace(what, wish=Wish.LEAVE) if leave and isinstance(what, Marked) else what)
    _wait(life, own, private, (DAYS + 3) * 24 * 60)
    notes = [note for note in life.seen(Nudge) if isinstance(note, Nudge) and note.to == ANA]
    reasons = Counter("missing" if note.reason.startswith("missing") else "other" for note in notes)
    return reasons + Counter(all=len(notes))


Planned = tuple[float, What]
"""At which minute of the month something happens that both see."""


def _day(shared: Random, day: int) -> list[Planned]:
    """What they do together on one day."""
    plan: list[Planned] = []
    for n in range(_poisson(shared, DISCLOSURES_A_DAY)):
        author, other = _either(shared)
        sure = shared.random()
        chance = 0.99 if sure < NOTEWORTHY else 0.7 if sure < TRACKED else 0.05
        told = said(author, f"d{day}-{n}", _reading(shared, chance))
        plan += _answered_by(shared, _minute(shared, day), other, told.message, told)
    if day % CHECKIN_EVERY == 0:
        at = _minute(shared, day)
        answers = tuple(
            RevealedAnswer(person=who, message=MessageId(f"c{day}-{who}"), reading=_reading(shared, 0.5))
            for who in (ANA, BEN)
        )
        plan.append((at, AnswersRevealed(level=shared.randrange(3), answers=answers)))
        for answer, other in zip(answers, (BEN, ANA), strict=True):
            plan += _answered_by(shared, at, other, answer.message)
    for n in range(_poisson(shared, MARKS_A_DAY)):
        author, other = _either(shared)
        at, id = _minute(shared, day), MessageId(f"m{day}-{n}")
        mark = Marked(author=author, message=id, wish=Wish.LISTEN, said_at=MONDAY + timedelta(minutes=at))
        plan.append((at, said(author, id)))
        plan += _answered_by(shared, at + 1, other, id, mark)
    return plan


def _answered_by(shared: Random, at: float, author: PersonId, to: MessageId, *what: What) -> list[Planned]:
    """Something, and the other's answer after some minutes, or none."""
    plan: list[Planned] = [(at, one) for one in what]
    minutes = math.exp(shared.gauss(math.log(6), 1.2))
    if shared.random() < ANSWERED:
        answer = said(author, f"r-{to}", tone=_tone(shared), to=[to], reply_to=to, reply_to_author=author)
        plan.append((at + 1 + minutes, answer))
    return plan


def _either(shared: Random) -> tuple[PersonId, PersonId]:
    return (ANA, BEN) if shared.random() < 0.5 else (BEN, ANA)


def _tone(shared: Random) -> ResponseReading:
    kind = shared.random()
    top = 0.9 if kind < WARM else 0.35 if kind < WARM + THIN else 0.12
    u, a, c = (top * shared.random() for _ in range(3))
    return ResponseReading(understanding=u, appreciation=a, caring=c, relevance=0.9)


def _reading(shared: Random, chance: float) -> MessageReading:
    deep = shared.uniform(0.55, 0.95)
    return MessageReading(
        self_relevance=deep,
        personal=deep,
        private=deep,
        affective=deep,
        valence=shared.choice((-0.6, -0.6, 0.6)),
        disclosure=chance,
    )


def _minute(shared: Random, day: int) -> float:
    return day * 24 * 60 + shared.uniform(0, 4 * 60)


def _poisson(shared: Random, mean: float) -> int:
    count, left = 0, math.exp(-mean)
    product = shared.random()
    while product > left:
        count, product = count + 1, product * shared.random()
    return count


def _wait(life: Life, own: Random, private: Private, minutes: float) -> None:
    """Lets time pass until a minute of the month; Ben answers at once what he is asked."""
    until = max(MONDAY + timedelta(minutes=minutes), life.at)
    while (due := wake_at(life.chat, life.policy)) is not None and due <= until:
        life.at = max(due, life.at)
        for effect in life.happens(TimeReached()):
            _answered(life, own, private, effect)
    life.at = until


def _answered(life: Life, own: Random, private: Private, effect: Effect) -> None:
    """What Ben does, in private, with a note to him."""
    match effect:
        case RatingRequested(to=to, episode=episode, question=question) if to == BEN:
            answers, felt = own.random() < private.answers, _felt(life, episode, private, own)
            if answers:
                life.happens(_rated(episode, question, felt))
        case AskedFirst(to=to, episode=episode) if to == BEN:
            button = "yes" if private.agrees else "no"
            life.happens(Pressed(author=BEN, episode=episode, button=button))
        case Nudge(to=to, episode=episode) if to == BEN and private.presses:
            _press(life, episode, private.presses)
        case _:
            pass


def _rated(episode: EpisodeId, question: str, felt: float) -> Rated:
    none = Rated(author=BEN, episode=episode)
    match question:
        case "understood":
            return replace(none, understood=felt)
        case "valued":
            return replace(none, valued=felt)
        case _:
            return replace(none, cared_for=felt)


def _felt(life: Life, episode: EpisodeId, private: Private, own: Random) -> float:
    """One tap: what an average person would feel, his bias, and the day's chance."""
    known = {**life.past, **life.chat.episodes}[episode]
    said = pooled(known)
    assert said is not None
    y = sum(m * x for m, x in zip(PRIOR, said.features, strict=True)) + private.bias + own.gauss(0, 0.3)
    return 1.0 if y < -1 / 3 else 3.0 if y < 1 / 3 else 5.0


def _press(life: Life, episode: EpisodeId, button: str) -> None:
    if button == "talked":
        life.happens(Talked(author=BEN, episode=episode))
    else:
        life.happens(Pressed(author=BEN, episode=episode, button=button))
