"""Rows of links that bring two together, in the encrypted store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from adapters.storage.rows import micros, moment
from core.ids import PersonId
from core.links import PairLink

Rows = Callable[..., Awaitable[list[Any]]]
"""SQL and its values to rows."""


async def found(rows: Rows, where: str, value: str) -> list[PairLink]:
    """By makers. `where` is one of our own texts, with the value as ?1."""
    read = f"SELECT maker, keyed_hash, opener, agreed, closed, expires_at FROM pair_links WHERE {where}"  # noqa: S608
    told = await rows(f"{read} ORDER BY maker", value)
    return [
        PairLink(
            maker=PersonId(maker),
            keyed_hash=keyed_hash,
            opener=opener,
            agreed=bool(agreed),
            closed=bool(closed),
            expires_at=moment(expires_at),
        )
        for maker, keyed_hash, opener, agreed, closed, expires_at in told
    ]


async def save(rows: Rows, link: PairLink) -> None:
    """In place of whatever link its maker had."""
    sql = """
        INSERT OR REPLACE INTO pair_links (maker, keyed_hash, opener, agreed, closed, expires_at)
        VALUES (?, ?, ?, ?, ?, ?)
    """
    said = (int(link.agreed), int(link.closed))
    await rows(sql, link.maker, link.keyed_hash, link.opener, *said, micros(link.expires_at))
