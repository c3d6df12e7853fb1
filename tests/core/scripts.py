"""Random lives of a chat: a script of steps, drawn by hypothesis and lived through event by event.

A step names people and messages by number, so that the same script can be lived with other names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

from hypothesis import strategies as st

from core.chats import ChatKind
from core.decide import decide
from core.episodes import Wish
from core.events import (
    AnswersRevealed,
    ConsentEnded,
    ConsentGiven,
    Copied,
    Deleted,
    Edited,
    Event,
    Forgotten,
    Joined,
    Marked,
    Over,
    Pressed,
    Rated,
    Reacted,
    RevealedAnswer,
    Talked,
    TimeReached,
    What,
)
from core.ids import EpisodeId, MessageId, PersonId
from core.people import Person, QuietHours
from core.reading.scores import ResponseReading
from tests.core.builders import (
    ANA,
    BEN,
    CEM,
    CHEER,
    COOL,
    DUA,
    GOOD_NEWS,
    HARSH,
    PERSONAL,
    SMALL_TALK,
    UNSURE,
    WARM,
    Life,
    agreed,
    said,
)

T = TypeVar("T")
READINGS = (
    SMALL_TALK,
    PERSONAL,
    GOOD_NEWS,
    UNSURE,
    replace(PERSONAL, topics=("work",)),
    replace(SMALL_TALK, crisis=1.0),
    replace(SMALL_TALK, unsafe=1.0),
    replace(SMALL_TALK, topics=("work",)),
    None,
)
TONES = (None, WARM, COOL, HARSH, replace(COOL, advice=1.0, relevance=0.2), ResponseReading(relevance=0.9))
BUTTONS = ("yes", "no", "later", "not_this", "fewer", "why")
QUIET = (None, QuietHours.parse("22:00-08:00"), QuietHours.parse("18:30-19:30"))


@dataclass(frozen=True, slots=True)
class Step:
    """`gap` seconds pass, then `kind` happens; `who`, `which`, `how` are numbers that each kind reads."""

    gap: int
    kind: str
    who: int
    which: int
    how: int
    reply: int

    def asks_for_fewer(self) -> bool:
        return self.kind == "press" and _of(BUTTONS, self.how) == "fewer"


GAPS = st.sampled_from(
    [5, 20, 60, 119, 120, 121, 300, 700, 1900, 4000, 9000, 22_000, 45_000, 90_000, 2_700_000]
)
"""Seconds between two steps: bursts, talks, evenings, days, and once in a while a month."""
TALKING = (
    "say",
    "say",
    "say",
    "say",
    "say",
    "react",
    "mark",
    "edit",
    "delete",
    "talk",
    "press",
    "rate",
    "reveal",
)
COMING_AND_GOING = ("agree", "end", "leave", "join", "forget", "copy", "over")


def steps(
    kinds: Sequence[str] = 4 * TALKING + COMING_AND_GOING, most: int = 40
) -> st.SearchStrategy[list[Step]]:
    number = st.integers(0, 11)
    step = st.builds(Step, GAPS, st.sampled_from(list(kinds)), number, number, number, number)
    return st.lists(step, min_size=10, max_size=most)


def persons(*names: PersonId) -> st.SearchStrategy[dict[PersonId, Person]]:
    """Everybody with switches of their own."""
    one = st.builds(
        Person,
        id=st.just(ANA),
        zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]),
        quiet_hours=st.sampled_from(QUIET),
        ask_first=st.sampled_from([None, None, True, False]),
        paused=st.sampled_from([False, False, False, True]),
        fewer=st.booleans(),
        advice_wanted=st.sampled_from([None, True, False]),
    )
    return st.tuples(*(one for _ in names)).map(
        lambda drawn: {name: replace(person, id=name) for name, person in zip(names, drawn, strict=True)}
    )


@dataclass(slots=True)
class Player:
    """Lives a script. What a shell would refuse (words of somebody who did not agree) does not happen."""

    names: tuple[PersonId, ...]
    life: Life
    rings: bool = True
    """An alarm rings at each moment the chat waits for; without it, time is only seen with the next event."""
    watch: Callable[[Life], None] = field(default=lambda life: None)
    said: list[tuple[MessageId, PersonId]] = field(default_factory=list)

    def play(self, script: Iterable[Step]) -> Life:
        for step in script:
            if self.rings:
                self.life.waits(seconds=step.gap)
                self.watch(self.life)
            else:
                self.life.at += timedelta(seconds=step.gap)
            what = self.what_happens(step)
            if what is not None:
                self.life.happens(what)
                self.watch(self.life)
        return self.life

    def what_happens(self, step: Step) -> What | None:
        who = self.names[step.who % len(self.names)]
        match step.kind:
            case "say":
                return self._say(step, who)
            case "agree":
                return ConsentGiven(author=who)
            case "end" | "leave":
                return ConsentEnded(author=who, left=step.kind == "leave")
            case "join":
                return Joined(person=who)
            case "forget":
                return Forgotten(person=who)
            case "over":
                return Over()
            case "reveal":
                return self._reveal(step)
        if not self.said:
            return None
        message, author = self.said[-1 - step.which % len(self.said)]
        return self._about(step, who, message, author)

    def _about(self, step: Step, who: PersonId, message: MessageId, author: PersonId) -> What | None:
        listens, episode = self.life.chat.listens_to, EpisodeId(message)
        match step.kind:
            case "react" if listens(who):
                return Reacted(author=who, message=message, reading=CHEER, removed=step.how % 4 == 0)
            case "mark" if listens(author):
                return Marked(
                    author=author, message=message, wish=list(Wish)[step.how % 4], said_at=self.life.at
                )
            case "edit" if listens(author):
                tone = _of(TONES, step.reply)
                responses = dict.fromkeys(self._known_by_now(), tone) if tone is not None else {}
                return Edited(message=message, reading=_of(READINGS, step.how), words=5, responses=responses)
            case "delete":
                return Deleted(message=message)
            case "talk":
                return Talked(author=who, episode=episode)
            case "press":
                return Pressed(author=who, episode=episode, button=_of(BUTTONS, step.how))
            case "rate":
                return Rated(author=who, episode=episode, understood=1.0 + step.how % 5)
            case "copy":
                return Copied(episode=episode, message=MessageId(f"{message}/copy"))
            case _:
                return None

    def _known_by_now(self) -> list[EpisodeId]:
        """Every episode of the life, wherever it is kept, with what a turn that just ended discloses."""
        life = self.life
        event = Event(
            at=life.at, what=TimeReached(), people=dict(life.people), past=tuple(life.past.values())
        )
        chat, _ = decide(life.chat, event, life.policy)
        return sorted({*life.past, *life.chat.episodes, *chat.episodes})

    def _say(self, step: Step, who: PersonId) -> What | None:
        if not self.life.chat.listens_to(who):
            return None
        message = f"{len(self.said):03}/{who}"
        reply = self.said[-1 - step.which % len(self.said)] if self.said and step.reply % 3 == 0 else None
        awaiting = [e.id for e in self.life.chat.episodes.values() if e.author != who]
        tone = _of(TONES, step.reply)
        self.said.append((MessageId(message), who))
        return said(
            who,
            message,
            _of(READINGS, step.how),
            tone=tone,
            to=awaiting,
            reply_to=reply[0] if reply is not None else None,
            reply_to_author=reply[1] if reply is not None else None,
            words=1 + step.how,
        )

    def _reveal(self, step: Step) -> What | None:
        people = [name for name in self.names if self.life.chat.listens_to(name)][: 2 + step.how % 3]
        if len(people) < 2:
            return None
        answers = []
        for name in people:
            message = MessageId(f"{len(self.said):03}/{name}")
            self.said.append((message, name))
            answers.append(RevealedAnswer(person=name, message=message, reading=_of(READINGS, step.which)))
        return AnswersRevealed(level=step.how % 5, answers=tuple(answers))


def _of(choices: Sequence[T], number: int) -> T:
    return choices[number % len(choices)]


NAMES = (ANA, BEN, CEM, DUA)


def begun(people: int, known: dict[PersonId, Person] | None = None) -> tuple[tuple[PersonId, ...], Life]:
    """A couple, or friends, who all agreed."""
    names = NAMES[:people]
    kind = ChatKind.COUPLE if people == 2 else ChatKind.FRIENDS
    return names, Life(chat=agreed(*names, kind=kind), people=dict(known or {}))
