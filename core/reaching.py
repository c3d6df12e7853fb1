"""Whether the bot may write to somebody first, in private. What answers them where they are always may."""

from __future__ import annotations

from core.ids import PersonId
from core.people import Person

ASKS_BEFORE = frozenset({"discord"})
"""Platforms on which a bot can write to whom it likes: there it does so only to who asked for that. On all
others people open their private chat with it themselves."""


def asks_before(person: PersonId) -> bool:
    """Whether this person is asked before anything comes to their private chat by itself."""
    return person.partition(":")[0] in ASKS_BEFORE


def is_to_be_asked(person: Person) -> bool:
    """Whether they have not said yet if anything may come to their private chat by itself."""
    return asks_before(person.id) and person.written_to is None


def may_write(person: Person) -> bool:
    """Whether they want what comes by itself. Who was not asked yet has not said so."""
    return not asks_before(person.id) if person.written_to is None else person.written_to


def is_reached(person: Person) -> bool:
    """Whether what comes by itself reaches them: they want it, and their private chat takes it."""
    return may_write(person) and not person.closed
