"""A chat's rows under its new id, in the encrypted store."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from adapters.storage.pairs import messages_of
from adapters.storage.rows import EPISODE, NOTE, PERSON, ROUND
from core.ids import ChatId
from core.moving import moved_episode, moved_note, moved_person, moved_round

Rows = Callable[..., Awaitable[list[Any]]]
"""SQL and its values to rows."""


async def move_what_belongs(rows: Rows, old: ChatId, to: ChatId) -> None:
    """Everything of a chat but its own row, its members and habits."""
    await _move_episodes(rows, old, to)
    await _move_sums(rows, old, to)
    for name, body in await rows("SELECT id, body FROM rounds WHERE chat = ?", old):
        moved = ROUND.text(moved_round(ROUND.value(body), old, to))
        await rows("UPDATE rounds SET chat = ?, body = ? WHERE id = ?", to, moved, name)
    await _move_notes(rows, old, to)
    for name, body in await rows("SELECT id, body FROM people WHERE instr(body, ?)", json.dumps(old)):
        await rows(
            "UPDATE people SET body = ? WHERE id = ?",
            PERSON.text(moved_person(PERSON.value(body), old, to)),
            name,
        )


async def _move_episodes(rows: Rows, old: ChatId, to: ChatId) -> None:
    await rows("DELETE FROM episode_messages WHERE chat = ?", old)
    for number, body in await rows("SELECT number, body FROM episodes WHERE chat = ?", old):
        episode = moved_episode(EPISODE.value(body), old, to)
        sql = "UPDATE episodes SET chat = ?, id = ?, body = ? WHERE number = ?"
        await rows(sql, to, episode.id, EPISODE.text(episode), number)
        sql = "INSERT INTO episode_messages (chat, message, episode) SELECT ?, value, ? FROM json_each(?)"
        await rows(sql, to, number, json.dumps(messages_of(episode)))
    sql = """
        UPDATE episode_pairs SET chat = ?2, id = (SELECT id FROM episodes WHERE number = episode)
        WHERE chat = ?1
    """
    await rows(sql, old, to)
    sql = """
        INSERT INTO pair_counts SELECT ?2, one, other, newest FROM pair_counts WHERE chat = ?1
        ON CONFLICT DO UPDATE SET newest = newest + excluded.newest
    """
    await rows(sql, old, to)
    await rows("DELETE FROM pair_counts WHERE chat = ?", old)


async def _move_sums(rows: Rows, old: ChatId, to: ChatId) -> None:
    sql = """
        INSERT INTO month_sums
        SELECT ?2, one, other, author, month, disclosures, depth, responses, responsiveness
        FROM month_sums WHERE chat = ?1 ON CONFLICT DO UPDATE SET
        disclosures = disclosures + excluded.disclosures, depth = depth + excluded.depth,
        responses = responses + excluded.responses,
        responsiveness = responsiveness + excluded.responsiveness
    """
    await rows(sql, old, to)
    await rows("DELETE FROM month_sums WHERE chat = ?", old)


async def _move_notes(rows: Rows, old: ChatId, to: ChatId) -> None:
    for number, body in await rows("SELECT id, body FROM notes WHERE instr(body, ?)", old):
        note = moved_note(NOTE.value(body), old, to)
        if await rows("SELECT 1 FROM notes WHERE key = ? AND id != ?", note.key, number):
            note = replace(note, key=None)  # the same was begun in the new place: that one keeps the key
        sql = "UPDATE notes SET key = ?, to_chat = ?, about_chat = ?, body = ? WHERE id = ?"
        await rows(sql, note.key, note.to_chat, note.about_chat, NOTE.text(note), number)
