"""One decision in the making: the chat as it becomes, and the effects so far.

Lives for one call of `core.decide.decide`; nothing outside sees it change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core.chats import Chat
from core.conversations import began, with_message
from core.effects import CareClaim, Effect, EpisodeRewritten, NudgeClaim, QuestionClaim
from core.episodes import Episode
from core.ids import EpisodeId, Pair, PersonId
from core.people import Person
from core.policy import Policy


class Scene:
    """The chat under decision at one moment. Rules read and change it; `decide` returns what is left."""

    __slots__ = ("chat", "effects", "now", "past", "people", "policy")

    def __init__(
        self,
        chat: Chat,
        now: datetime,
        people: Mapping[PersonId, Person],
        past: tuple[Episode, ...],
        policy: Policy,
    ) -> None:
        self.chat = chat
        self.now = now
        self.people = people
        self.past = past
        self.policy = policy.with_settings(chat.settings) if chat.settings else policy
        self.effects: list[Effect] = []

    def become(self, **changes: Any) -> None:
        self.chat = replace(self.chat, **changes)

    def emit(self, *effects: Effect) -> None:
        self.effects.extend(effects)

    def keep(self, episode: Episode) -> Episode:
        """Puts an episode into the chat, in place of its earlier self."""
        self.become(episodes={**self.chat.episodes, episode.id: episode})
        return episode

    def drop(self, episode: Episode) -> None:
        """Takes an ended episode out of the chat; from now on it is one of the past."""
        self.become(episodes={k: v for k, v in self.chat.episodes.items() if k != episode.id})
        self.past = (*(e for e in self.past if e.id != episode.id), episode)

    def known(self) -> dict[EpisodeId, Episode]:
        """Open and past episodes, as they are now, in the order of their disclosure.

        When one left the chat, and where a store put it, says nothing: no effect may come in that order.
        """
        known = {**{e.id: e for e in self.past}, **self.chat.episodes}
        return {e.id: e for e in sorted(known.values(), key=lambda e: (e.at, e.order))}

    def person(self, person: PersonId) -> Person:
        """What is known of a person; somebody unknown has the defaults."""
        return self.people.get(person) or Person(id=person)

    def claims(self, person: PersonId, claim: type[NudgeClaim | QuestionClaim | CareClaim]) -> int:
        """How often this very decision already spends this person's budget."""
        return sum(isinstance(effect, claim) and effect.person == person for effect in self.effects)

    def is_group(self) -> bool:
        return self.chat.is_group()

    def store(self, episode: Episode) -> None:
        """Keeps what the chat holds of an episode, and has an ended one written anew."""
        if episode.id in self.chat.episodes:
            self.keep(episode)
        else:
            self.past = (*(e for e in self.past if e.id != episode.id), episode)
        if episode.ended_at is not None:
            self.emit(EpisodeRewritten(episode))

    def note_spoken(self, *people: PersonId) -> None:
        """These people say something now."""
        runs, spoken = self.chat.runs, self.chat.last_spoke
        now = {person: with_message(runs.get(person, ()), self.now, self.silence) for person in people}
        latest = {person: max(self.now, spoken.get(person, self.now)) for person in people}
        self.become(runs={**runs, **now}, last_spoke={**spoken, **latest})

    def conversation_began(self, one: PersonId, other: PersonId, at: datetime) -> datetime:
        """When the conversation of these two that goes on at this moment began."""
        runs = self.chat.runs
        return began((*runs.get(one, ()), *runs.get(other, ())), at, self.silence)

    @property
    def silence(self) -> timedelta:
        """A longer one ends a conversation: role swaps are counted within one."""
        return timedelta(minutes=self.policy.recent_minutes)

    def last_active(self, *people: PersonId) -> datetime | None:
        """When any of these people last spoke here."""
        moments = [self.chat.last_spoke[p] for p in people if p in self.chat.last_spoke]
        return max(moments) if moments else None

    def locked(self, pair: Pair) -> bool:
        return self.chat.locked(pair, self.now)

    def pair_clock(self, one: PersonId, other: PersonId) -> int:
        """Turns of these two in this chat so far."""
        counts = self.chat.turn_counts
        return counts.get(one, 0) + counts.get(other, 0)
