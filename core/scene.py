"""One decision in the making: the chat as it becomes, and the effects so far.

Lives for one call of `core.decide.decide`; nothing outside sees it change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core.chats import Chat, ChatKind, Episode
from core.effects import CareClaim, Effect, NudgeClaim, QuestionClaim
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
        """Also a couple's chat with a third person, once all of them agreed (rules: *Privacy*)."""
        return self.chat.kind is not ChatKind.COUPLE or len(self.chat.circle()) > 2

    def note_silence(self) -> None:
        """A long silence ends a conversation: role swaps are counted within one."""
        spoken = self.chat.last_spoke.values()
        if spoken and self.now - max(spoken) > timedelta(minutes=self.policy.recent_minutes):
            self.become(conversation=self.chat.conversation + 1)

    def last_active(self, *people: PersonId) -> datetime | None:
        """When any of these people last spoke here."""
        moments = [self.chat.last_spoke[p] for p in people if p in self.chat.last_spoke]
        return max(moments) if moments else None

    def locked(self, pair: Pair) -> bool:
        return any(lock.pair == pair and lock.until > self.now for lock in self.chat.locks)

    def pair_clock(self, one: PersonId, other: PersonId) -> int:
        """Turns of these two in this chat so far."""
        counts = self.chat.turn_counts
        return counts.get(one, 0) + counts.get(other, 0)
