"""All rows of an encrypted database, read with its key by the library alone."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

Rows = list[tuple[Any, ...]]


def dump(database: Path, key: bytes) -> dict[str, Rows]:
    """Every table's rows."""
    with closing(dbapi2.connect(str(database))) as connection:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}


def integrity(database: Path, key: bytes) -> str:
    """What SQLite says of the file as a whole."""
    with closing(dbapi2.connect(str(database))) as connection:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def effects(database: Path, key: bytes) -> dict[str, list[Any]]:
    """What the updates left, without what two honest runs may differ in: row numbers, the card's random
    token, when a note was claimed and whether it is known that it arrived, and what is told from a turn as a
    whole, `context` and `manner` (a restart forgets words, and says so)."""
    rows = dump(database, key)
    numbers = {row[0]: (row[1], row[2]) for row in rows["episodes"]}
    return {
        "updates": sorted(row[0] for row in rows["updates"]),
        "chats": sorted((row[0], row[1], row[2], _plain(row[3])) for row in rows["chats"]),
        "memberships": sorted(rows["memberships"]),
        "moves": sorted(rows["moves"]),
        "people": sorted((row[0], _plain(row[1])) for row in rows["people"]),
        "rounds": sorted((*row[:3], _plain(row[3])) for row in rows["rounds"]),
        "episodes": sorted((*row[1:6], _plain(row[6])) for row in rows["episodes"]),
        "episode_messages": sorted((*row[:2], numbers[row[2]]) for row in rows["episode_messages"]),
        "episode_pairs": sorted((numbers[row[0]], *row[1:]) for row in rows["episode_pairs"]),
        "pair_counts": sorted(rows["pair_counts"]),
        "month_sums": sorted(rows["month_sums"]),
        "notes": sorted((_outcome(row[1]), str(row[2]), _plain(row[10])) for row in rows["notes"]),
    }


def _outcome(status: str) -> str:
    """Out of the outbox, however it went: a message whose sender died may have arrived, and one that had to
    wait for a restart may be wanted no longer, because its addressee withdrew meanwhile."""
    return "left" if status in ("sent", "unknown", "refused") else status


def _plain(body: str) -> str:
    return json.dumps(_without(json.loads(body)), sort_keys=True)


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without(v) for k, v in value.items() if k not in ("context", "token", "manner")}
    return [_without(one) for one in value] if isinstance(value, list) else value
