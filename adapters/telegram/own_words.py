"""Which of a message's words are its sender's own. Pure.

Block quotations and code blocks are pasted, not said; everything else that is set off (bold, a spoiler, a
line of code, the visible words of a link, a mention) is said as it stands. The address behind a link, the
person behind a mention and the part of a message that a reply quotes are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from adapters.telegram.fields import Raw, words

PASTED = frozenset({"blockquote", "expandable_blockquote", "pre"})
"""Types of `MessageEntity` that hold what somebody else wrote, or what no one says."""
_ENTITIES = {"text": "entities", "caption": "caption_entities"}


def own_words(message: Raw, name: str) -> str:
    """The sender's own words of `text` or `caption`; empty where there are none.

    Offsets count UTF-16 units. An entity that cannot be is passed over; of a character that one would halve,
    nothing stays.
    """
    text = words(message, name)
    pasted = sorted(_pasted(message.get(_ENTITIES[name])))
    if not pasted:
        return text
    units, at, own = text.encode("utf-16-le"), 0, []
    for start, end in pasted:
        own.append(units[2 * at : 2 * max(start, at)])
        at = max(at, end)
    own.append(units[2 * at :])
    pieces = (piece.decode("utf-16-le", "ignore").strip() for piece in own)
    return "\n".join(piece for piece in pieces if piece)


def _pasted(entities: object) -> Iterator[tuple[int, int]]:
    """Where pasted words begin and end."""
    for entity in entities if isinstance(entities, list) else ():
        if isinstance(entity, dict) and entity.get("type") in PASTED:
            offset, length = entity.get("offset"), entity.get("length")
            if _is_count(offset) and _is_count(length):
                yield offset, offset + length


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
