"""A pair's figures after edits and deletions are those of a history in which all was known in time.

One life is lived with its changes, each at any later moment, and with private things in between; the other is
told right at once: every message as it reads in the end, and none that was deleted. What stays is said in
docs/decisions/0013: an edit opens nothing once the turn is over, what was withdrawn stays so, a burst is one
turn as it was heard. So no gap between turns is short enough to make one of two, and none bridges a silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.chats import ChatKind
from core.events import AnswersRevealed, Deleted, Edited, Over, Rated, Reacted, RevealedAnswer, Talked
from core.ids import MessageId, Pair, PersonId, pair_of
from core.policy import Policy
from core.reading.scores import MessageReading, ResponseReading
from core.reciprocity.pair import Reciprocity, of_pair
from core.table import known
from tests.cases import cases
from tests.core.builders import ANA, BEN, CHEER, COOL, HARSH, MONDAY, WARM, Life, agreed, marked, said

WIDE = replace(Policy(), attach_turns=99, recent_turns=99)
"""Nothing leaves the window of turns: which turn is the ninth is said once, when it comes."""
DEPTHS = (0.0, 0.0, 0.2, 0.4, 0.5, 0.6, 0.8)
TONES = (WARM, COOL, HARSH, replace(COOL, relevance=0.1), ResponseReading(relevance=0.9))
PARTS_S, BETWEEN_TURNS_S = 20, (180, 420, 420, 10_200, 108_000)
LAST = timedelta(days=20)
WHOLE = (Phase.explicit, Phase.generate, Phase.shrink)


def reading_of(depth: float) -> MessageReading:
    """A certain reading: a disclosure exactly when it is deep enough."""
    return MessageReading(
        self_relevance=1.0, personal=depth, private=depth, affective=depth, disclosure=float(depth >= 0.35)
    )


@dataclass(slots=True)
class Message:
    """A message: as it is at some moment of its life."""

    id: MessageId
    depth: float
    tone: ResponseReading
    words: int
    reply_to: MessageId | None
    marked: bool
    deleted: bool = False


@dataclass(slots=True)
class Burst:
    author: PersonId
    gap: int
    messages: list[Message]
    alive: bool = False
    """Something of it discloses, and did ever since it closed."""

    def left(self) -> list[Message]:
        return [message for message in self.messages if not message.deleted]

    def discloses(self) -> bool:
        return any(message.marked or message.depth >= 0.35 for message in self.left())


@dataclass(frozen=True, slots=True)
class Change:
    """After so many turns a message is edited (to a depth and tone) or deleted; `private` happens besides."""

    after: int
    turn: int
    part: int
    deletes: bool
    depth: float
    tone: ResponseReading
    private: int
    reacts: bool


@dataclass(slots=True)
class Story:
    people: tuple[PersonId, ...]
    bursts: list[Burst]
    changes: list[Change]
    checkin: int
    """After so many turns both answer a check-in; never if there are fewer."""
    replied: set[MessageId] = field(default_factory=set)


depths, tones = st.sampled_from(DEPTHS), st.sampled_from(TONES)
parts = st.tuples(depths, tones, st.integers(1, 9), st.integers(0, 11), st.integers(0, 9))
turns = st.tuples(
    st.integers(0, 2), st.sampled_from(BETWEEN_TURNS_S), st.lists(parts, min_size=1, max_size=3)
)
changes = st.builds(
    Change,
    st.integers(0, 11),
    st.integers(0, 11),
    st.integers(0, 2),
    st.booleans(),
    depths,
    tones,
    st.integers(0, 5),
    st.booleans(),
)


@st.composite
def stories(draw: st.DrawFn, people: tuple[PersonId, ...] = (ANA, BEN)) -> Story:
    story = Story(people, [], [], checkin=draw(st.integers(0, 20)))
    number = 0
    for who, gap, drawn in draw(st.lists(turns, min_size=2, max_size=12)):
        author, messages = people[who % len(people)], list[Message]()
        others = [m.id for burst in story.bursts if burst.author != author for m in burst.messages]
        for depth, tone, words, reply, mark in drawn:
            to = others[-1 - reply % len(others)] if others and reply < 3 else None
            story.replied |= {to} if to is not None else set()
            messages.append(
                Message(MessageId(f"{number:03}"), depth, tone, words, to, mark == 0 and not messages)
            )
            number += 1
        story.bursts.append(Burst(author, gap, messages))
    story.changes = draw(st.lists(changes, max_size=6))
    return story


class Telling:
    """Lives a story: with its changes, or as it reads in the end."""

    def __init__(self, story: Story, *, at_once: bool) -> None:
        kind = ChatKind.COUPLE if len(story.people) == 2 else ChatKind.FRIENDS
        self.life = Life(chat=agreed(*story.people, kind=kind), policy=WIDE)
        self.story = story
        self.at_once = at_once

    def tell(self) -> Life:
        for number, burst in enumerate(self.story.bursts):
            self.life.waits(seconds=burst.gap)
            if number == self.story.checkin:
                self._reveal()
                self.life.waits(seconds=200)
            for message in burst.messages:
                self.life.waits(seconds=PARTS_S)
                if not (self.at_once and message.deleted):
                    self._say(burst, message)
            if not self.at_once:
                self._change(number)
        self.life.at = self.life.at + timedelta(minutes=3)
        self.life.happens(Over())
        if not self.at_once:
            self.life.waits(days=4)
            self._change(None)
        return self.life

    def _say(self, burst: Burst, message: Message) -> None:
        to = [e.id for e in self.life.chat.episodes.values() if e.author != burst.author]
        dead = self.at_once and not burst.alive
        self.life.happens(
            said(
                burst.author,
                message.id,
                reading_of(0.0 if dead else message.depth),
                tone=message.tone,
                to=to,
                reply_to=message.reply_to,
                words=message.words,
            )
        )
        if message.marked:
            self.life.happens(marked(burst.author, message.id, at=self.life.at))

    def _reveal(self) -> None:
        answers = tuple(
            RevealedAnswer(person=who, message=MessageId(f"c{n}"), reading=reading_of(0.2))
            for n, who in enumerate(self.story.people)
        )
        self.life.happens(AnswersRevealed(level=2, answers=answers))

    def _change(self, number: int | None) -> None:
        """What is changed after this turn, or in the very end: the turn itself is then still open."""
        last = len(self.story.bursts) - 1
        for change in self.story.changes:
            if (change.after if change.after <= last else None) == number:
                self._carry(change, last if number is None else number)
        if number is not None:
            burst = self.story.bursts[number]
            burst.alive = burst.discloses()  # closed after these changes: it is one from now on, or never

    def _carry(self, change: Change, newest: int) -> None:
        self._privately(change)
        turn = min(change.turn, newest)
        burst = self.story.bursts[turn]
        message = burst.messages[change.part % len(burst.messages)]
        if change.reacts:
            self._react(burst, message)
        if message.deleted:
            return
        if change.deletes and message.id not in self.story.replied:
            message.deleted = True
            self.life.happens(Deleted(message=message.id))
        elif not change.deletes:
            message.depth = change.depth
            for later in burst.messages[burst.messages.index(message) :]:
                later.tone = change.tone
            everything = {*self.life.chat.episodes, *self.life.past}
            self.life.happens(
                Edited(
                    message=message.id,
                    reading=reading_of(change.depth),
                    words=message.words,
                    responses=dict.fromkeys(everything, change.tone),
                )
            )
        burst.alive = burst.alive and burst.discloses()

    def _react(self, burst: Burst, message: Message) -> None:
        """Taken back at once: it leaves no trace."""
        who = next(person for person in self.story.people if person != burst.author)
        for removed in (False, True):
            self.life.happens(Reacted(author=who, message=message.id, reading=CHEER, removed=removed))

    def _privately(self, change: Change) -> None:
        """Somebody says that they talked, or how it felt: no figure may show it."""
        episodes = [e for e in self.life.chat.episodes.values() if e.ended_at is None]
        if not episodes:
            return
        episode = episodes[change.turn % len(episodes)]
        if change.private == 0:
            self.life.happens(Talked(author=episode.author, episode=episode.id))
        elif change.private == 1:
            self.life.happens(Rated(author=episode.author, episode=episode.id, understood=1.0))


def figures(life: Life, pair: Pair) -> Reciprocity:
    return of_pair(known(life.past.values(), life.chat), pair, MONDAY + LAST, WIDE)


@given(stories())
@settings(max_examples=cases(150), phases=WHOLE, deadline=None)
def test_edits_and_deletions_give_the_figures_of_a_history_told_right_at_once(story: Story) -> None:
    changed = Telling(story, at_once=False).tell()
    at_once = Telling(story, at_once=True).tell()
    assert figures(changed, pair_of(ANA, BEN)) == figures(at_once, pair_of(ANA, BEN))
