"""What one work may do to the encrypted store: statements with parameters, nothing cached."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.storage import links
from adapters.storage.erasure import is_about, note_without
from adapters.storage.moves import move_what_belongs
from adapters.storage.pairs import KEPT, messages_of, month_sums, pairs_of, place_of
from adapters.storage.rows import (
    CHAT,
    EPISODE,
    HABITS,
    NOTE,
    PERSON,
    ROUND,
    Habits,
    micros,
    micros_or_none,
    moment,
)
from core import revealing
from core.chats import Chat
from core.consent import cleansed
from core.episodes import Episode
from core.gaps import Place
from core.ids import ChatId, EpisodeId, MessageId, PersonId, RoundId, UpdateId
from core.links import PairLink
from core.moving import moved_chat
from core.notes import Note, NoteId, StoredNote
from core.people import Person
from core.ports import Conflict, MonthSum, StoreFailed
from core.rounds import Round

Statement = Callable[..., Awaitable[list[Any]]]
"""SQL and its values to rows. Raises StoreFailed."""


class SqlTransaction:
    """The database as one work sees it, until that work ends."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._over = False
        self._habits: dict[ChatId, Habits] = {}
        """Of each chat as this work read or wrote them last."""
        self.failure: StoreFailed | None = None
        """A statement that failed: the work is undone even if it went on."""

    def end(self) -> None:
        self._over = True

    async def _rows(self, sql: str, *values: Any) -> list[Any]:
        if self._over:
            raise StoreFailed("This transaction is over.")
        if self.failure is not None:
            raise self.failure  # the database may have ended the whole transaction: nothing may follow
        try:
            return await self._statement(sql, *values)
        except StoreFailed as error:
            self.failure = error
            raise

    async def first_time(self, update: UpdateId, at: datetime) -> bool:
        sql = "INSERT INTO updates VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING 1"
        return bool(await self._rows(sql, update, micros(at)))

    async def chat(self, chat: ChatId) -> Chat | None:
        sql = """
            SELECT chats.body, habits.body FROM chats JOIN habits ON habits.chat = chats.id WHERE chats.id = ?
        """
        found = await self._rows(sql, chat)
        if not found:
            return None
        self._habits[chat] = HABITS.value(found[0][1])
        return self._habits[chat].put_into(CHAT.value(found[0][0]))

    async def save_chat(self, chat: Chat, wake_at: datetime | None) -> None:
        body = CHAT.text(replace(chat, version=chat.version + 1))
        wake = micros_or_none(wake_at)
        if chat.version == 0:
            sql = """
                INSERT INTO chats (wake_at, body, id, version) VALUES (?, ?, ?, ? + 1)
                ON CONFLICT DO NOTHING RETURNING 1
            """
        else:
            sql = """
                UPDATE chats SET wake_at = ?, body = ?, version = version + 1
                WHERE id = ? AND version = ? RETURNING 1
            """
        if not await self._rows(sql, wake, body, chat.id, chat.version):
            raise Conflict("The chat was written meanwhile.")
        await self._save_habits(chat)
        before = {
            row[0] for row in await self._rows("SELECT person FROM memberships WHERE chat = ?", chat.id)
        }
        for person in before - set(chat.members):
            await self._rows("DELETE FROM memberships WHERE person = ? AND chat = ?", person, chat.id)
        for person in set(chat.members) - before:
            await self._rows("INSERT INTO memberships VALUES (?, ?)", person, chat.id)

    async def _save_habits(self, chat: Chat) -> None:
        known = self._habits.get(chat.id)
        if known is None or not known.are_of(chat):
            self._habits[chat.id] = Habits.of(chat)
            sql = "INSERT INTO habits VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body"
            await self._rows(sql, chat.id, HABITS.text(self._habits[chat.id]))

    async def drop_chat(self, chat: ChatId) -> None:
        await self._rows("DELETE FROM chats WHERE id = ?", chat)  # and its memberships and habits
        await self._rows("DELETE FROM rounds WHERE chat = ?", chat)
        await self._rows("DELETE FROM episodes WHERE chat = ?", chat)  # and their messages, pairs, counts
        await self._rows("DELETE FROM month_sums WHERE chat = ?", chat)
        await self._rows("DELETE FROM notes WHERE to_chat = ?1 OR about_chat = ?1", chat)

    async def move_chat(self, chat: ChatId, to: ChatId, at: datetime) -> None:
        known, there = await self.chat(chat), await self.chat(to)
        if known is None:
            return
        wake = await self._rows("SELECT wake_at FROM chats WHERE id = ?", chat)
        wake_at = None if wake[0][0] is None else moment(wake[0][0])
        await self.save_chat(moved_chat(known, to, there), wake_at)
        await move_what_belongs(self._rows, chat, to)
        await self._rows("DELETE FROM moves WHERE old = ?", to)
        await self._rows("UPDATE moves SET new = ? WHERE new = ?", to, chat)
        await self._rows("DELETE FROM chats WHERE id = ?", chat)
        sql = "INSERT OR REPLACE INTO moves VALUES (?, ?, ?)"
        await self._rows(sql, chat, to, micros(at))

    async def moves(self) -> dict[ChatId, tuple[ChatId, datetime]]:
        found = await self._rows("SELECT old, new, at FROM moves")
        return {ChatId(old): (ChatId(new), moment(at)) for old, new, at in found}

    async def link(self, keyed_hash: str) -> PairLink | None:
        return next(iter(await links.found(self._rows, "keyed_hash = ?1", keyed_hash)), None)

    async def links_of(self, person: PersonId) -> list[PairLink]:
        return await links.found(self._rows, "maker = ?1 OR opener = ?1", person)

    async def save_link(self, link: PairLink) -> None:
        await links.save(self._rows, link)

    async def drop_link(self, maker: PersonId) -> None:
        await self._rows("DELETE FROM pair_links WHERE maker = ?", maker)

    async def drop_person_from_chat(self, chat: ChatId, person: PersonId) -> None:
        await self._forget_episodes(chat, person)
        await self._forget_in_notes(chat, person)

    async def chats_of(self, person: PersonId) -> list[ChatId]:
        found = await self._rows("SELECT chat FROM memberships WHERE person = ? ORDER BY chat", person)
        return [ChatId(row[0]) for row in found]

    async def brought_to(self, person: PersonId) -> list[ChatId]:
        found = await self._rows("SELECT id FROM chats WHERE body ->> 'added_by' = ? ORDER BY id", person)
        return [ChatId(row[0]) for row in found]

    async def asleep(self, after: datetime) -> list[ChatId]:
        sql = """
            SELECT id AS chat FROM chats WHERE wake_at > ?1
            UNION SELECT chat FROM rounds WHERE wake_at > ?1 ORDER BY chat
        """
        return [ChatId(row[0]) for row in await self._rows(sql, micros(after))]

    async def person(self, person: PersonId) -> Person | None:
        found = await self._rows("SELECT body FROM people WHERE id = ?", person)
        return PERSON.value(found[0][0]) if found else None

    async def people(self, prefix: str) -> list[PersonId]:
        found = await self._rows(
            "SELECT id FROM people WHERE substr(id, 1, ?) = ? ORDER BY id", len(prefix), prefix
        )
        return [PersonId(row[0]) for row in found]

    async def save_person(self, person: Person) -> None:
        sql = "INSERT INTO people VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body"
        await self._rows(sql, person.id, PERSON.text(person))

    async def episode(self, chat: ChatId, episode: EpisodeId) -> Episode | None:
        found = await self._rows("SELECT body FROM episodes WHERE chat = ? AND id = ?", chat, episode)
        return EPISODE.value(found[0][0]) if found else None

    async def episodes_about(self, chat: ChatId, message: MessageId) -> list[Episode]:
        sql = """
            SELECT body FROM episode_messages JOIN episodes ON number = episode
            WHERE episode_messages.chat = ? AND message = ? ORDER BY at, place, id
        """
        return [EPISODE.value(row[0]) for row in await self._rows(sql, chat, message)]

    async def save_episode(self, chat: ChatId, episode: Episode) -> None:
        found = await self._rows(
            "SELECT number, body FROM episodes WHERE chat = ? AND id = ?", chat, episode.id
        )
        if found:
            number, before = found[0][0], EPISODE.value(found[0][1])
            if place_of(before) == place_of(episode) and pairs_of(before) == pairs_of(episode):
                await self._rows(
                    "UPDATE episodes SET body = ? WHERE number = ?", EPISODE.text(episode), number
                )
                if set(messages_of(before)) != set(messages_of(episode)):
                    await self._rows("DELETE FROM episode_messages WHERE episode = ?", number)
                    await self._add_messages(chat, number, episode)
                return
            await self._rows("DELETE FROM episodes WHERE number = ?", number)
        await self._add_episode(chat, episode)

    async def _add_episode(self, chat: ChatId, episode: Episode) -> None:
        at, place, name = place_of(episode)
        sql = """
            INSERT INTO episodes (chat, id, at, place, author, body)
            VALUES (?, ?, ?, ?, ?, ?) RETURNING number
        """
        added = await self._rows(sql, chat, name, at, place, episode.author, EPISODE.text(episode))
        number = added[0][0]
        await self._add_messages(chat, number, episode)
        pairs = pairs_of(episode)
        sql = """
            INSERT INTO episode_pairs (episode, chat, one, other, at, place, id)
            SELECT ?, ?, value ->> 0, value ->> 1, ?, ?, ? FROM json_each(?)
        """
        await self._rows(sql, number, chat, at, place, name, json.dumps(pairs))
        pushed_out = set()
        for one, other in pairs:
            # The oldest of the pair's newest leaves them, when they are too many.
            sql = """
                UPDATE episode_pairs SET newest = 0
                WHERE one = ?2 AND other = ?3 AND episode = (
                    SELECT episode FROM episode_pairs
                    WHERE chat = ?1 AND one = ?2 AND other = ?3 AND newest ORDER BY at, place, id LIMIT 1
                ) AND (SELECT newest FROM pair_counts WHERE chat = ?1 AND one = ?2 AND other = ?3) > ?4
                RETURNING episode
            """
            pushed_out |= {row[0] for row in await self._rows(sql, chat, one, other, KEPT)}
        for oldest in pushed_out:
            await self._fold(chat, oldest)

    async def _add_messages(self, chat: ChatId, number: int, episode: Episode) -> None:
        sql = "INSERT INTO episode_messages (chat, message, episode) SELECT ?, value, ? FROM json_each(?)"
        await self._rows(sql, chat, number, json.dumps(messages_of(episode)))

    async def _fold(self, chat: ChatId, number: int) -> None:
        """When an episode is in no pair's newest any more, only sums remain of it."""
        sql = """
            SELECT body FROM episodes WHERE number = ?1
            AND NOT EXISTS (SELECT 1 FROM episode_pairs WHERE episode = ?1 AND newest)
        """
        found = await self._rows(sql, number)
        if not found:
            return
        sql = """
            INSERT INTO month_sums VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
            disclosures = disclosures + excluded.disclosures, depth = depth + excluded.depth,
            responses = responses + excluded.responses,
            responsiveness = responsiveness + excluded.responsiveness
        """
        for one in month_sums(EPISODE.value(found[0][0])):
            figures = (one.disclosures, one.depth, one.responses, one.responsiveness)
            await self._rows(sql, chat, *one.pair, one.author, one.month, *figures)
        await self._rows("DELETE FROM episodes WHERE number = ?", number)

    async def episodes(self, chat: ChatId, since: datetime | None = None) -> list[Episode]:
        sql = "SELECT body FROM episodes WHERE chat = ? AND at >= ? ORDER BY at, place, id"
        oldest = -(2**63) if since is None else micros(since)
        return [EPISODE.value(row[0]) for row in await self._rows(sql, chat, oldest)]

    async def sums(self, chat: ChatId) -> list[MonthSum]:
        sql = """
            SELECT one, other, author, month, disclosures, depth, responses, responsiveness
            FROM month_sums WHERE chat = ? ORDER BY month, one, other, author
        """
        return [MonthSum((row[0], row[1]), *row[2:]) for row in await self._rows(sql, chat)]

    async def round(self, round: RoundId) -> Round | None:
        found = await self._rows("SELECT body FROM rounds WHERE id = ?", round)
        return ROUND.value(found[0][0]) if found else None

    async def rounds(self, chat: ChatId) -> list[Round]:
        found = await self._rows("SELECT body FROM rounds WHERE chat = ?", chat)
        rounds = [ROUND.value(row[0]) for row in found]
        return sorted(rounds, key=lambda one: (one.closes_at, one.id))

    async def save_round(self, round: Round) -> None:
        if round.over:
            await self._rows("DELETE FROM rounds WHERE id = ?", round.id)
            return
        sql = """
            INSERT INTO rounds VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE
            SET chat = excluded.chat, wake_at = excluded.wake_at, body = excluded.body
        """
        await self._rows(sql, round.id, round.chat, micros(round.wake_at), ROUND.text(round))

    async def post(self, note: Note) -> NoteId | None:
        sql = """
            INSERT INTO notes (key, to_person, to_chat, about_chat, due_at, expires_at, body)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
            WHERE NOT EXISTS (SELECT 1 FROM notes WHERE key = ?1) RETURNING id
        """
        due_at = 0 if note.due_at is None else micros(note.due_at)
        expires_at = micros_or_none(note.expires_at)
        about = (note.key, note.to_person, note.to_chat, note.about_chat)
        added = await self._rows(sql, *about, due_at, expires_at, NOTE.text(note))
        return NoteId(added[0][0]) if added else None

    async def note(self, note: NoteId) -> StoredNote | None:
        found = await self._rows("SELECT id, body, status, sent_as FROM notes WHERE id = ?", note)
        return stored_note(found[0]) if found else None

    async def change_note(self, note: NoteId, args: Mapping[str, str]) -> None:
        stored = await self.note(note)
        if stored is not None:
            await self._rewrite(note, replace(stored.note, args=dict(args)))

    async def _rewrite(self, number: NoteId, note: Note) -> None:
        await self._rows("UPDATE notes SET body = ? WHERE id = ?", NOTE.text(note), number)

    async def refuse_notes(
        self, person: PersonId, kinds: Collection[str], at: datetime, chat: ChatId | None = None
    ) -> None:
        sql = """
            UPDATE notes SET status = 'refused', claimed_at = ?1
            WHERE status = 'ready' AND to_person = ?2 AND (?3 IS NULL OR about_chat = ?3)
            AND body ->> 'kind' IN (SELECT value FROM json_each(?4))
        """
        await self._rows(sql, micros(at), person, chat, json.dumps(sorted(kinds)))

    async def drop_notes(
        self, person: PersonId, chat: ChatId | None = None, besides: Collection[str] = ()
    ) -> None:
        sql = """
            DELETE FROM notes WHERE status = 'ready' AND to_person = ?1 AND (?2 IS NULL OR about_chat = ?2)
            AND body ->> 'kind' NOT IN (SELECT value FROM json_each(?3))
        """
        await self._rows(sql, person, chat, json.dumps(sorted(besides)))

    async def take_out_of_reveals(self, chat: ChatId, person: PersonId) -> None:
        sql = """
            SELECT id, body FROM notes
            WHERE status IN ('ready', 'sending') AND to_chat = ? AND body ->> 'kind' = ?
        """
        for number, body in await self._rows(sql, chat, revealing.REVEAL):
            await self._rewrite(number, revealing.without(NOTE.value(body), person))

    async def put_off(self, note: NoteId, until: datetime) -> None:
        sql = "UPDATE notes SET due_at = ? WHERE id = ? AND status = 'ready'"
        await self._rows(sql, micros(until), note)

    async def notes_to(self, person: PersonId) -> list[StoredNote]:
        sql = "SELECT id, body, status, sent_as FROM notes WHERE to_person = ? ORDER BY id"
        return [stored_note(row) for row in await self._rows(sql, person)]

    async def forget(self, person: PersonId, at: datetime, keyed_hash: str | None) -> None:
        await self._rows("DELETE FROM people WHERE id = ?", person)
        await self._rows("DELETE FROM memberships WHERE person = ?", person)
        await self._rows("DELETE FROM pair_links WHERE maker = ?1 OR opener = ?1", person)
        await self._forget_who_brought_it(person)
        await self._forget_episodes(None, person)
        await self._forget_in_notes(None, person)
        if keyed_hash is not None:
            sql = "INSERT INTO erasures VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at"
            await self._rows(sql, keyed_hash, micros(at))

    async def chats(self, prefix: str) -> list[ChatId]:
        sql = "SELECT id FROM chats WHERE substr(id, 1, ?) = ? ORDER BY id"
        return [ChatId(row[0]) for row in await self._rows(sql, len(prefix), prefix)]

    async def saw(self, chat: ChatId, place: Place) -> None:
        sql = """
            INSERT INTO places SELECT id, ?2, ?3 FROM chats WHERE id = ?1
            ON CONFLICT DO UPDATE SET
                message = nullif(max(coalesce(message, 0), coalesce(excluded.message, 0)), 0),
                edited_at = nullif(max(coalesce(edited_at, 0), coalesce(excluded.edited_at, 0)), 0)
        """
        message = None if place.message is None else int(place.message)
        await self._rows(sql, chat, message, micros_or_none(place.edited_at))

    async def place(self, chat: ChatId) -> Place:
        found = await self._rows("SELECT message, edited_at FROM places WHERE chat = ?", chat)
        if not found:
            return Place()
        message, edited_at = found[0]
        return Place(
            None if message is None else MessageId(str(message)),
            None if edited_at is None else moment(edited_at),
        )

    async def entry(self, name: str) -> str | None:
        found = await self._rows("SELECT said FROM entries WHERE name = ?", name)
        return found[0][0] if found else None

    async def enter(self, name: str, said: str) -> None:
        sql = "INSERT INTO entries VALUES (?, ?) ON CONFLICT DO UPDATE SET said = excluded.said"
        await self._rows(sql, name, said)

    async def _forget_who_brought_it(self, person: PersonId) -> None:
        sql = "SELECT id, version, body FROM chats WHERE body ->> 'added_by' = ?"
        for name, version, body in await self._rows(sql, person):
            chat = replace(CHAT.value(body), added_by=None, version=version + 1)
            sql = "UPDATE chats SET version = version + 1, body = ? WHERE id = ?"
            await self._rows(sql, CHAT.text(chat), name)

    async def _forget_episodes(self, chat: ChatId | None, person: PersonId) -> None:
        """In one chat, or in all."""
        sql = "DELETE FROM month_sums WHERE (?1 IS NULL OR chat = ?1) AND (one = ?2 OR other = ?2)"
        await self._rows(sql, chat, person)
        sql = "SELECT number, chat, body FROM episodes WHERE (?1 IS NULL OR chat = ?1) AND instr(body, ?2)"
        for number, where, body in await self._rows(sql, chat, _quoted(person)):
            episode = EPISODE.value(body)
            left = cleansed(episode, person)
            if left == episode:
                continue
            await self._rows("DELETE FROM episodes WHERE number = ?", number)
            if left is not None:
                await self._add_episode(where, left)

    async def _forget_in_notes(self, chat: ChatId | None, person: PersonId) -> None:
        sql = """
            SELECT id, body, sent_as FROM notes
            WHERE (?1 IS NULL OR to_chat = ?1 OR about_chat = ?1 OR instr(body, ?1)) AND instr(body, ?2)
        """
        for number, body, sent_as in await self._rows(sql, chat, person):
            note = NOTE.value(body)
            if chat is not None and not is_about(note, chat, person):
                continue
            left = note_without(note, person, shown=sent_as is not None)
            if left is None:
                await self._rows("DELETE FROM notes WHERE id = ?", number)
            elif left != note:
                await self._rows("UPDATE notes SET body = ? WHERE id = ?", NOTE.text(left), number)

    async def forgotten_at(self, keyed_hash: str) -> datetime | None:
        found = await self._rows("SELECT at FROM erasures WHERE keyed_hash = ?", keyed_hash)
        return moment(found[0][0]) if found else None


def stored_note(row: tuple[int, str, str, str | None]) -> StoredNote:
    """From (id, body, status, sent_as)."""
    number, body, status, sent_as = row
    return StoredNote(NoteId(number), NOTE.value(body), status, sent_as)


def _quoted(name: str) -> str:
    """As it stands in a body."""
    return json.dumps(name, ensure_ascii=False)
