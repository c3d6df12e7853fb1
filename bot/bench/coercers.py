"""Coercers through the live rules: a warm beginning, then what was confided is thrown back (science §5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from bot.bench.couples import stream
from core.chats import Chat, ChatKind, Consent, Member
from core.decide import decide, wake_at
from core.effects import DisclosureOpened, Effect, EpisodeEnded, LockChanged, Nudge
from core.episodes import Episode
from core.events import Event, Spoke, TimeReached, What
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.policy import Policy
from core.reading.scores import MessageReading, ResponseReading

ANA, BEN = PersonId("a"), PersonId("b")
TOPICS = ("work", "family", "health", "money")
POLICY = Policy()
WARM = ResponseReading(understanding=0.7, appreciation=0.6, caring=0.8, relevance=0.9)
COOL = ResponseReading(understanding=0.05, appreciation=0.05, caring=0.1, relevance=0.9)
SCORN = ResponseReading(criticism=0.9, contempt=0.9, relevance=0.3)
BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AFTERWARDS = 6
"""Unanswered disclosures after the throw-back, a day apart, each of which would bring a note."""


@dataclass(slots=True)
class _Life:
    """A couple's chat, lived through with every alarm on its way."""

    chat: Chat
    at: datetime = BEGAN
    past: dict[EpisodeId, Episode] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    said: int = 0

    def says(self, who: PersonId, depth: float, topic: str = "", tone: ResponseReading | None = None) -> None:
        self.said += 1
        reading = MessageReading(
            self_relevance=1, personal=depth, private=depth, affective=depth, valence=-0.5,
            disclosure=0.99 if depth >= POLICY.depth_min else 0.01, topics=(topic,) if topic else (),
        )  # fmt: skip
        open_ones = [e.id for e in self.chat.episodes.values() if e.ended_at is None and e.author != who]
        heard = dict.fromkeys(open_ones, tone) if tone is not None else {}
        self._happens(
            Spoke(
                message=MessageId(str(self.said)),
                author=who,
                reading=reading,
                words=9,
                tone=tone,
                responses=heard,
            )
        )

    def passes(self, **time: float) -> None:
        until = self.at + timedelta(**time)
        while (due := wake_at(self.chat, POLICY)) is not None and due <= until:
            self.at = max(due, self.at)
            self._happens(TimeReached())
        self.at = until

    def _happens(self, what: What) -> None:
        self.chat, effects = decide(
            self.chat, Event(at=self.at, what=what, past=tuple(self.past.values())), POLICY
        )
        self.effects += effects
        self.past.update({e.episode.id: e.episode for e in effects if isinstance(e, EpisodeEnded)})


@dataclass(frozen=True, slots=True)
class Coercers:
    """How many there were, were stopped within the turn, and had a note sent about them afterwards."""

    couples: int
    locked: int
    notes_after: int
    notes_without: int
    """Notes in the same story without the throw-back: shows that there was something to stop."""


def stopped(couples: int, seed: int) -> Coercers:
    """Lives through them all."""
    rng = stream(seed, "coercers")
    locked = after = without = 0
    for _ in range(couples):
        dice = rng.random(8)
        life = _story(dice, throws_back=True)
        locked += _was_locked_at_once(life)
        after += sum(isinstance(e, Nudge) for e in life.effects)
        without += sum(isinstance(e, Nudge) for e in _story(dice, throws_back=False).effects)
    return Coercers(couples, locked, after, without)


def _was_locked_at_once(life: _Life) -> bool:
    """Whether the lock came before anything else of the next days opened."""
    kinds = [type(e) for e in life.effects if isinstance(e, LockChanged | DisclosureOpened)]
    return bool(kinds) and kinds[0] is LockChanged


def _story(dice: np.ndarray[tuple[int], np.dtype[np.float64]], *, throws_back: bool) -> _Life:
    """Warm weeks, one hostile turn, then days that would bring notes. Keeps the effects from that turn on."""
    members = {name: Member(Consent.AGREED, BEGAN) for name in (ANA, BEN)}
    life = _Life(Chat(id=ChatId("home"), kind=ChatKind.COUPLE, members=members))
    topic = TOPICS[int(dice[0] * len(TOPICS))]
    for _ in range(2 + int(dice[1] * 4)):
        life.says(ANA, 0.45 + 0.5 * float(dice[2]), topic)
        life.passes(minutes=3 + 20 * float(dice[3]))
        life.says(BEN, 0.05, tone=WARM)
        life.passes(hours=20 + 30 * float(dice[4]))
    life.says(ANA, 0.05)
    life.passes(minutes=1 + 5 * float(dice[5]))
    life.effects.clear()
    life.says(BEN, 0.05, topic, tone=SCORN if throws_back else COOL)
    life.passes(minutes=3)
    life.passes(hours=24)
    for _ in range(AFTERWARDS):
        life.says(ANA, 0.45 + 0.5 * float(dice[6]))
        life.passes(hours=24)
    return life
