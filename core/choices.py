"""What the members of a chat chose for all of them: everybody there sees it, whoever agreed may change it."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is on in a chat. A person's own switches stand above each of them (`core/precedence.py`)."""

    notes: bool = True
    """Private notes that point to a moment."""
    checkins: bool = True
    """Check-ins, those of a schedule and those that somebody asks for."""
    guess: bool = True
    """After a reveal: guessing what mattered most."""


NAMES = tuple(choice.name for choice in fields(Choices))
RECAP = "recap"
"""Stands beside them on the screen: the weekly look back of two, which has its day in the chat's agenda."""
