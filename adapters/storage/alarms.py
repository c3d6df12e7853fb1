"""What the shell asks the encrypted store by itself: the next moment, and the outbox."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from adapters.storage.rows import (
    ERASURE_KEPT,
    NOTE_KEPT,
    OUTCOMES,
    PERSON,
    UPDATE_KEPT,
    micros,
    micros_or_none,
    moment,
)
from adapters.storage.transaction import Statement, stored_note
from core.ids import ChatId, RoundId
from core.moving import KNOWN_FOR
from core.notes import NoteId, StoredNote
from core.ports import Wake
from core.reminders import standing


async def next_wake(rows: Statement, without: Collection[Wake]) -> Wake | None:
    """The earliest of all chats and rounds, but for these."""
    sql = """
        SELECT * FROM (
            SELECT * FROM (
                SELECT wake_at AS at, id AS chat, '' AS round FROM chats
                WHERE wake_at IS NOT NULL ORDER BY wake_at, id LIMIT ?1
            ) UNION ALL SELECT * FROM (
                SELECT wake_at, chat, id FROM rounds ORDER BY wake_at, chat, id LIMIT ?1
            )
        ) ORDER BY at, chat, round LIMIT ?1
    """
    found = await rows(sql, len(without) + 1)
    wakes = (Wake(moment(at), ChatId(chat), RoundId(name) if name else None) for at, chat, name in found)
    return next((wake for wake in wakes if wake not in without), None)


async def claim(
    rows: Statement, now: datetime, limit: int, besides: Collection[str] = ()
) -> list[StoredNote]:
    """Expires what is too late, and marks the oldest due note to each addressee as *sending*."""
    sql = "UPDATE notes SET status = 'expired', claimed_at = ?1 WHERE status = 'ready' AND expires_at <= ?1"
    await rows(sql, micros(now))
    sql = """
        UPDATE notes SET status = 'sending', claimed_at = ?1
        WHERE id IN (
            SELECT min(id) FROM notes
            WHERE status = 'ready' AND due_at <= ?1
            AND coalesce(to_person, to_chat, '') NOT IN (SELECT value FROM json_each(?3))
            GROUP BY coalesce(to_person, to_chat) ORDER BY min(id) LIMIT ?2
        )
        RETURNING id, body, status, sent_as
    """
    found = await rows(sql, micros(now), limit, json.dumps(sorted(besides)))
    return [stored_note(row) for row in sorted(found)]


async def next_note(rows: Statement, besides: Collection[str] = ()) -> datetime | None:
    sql = """
        SELECT min(due_at) FROM notes
        WHERE status = 'ready' AND coalesce(to_person, to_chat, '') NOT IN (SELECT value FROM json_each(?))
    """
    found = await rows(sql, json.dumps(sorted(besides)))
    return None if found[0][0] is None else moment(found[0][0])


async def settle(
    rows: Statement, note: NoteId, status: str, sent_as: str | None, due_at: datetime | None
) -> None:
    """Only a claimed note has an outcome; of a note that was erased meanwhile nothing is kept."""
    if status not in OUTCOMES:
        raise ValueError(f"a claimed note cannot become “{status}”")
    sql = """
        UPDATE notes SET status = ?, sent_as = ?, due_at = coalesce(?, due_at)
        WHERE id = ? AND status = 'sending'
    """
    await rows(sql, status, sent_as, micros_or_none(due_at), note)


async def abandon(rows: Statement) -> None:
    """After a start: what was being sent when the process ended may have arrived, and is never sent again."""
    await rows("UPDATE notes SET status = 'unknown' WHERE status = 'sending'")


async def prune(rows: Statement, now: datetime) -> None:
    await rows("DELETE FROM updates WHERE at < ?", micros(now - UPDATE_KEPT))
    await rows("DELETE FROM moves WHERE at < ?", micros(now - KNOWN_FOR))
    await rows("DELETE FROM pair_links WHERE expires_at <= ?", micros(now))
    await rows("DELETE FROM erasures WHERE at < ?", micros(now - ERASURE_KEPT))
    sql = "DELETE FROM notes WHERE claimed_at < ? AND status NOT IN ('ready', 'sending')"
    await rows(sql, micros(now - NOTE_KEPT))
    await _let_strangers_go(rows, now)


async def _let_strangers_go(rows: Statement, now: datetime) -> None:
    sql = """
        SELECT id, body FROM people
        WHERE NOT EXISTS (SELECT 1 FROM memberships WHERE person = people.id)
        AND NOT EXISTS (SELECT 1 FROM notes WHERE to_person = people.id)
        AND NOT EXISTS (SELECT 1 FROM pair_links WHERE people.id IN (maker, opener))
        AND NOT EXISTS (SELECT 1 FROM chats WHERE body ->> 'added_by' = people.id)
        AND NOT EXISTS (
            SELECT 1 FROM habits, json_each(habits.body, '$.moderation.audit') AS change
            WHERE change.value ->> 'by' = people.id
        )
    """
    for who, body in await rows(sql):
        if not standing(PERSON.value(body).reminders, now):
            await rows("DELETE FROM people WHERE id = ?", who)
