"""A topic that was put off by all of them: where it stands, never what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from core.ids import MessageId, PersonId

FORGOTTEN = PersonId("")
"""Stands for whoever's yes it took and who is forgotten: nobody says it any more, and nobody is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """Proposed by one, parked when all agreed, back when all are ready."""

    id: str
    said_at: datetime
    """The moment that it points to."""
    message: MessageId | None = None
    """The message that it is about; None: the talk of that moment."""
    by: PersonId
    proposed_at: datetime
    people: tuple[PersonId, ...]
    """Whose yes it takes, both times; whoever stops reading, or is forgotten, is no yes."""
    agreed: tuple[PersonId, ...] = ()
    """Who agreed so far: each one's own, until all did."""
    parked_at: datetime | None = None
    ready: dict[PersonId, datetime] = field(default_factory=dict)
    """Who could talk about it now: each one's own, until all are."""
