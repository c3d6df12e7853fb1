"""The store in memory: the same promises without a disk, bounded, for replays and tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from adapters.storage.erasure import is_about, note_without
from adapters.storage.pairs import place_of
from adapters.storage.rows import ERASURE_KEPT, NOTE_KEPT, OUTCOMES, UPDATE_KEPT
from adapters.storage.tables import Kept, Tables
from core import reminders, revealing
from core.chats import Chat
from core.consent import cleansed
from core.episodes import Episode
from core.gaps import Place
from core.ids import ChatId, EpisodeId, MessageId, PersonId, RoundId, UpdateId
from core.links import PairLink
from core.moving import KNOWN_FOR, moved_chat
from core.notes import Note, NoteId, StoredNote
from core.people import Person
from core.ports import Conflict, MonthSum, StoreFailed, Transaction, Wake
from core.rounds import Round

T = TypeVar("T")
_MANY = 10_000
"""Update ids and settled notes that are kept when nobody prunes."""
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""When a note without a moment is due."""
_UNSETTLED = frozenset({"ready", "sending"})


class _MemoryTransaction:
    """The tables as one work sees them."""

    def __init__(self, tables: Tables) -> None:
        self._t = tables

    async def first_time(self, update: UpdateId, at: datetime) -> bool:
        if update in self._t.updates:
            return False
        self._t.put(self._t.updates, update, at)
        return True

    async def chat(self, chat: ChatId) -> Chat | None:
        return self._t.chats.get(chat)

    async def save_chat(self, chat: Chat, wake_at: datetime | None) -> None:
        before = self._t.chats.get(chat.id)
        if chat.version != (0 if before is None else before.version):
            raise Conflict("The chat was written meanwhile.")
        self._t.put(self._t.chats, chat.id, replace(chat, version=chat.version + 1))
        self._t.set_members(chat.id, frozenset(chat.members))
        self._t.set_wake(chat.id, None, wake_at)

    async def drop_chat(self, chat: ChatId) -> None:
        t = self._t
        for name in t.of_chat[chat].rounds:
            t.drop(t.round_chats, name)
            t.set_wake(chat, name, None)
        t.set_wake(chat, None, None)
        t.set_members(chat, frozenset())
        t.drop(t.members, chat)
        t.drop(t.chats, chat)
        t.drop(t.places, chat)
        t.drop(t.of_chat, chat)
        for old in [old for old, (new, _) in t.moves.items() if new == chat]:
            t.drop(t.moves, old)
        for number, kept in list(t.notes.items()):
            if chat in (kept.note.note.to_chat, kept.note.note.about_chat):
                t.drop_note(number)

    async def move_chat(self, chat: ChatId, to: ChatId, at: datetime) -> None:
        known = self._t.chats.get(chat)
        if known is not None:
            await self.save_chat(
                moved_chat(known, to, self._t.chats.get(to)), self._t.wakes.get((chat, None))
            )
            self._t.move(chat, to, at)
            await self.drop_chat(chat)

    async def moves(self) -> dict[ChatId, tuple[ChatId, datetime]]:
        return dict(self._t.moves)

    async def link(self, keyed_hash: str) -> PairLink | None:
        return next((link for link in self._t.links.values() if link.keyed_hash == keyed_hash), None)

    async def save_link(self, link: PairLink) -> None:
        self._t.put(self._t.links, link.maker, link)

    async def links_of(self, person: PersonId) -> list[PairLink]:
        found = [link for link in self._t.links.values() if person in (link.maker, link.opener)]
        return sorted(found, key=lambda link: link.maker)

    async def drop_link(self, maker: PersonId) -> None:
        self._t.drop(self._t.links, maker)

    async def drop_person_from_chat(self, chat: ChatId, person: PersonId) -> None:
        self._forget_episodes(chat, person)
        self._forget_in_notes(person, chat)

    async def chats_of(self, person: PersonId) -> list[ChatId]:
        return sorted(self._t.memberships.get(person, ()))

    async def brought_to(self, person: PersonId) -> list[ChatId]:
        return sorted(chat.id for chat in self._t.chats.values() if chat.added_by == person)

    async def asleep(self, after: datetime) -> list[ChatId]:
        return sorted({chat for (chat, _), at in self._t.wakes.items() if at > after})

    async def person(self, person: PersonId) -> Person | None:
        return self._t.people.get(person)

    async def people(self, prefix: str) -> list[PersonId]:
        return sorted(person for person in self._t.people if person.startswith(prefix))

    async def save_person(self, person: Person) -> None:
        self._t.put(self._t.people, person.id, person)

    async def episode(self, chat: ChatId, episode: EpisodeId) -> Episode | None:
        return self._t.of_chat[chat].episodes.get(episode)

    async def episodes_about(self, chat: ChatId, message: MessageId) -> list[Episode]:
        table = self._t.of_chat[chat]
        return sorted((table.episodes[name] for name in table.about.get(message, ())), key=place_of)

    async def save_episode(self, chat: ChatId, episode: Episode) -> None:
        self._t.put_episode(chat, episode)

    async def episodes(self, chat: ChatId, since: datetime | None = None) -> list[Episode]:
        found = self._t.of_chat[chat].episodes.values()
        return sorted((one for one in found if since is None or one.at >= since), key=place_of)

    async def sums(self, chat: ChatId) -> list[MonthSum]:
        return sorted(self._t.of_chat[chat].sums.values(), key=lambda one: (one.month, one.pair, one.author))

    async def round(self, round: RoundId) -> Round | None:
        chat = self._t.round_chats.get(round)
        return None if chat is None else self._t.of_chat[chat].rounds.get(round)

    async def rounds(self, chat: ChatId) -> list[Round]:
        return sorted(self._t.of_chat[chat].rounds.values(), key=lambda one: (one.closes_at, one.id))

    async def save_round(self, round: Round) -> None:
        t, rounds = self._t, self._t.of_chat[round.chat].rounds
        if round.over:
            t.drop(rounds, round.id)
            t.drop(t.round_chats, round.id)
            t.set_wake(round.chat, round.id, None)
        else:
            t.put(rounds, round.id, round)
            t.put(t.round_chats, round.id, round.chat)
            t.set_wake(round.chat, round.id, round.wake_at)

    async def post(self, note: Note) -> NoteId | None:
        t = self._t
        if note.key is not None and note.key in t.keys:
            return None
        number = NoteId(t.counts["notes"] + 1)
        t.put(t.counts, "notes", number)
        t.put_note(Kept(StoredNote(number, note, "ready")))
        if note.key is not None:
            t.put(t.keys, note.key, number)
        return number

    async def note(self, note: NoteId) -> StoredNote | None:
        kept = self._t.notes.get(note)
        return None if kept is None else kept.note

    async def change_note(self, note: NoteId, args: Mapping[str, str]) -> None:
        kept = self._t.notes.get(note)
        if kept is not None:
            self._rewrite(kept, replace(kept.note.note, args=dict(args)))

    async def refuse_notes(
        self, person: PersonId, kinds: Collection[str], at: datetime, chat: ChatId | None = None
    ) -> None:
        for number in list(self._t.ready):
            stored = self._t.notes[number].note
            is_there = chat is None or stored.note.about_chat == chat
            if stored.note.to_person == person and is_there and stored.note.kind in kinds:
                self._t.put_note(Kept(replace(stored, status="refused"), at))

    async def drop_notes(
        self, person: PersonId, chat: ChatId | None = None, besides: Collection[str] = ()
    ) -> None:
        for number in list(self._t.ready):
            note = self._t.notes[number].note.note
            if note.to_person == person and chat in (None, note.about_chat) and note.kind not in besides:
                self._t.drop_note(number)

    async def take_out_of_reveals(self, chat: ChatId, person: PersonId) -> None:
        for kept in list(self._t.notes.values()):
            note = kept.note.note
            if kept.note.status in _UNSETTLED and note.to_chat == chat and note.kind == revealing.REVEAL:
                self._rewrite(kept, revealing.without(note, person))

    async def put_off(self, note: NoteId, until: datetime) -> None:
        if note in self._t.ready:
            kept = self._t.notes[note]
            self._rewrite(kept, replace(kept.note.note, due_at=until))

    async def notes_to(self, person: PersonId) -> list[StoredNote]:
        return [kept.note for _, kept in sorted(self._t.notes.items()) if kept.note.note.to_person == person]

    async def forget(self, person: PersonId, at: datetime, keyed_hash: str | None) -> None:
        t = self._t
        t.drop(t.people, person)
        for name in t.memberships.get(person, frozenset()):
            t.put(t.members, name, t.members[name] - {person})
        t.drop(t.memberships, person)
        for maker in [m for m, link in t.links.items() if person in (m, link.opener)]:
            t.drop(t.links, maker)
        for name in await self.brought_to(person):
            chat = t.chats[name]
            t.put(t.chats, name, replace(chat, added_by=None, version=chat.version + 1))
        for name in list(t.of_chat):
            self._forget_episodes(name, person)
        self._forget_in_notes(person, None)
        if keyed_hash is not None:
            t.put(t.erasures, keyed_hash, at)

    async def forgotten_at(self, keyed_hash: str) -> datetime | None:
        return self._t.erasures.get(keyed_hash)

    async def chats(self, prefix: str) -> list[ChatId]:
        return sorted(chat for chat in self._t.chats if chat.startswith(prefix))

    async def saw(self, chat: ChatId, place: Place) -> None:
        if chat in self._t.chats:
            self._t.put(self._t.places, chat, _further(await self.place(chat), place))

    async def place(self, chat: ChatId) -> Place:
        return self._t.places.get(chat, Place())

    async def entry(self, name: str) -> str | None:
        return self._t.entries.get(name)

    async def enter(self, name: str, said: str) -> None:
        self._t.put(self._t.entries, name, said)

    def _rewrite(self, kept: Kept, note: Note) -> None:
        self._t.put(self._t.notes, kept.note.id, replace(kept, note=replace(kept.note, note=note)))

    def _forget_episodes(self, chat: ChatId, person: PersonId) -> None:
        table = self._t.of_chat[chat]
        for key in [key for key in table.sums if person in key[0]]:
            self._t.drop(table.sums, key)
        for episode in list(table.episodes.values()):
            left = cleansed(episode, person)
            if left == episode:
                continue
            self._t.take_episode(chat, episode.id)
            if left is not None:
                self._t.put_episode(chat, left)

    def _forget_in_notes(self, person: PersonId, chat: ChatId | None) -> None:
        for number, kept in list(self._t.notes.items()):
            note = kept.note.note
            if chat is not None and not is_about(note, chat, person):
                continue
            left = note_without(note, person, shown=kept.note.sent_as is not None)
            if left is None:
                self._t.drop_note(number)
            elif left != note:
                self._rewrite(kept, left)


def _further(one: Place, other: Place) -> Place:
    """The later of both, by message and by edit."""
    messages = [place.message for place in (one, other) if place.message is not None]
    edits = [place.edited_at for place in (one, other) if place.edited_at is not None]
    return Place(max(messages, key=int, default=None), max(edits, default=None))


class MemoryStore:
    """One work at a time; a failing one leaves nothing behind."""

    def __init__(self) -> None:
        self._tables = Tables()
        self._turn = asyncio.Lock()
        self._closed = False

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        async with self._turn:
            if self._closed:
                raise StoreFailed("The store is closed.")
            try:
                result = await work(_MemoryTransaction(self._tables))
            except BaseException:
                self._tables.roll_back()
                raise
            self._tables.keep()
        self._bound()
        return result

    async def next_wake(self, without: Collection[Wake] = ()) -> Wake | None:
        async with self._turn:
            return self._tables.first_wake(without)

    async def claim(self, now: datetime, limit: int = 16, besides: Collection[str] = ()) -> list[StoredNote]:
        async with self._turn:
            return self._claim(now, limit, set(besides))

    def _claim(self, now: datetime, limit: int, taken: set[str]) -> list[StoredNote]:
        t = self._tables
        claimed: list[StoredNote] = []
        for number in sorted(t.ready):
            stored = t.notes[number].note
            note = stored.note
            if note.expires_at is not None and note.expires_at <= now:
                t.put_note(Kept(replace(stored, status="expired"), now))
            elif (
                (note.due_at is None or note.due_at <= now)
                and len(claimed) < limit
                and note.addressee not in taken
            ):
                taken.add(note.addressee)
                sending = replace(stored, status="sending")
                t.put_note(Kept(sending, now))
                claimed.append(sending)
        t.keep()
        return claimed

    async def next_note(self, besides: Collection[str] = ()) -> datetime | None:
        async with self._turn:
            notes = [self._tables.notes[number].note.note for number in self._tables.ready]
        return min((note.due_at or _ALWAYS for note in notes if note.addressee not in besides), default=None)

    async def settle(
        self, note: NoteId, status: str, sent_as: str | None = None, due_at: datetime | None = None
    ) -> None:
        if status not in OUTCOMES:
            raise ValueError(f"a claimed note cannot become “{status}”")
        async with self._turn:
            kept = self._tables.notes.get(note)
            if kept is not None and kept.note.status == "sending":
                posted = kept.note.note if due_at is None else replace(kept.note.note, due_at=due_at)
                settled = StoredNote(note, posted, status, sent_as)
                self._tables.put_note(replace(kept, note=settled))
                self._tables.keep()

    async def scrub(self) -> None:
        """Nothing of a deleted row is kept anywhere."""

    async def prune(self, now: datetime) -> None:
        async with self._turn:
            t = self._tables
            t.updates = {update: at for update, at in t.updates.items() if at >= now - UPDATE_KEPT}
            t.moves = {old: kept for old, kept in t.moves.items() if kept[1] >= now - KNOWN_FOR}
            t.links = {maker: link for maker, link in t.links.items() if link.expires_at > now}
            t.erasures = {mark: at for mark, at in t.erasures.items() if at >= now - ERASURE_KEPT}
            for number, kept in list(t.notes.items()):
                settled = kept.note.status not in _UNSETTLED
                if settled and kept.claimed_at is not None and kept.claimed_at < now - NOTE_KEPT:
                    t.drop_note(number)
            for person in [one for one in t.people.values() if self._is_stranger(one, now)]:
                t.drop(t.people, person.id)
            t.keep()

    def _is_stranger(self, person: Person, now: datetime) -> bool:
        """Whether nothing is left to know somebody for."""
        t = self._tables
        who = person.id
        needed = (
            t.memberships.get(who),
            reminders.standing(person.reminders, now),
            any(kept.note.note.to_person == who for kept in t.notes.values()),
            any(who in (link.maker, link.opener) for link in t.links.values()),
            any(
                who in (chat.added_by, *(change.by for change in chat.moderation.audit))
                for chat in t.chats.values()
            ),
        )
        return not any(needed)

    async def close(self) -> None:
        self._closed = True

    def _bound(self) -> None:
        """A replay prunes nothing: the oldest update ids and settled notes go by themselves."""
        t = self._tables
        if len(t.updates) > 2 * _MANY:
            t.updates = dict(list(t.updates.items())[-_MANY:])
        if len(t.notes) > len(t.ready) + 2 * _MANY:
            settled = [kept.note.id for kept in t.notes.values() if kept.note.status not in _UNSETTLED]
            for number in sorted(settled)[:-_MANY]:
                t.drop_note(number)
            t.keep()
