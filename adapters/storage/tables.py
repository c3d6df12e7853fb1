"""Rows in memory, and the journal that undoes a failed work. Values are immutable: nothing is copied."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any

from adapters.storage.pairs import (
    KEPT,
    Place,
    SumKey,
    added,
    key_of,
    messages_of,
    month_sums,
    pairs_of,
    place_of,
)
from core import gaps
from core.chats import Chat
from core.episodes import Episode
from core.ids import ChatId, EpisodeId, MessageId, Pair, PersonId, RoundId, UpdateId
from core.links import PairLink
from core.moving import moved_episode, moved_note, moved_person, moved_round
from core.notes import NoteId, StoredNote
from core.people import Person
from core.ports import MonthSum, Wake
from core.rounds import Round

_ABSENT: Any = object()

WakeKey = tuple[ChatId, RoundId | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """A note, and when it was last claimed."""

    note: StoredNote
    claimed_at: datetime | None = None


@dataclass(slots=True)
class ChatTable:
    """What belongs to one chat."""

    episodes: dict[EpisodeId, Episode] = field(default_factory=dict)
    about: dict[MessageId, tuple[EpisodeId, ...]] = field(default_factory=dict)
    newest: dict[Pair, tuple[Place, ...]] = field(default_factory=dict)
    sums: dict[SumKey, MonthSum] = field(default_factory=dict)
    rounds: dict[RoundId, Round] = field(default_factory=dict)


class Tables:
    """All rows. What `put` and `drop` replaced since `keep` comes back with `roll_back`."""

    def __init__(self) -> None:
        self.updates: dict[UpdateId, datetime] = {}
        self.chats: dict[ChatId, Chat] = {}
        self.members: dict[ChatId, frozenset[PersonId]] = {}
        self.memberships: dict[PersonId, frozenset[ChatId]] = {}
        self.of_chat: dict[ChatId, ChatTable] = defaultdict(ChatTable)
        self.people: dict[PersonId, Person] = {}
        self.round_chats: dict[RoundId, ChatId] = {}
        self.notes: dict[NoteId, Kept] = {}
        self.keys: dict[str, NoteId] = {}
        self.ready: dict[NoteId, None] = {}
        self.erasures: dict[str, datetime] = {}
        self.moves: dict[ChatId, tuple[ChatId, datetime]] = {}
        self.links: dict[PersonId, PairLink] = {}
        self.places: dict[ChatId, gaps.Place] = {}
        self.entries: dict[str, str] = {}
        self.wakes: dict[WakeKey, datetime] = {}
        self.wake_heap: list[tuple[datetime, ChatId, str]] = []
        self.counts = {"notes": 0}
        """How many notes were ever posted: a number is never given twice."""
        self._undo: list[tuple[dict[Any, Any], Any, Any]] = []

    def put(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        self._undo.append((table, key, table.get(key, _ABSENT)))
        table[key] = value

    def drop(self, table: dict[Any, Any], key: Any) -> None:
        if key in table:
            self._undo.append((table, key, table.pop(key)))

    def keep(self) -> None:
        self._undo.clear()

    def roll_back(self) -> None:
        while self._undo:
            table, key, old = self._undo.pop()
            if old is _ABSENT:
                del table[key]
            else:
                table[key] = old

    def set_wake(self, chat: ChatId, of_round: RoundId | None, at: datetime | None) -> None:
        key = (chat, of_round)
        if at is None:
            self.drop(self.wakes, key)
        elif self.wakes.get(key) != at:
            self.put(self.wakes, key, at)
            heappush(self.wake_heap, (at, chat, of_round or ""))

    def first_wake(self, without: Collection[Wake] = ()) -> Wake | None:
        """The heap may hold old moments; what the wakes say counts."""
        if without:
            wakes = (Wake(at, chat, of_round) for (chat, of_round), at in self.wakes.items())
            others = (wake for wake in wakes if wake not in without)
            return min(others, key=lambda wake: (wake.at, wake.chat, wake.round or ""), default=None)
        heap = self.wake_heap
        if len(heap) > 2 * len(self.wakes) + 64:
            heap[:] = [(at, chat, of_round or "") for (chat, of_round), at in self.wakes.items()]
            heapify(heap)
        while heap:
            at, chat, name = heap[0]
            of_round = RoundId(name) if name else None
            if self.wakes.get((chat, of_round)) == at:
                return Wake(at, chat, of_round)
            heappop(heap)
        return None

    def set_members(self, chat: ChatId, now: frozenset[PersonId]) -> None:
        before = self.members.get(chat, frozenset())
        if now == before:
            return
        self.put(self.members, chat, now)
        for person in before - now:
            self.put(self.memberships, person, self.memberships.get(person, frozenset()) - {chat})
        for person in now - before:
            self.put(self.memberships, person, self.memberships.get(person, frozenset()) | {chat})

    def move(self, old: ChatId, to: ChatId, at: datetime) -> None:
        """What belongs to a chat, but its own row and its members, under its new id."""
        before = self.of_chat[old]
        for episode in list(before.episodes.values()):
            self.take_episode(old, episode.id)
            self.put_episode(to, moved_episode(episode, old, to))
        table = self.of_chat[to]
        for key, one in list(before.sums.items()):
            known = table.sums.get(key)
            self.put(table.sums, key, one if known is None else added(known, one))
        for name, round in list(before.rounds.items()):
            self.drop(before.rounds, name)
            self.set_wake(old, name, None)
            self.put(table.rounds, name, moved_round(round, old, to))
            self.put(self.round_chats, name, to)
            self.set_wake(to, name, round.wake_at)
        self._move_notes(old, to)
        for who, person in list(self.people.items()):
            self.put(self.people, who, moved_person(person, old, to))
        self.drop(self.moves, to)
        for earlier, (new, when) in list(self.moves.items()):
            if new == old:
                self.put(self.moves, earlier, (to, when))
        self.put(self.moves, old, (to, at))

    def _move_notes(self, old: ChatId, to: ChatId) -> None:
        for number, kept in list(self.notes.items()):
            note = moved_note(kept.note.note, old, to)
            if note != kept.note.note:
                self.drop_note(number)
                if note.key in self.keys:  # the same was begun in the new place: that one keeps the key
                    note = replace(note, key=None)
                self.put_note(replace(kept, note=replace(kept.note, note=note)))
                if note.key is not None:
                    self.put(self.keys, note.key, number)

    def put_note(self, kept: Kept) -> None:
        number = kept.note.id
        self.put(self.notes, number, kept)
        if kept.note.status == "ready":
            self.put(self.ready, number, None)
        else:
            self.drop(self.ready, number)

    def drop_note(self, number: NoteId) -> None:
        key = self.notes[number].note.note.key
        if key is not None:
            self.drop(self.keys, key)
        self.drop(self.ready, number)
        self.drop(self.notes, number)

    def put_episode(self, chat: ChatId, episode: Episode) -> None:
        """Inserts or replaces, then lets each of its pairs keep only its newest."""
        table = self.of_chat[chat]
        self.take_episode(chat, episode.id)
        self.put(table.episodes, episode.id, episode)
        for message in messages_of(episode):
            self.put(table.about, message, (*table.about.get(message, ()), episode.id))
        place = place_of(episode)
        pushed_out = []
        for pair in pairs_of(episode):
            newest = [*table.newest.get(pair, ())]
            insort(newest, place)
            if len(newest) > KEPT:
                pushed_out.append(newest.pop(0)[2])
            self.put(table.newest, pair, tuple(newest))
        for oldest in pushed_out:
            self._fold(chat, oldest)

    def take_episode(self, chat: ChatId, name: EpisodeId) -> None:
        """Removes an episode from its table and its pairs."""
        table = self.of_chat[chat]
        episode = table.episodes.get(name)
        if episode is None:
            return
        self.drop(table.episodes, name)
        for message in messages_of(episode):
            left = tuple(other for other in table.about[message] if other != name)
            if left:
                self.put(table.about, message, left)
            else:
                self.drop(table.about, message)
        place = place_of(episode)
        for pair in pairs_of(episode):
            newest = table.newest.get(pair, ())
            spot = bisect_left(newest, place)
            if spot < len(newest) and newest[spot] == place:
                self.put(table.newest, pair, newest[:spot] + newest[spot + 1 :])

    def _fold(self, chat: ChatId, name: EpisodeId) -> None:
        """An episode left one pair's newest: when it is in no pair's any more, only sums remain."""
        table = self.of_chat[chat]
        episode = table.episodes.get(name)
        if episode is None:
            return
        place = place_of(episode)
        if any(place in table.newest.get(pair, ()) for pair in pairs_of(episode)):
            return
        self.take_episode(chat, name)
        for one in month_sums(episode):
            before = table.sums.get(key_of(one))
            self.put(table.sums, key_of(one), one if before is None else added(before, one))
