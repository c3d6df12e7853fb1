"""Names of things. Platform ids are opaque strings that begin with their platform ("telegram:42")."""

from __future__ import annotations

from typing import NewType

PersonId = NewType("PersonId", str)
ChatId = NewType("ChatId", str)
MessageId = NewType("MessageId", str)
"""Unique within its chat."""
EpisodeId = NewType("EpisodeId", str)
"""The message id of the episode's disclosure."""
RoundId = NewType("RoundId", str)
UpdateId = NewType("UpdateId", str)
"""platform:bot:number, the key under which an update's effects are counted once."""
Pair = tuple[PersonId, PersonId]
"""Two people in one chat, sorted: unordered by construction."""


def pair_of(one: PersonId, other: PersonId) -> Pair:
    """The unordered pair of two people."""
    return (one, other) if one <= other else (other, one)
