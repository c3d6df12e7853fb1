"""How a reply is said, by plain cues beside what the reader saw in it."""

from __future__ import annotations

from core.reading.cues import read_cues
from core.reading.passive_words import is_passive
from core.reading.plain_text import clean, tokens
from core.reading.questions import asked
from core.reading.scores import Manner


def manner_of(reply: str) -> Manner:
    """The manner of a reply's words; an empty one has none."""
    cleaned, question = clean(reply), asked(reply)
    return Manner(
        follow_up=question.genuine,
        bare_question=question.bare,
        passive=is_passive(tokens(cleaned), read_cues(cleaned)),
    )
