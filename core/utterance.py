"""A message while it is read: its words, in memory and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class MessageKind(StrEnum):
    TEXT = "text"
    STICKER = "sticker"
    VOICE = "voice"
    PHOTO = "photo"
    GIF = "gif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A message while it is read. Its words never leave memory, so its repr holds none."""

    text: str = field(repr=False)
    kind: MessageKind = MessageKind.TEXT
    emoji: str = ""
    """Emoji that a sticker stands for."""
    immediacy: float | None = None
    """How fast this answers, against the author's own habit: 0 slow, .5 as usual, 1 at once; None unknown."""
