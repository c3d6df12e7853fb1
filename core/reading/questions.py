"""Questions in a reply: whether one asks to hear more of what was told, and whether it is all there is.

By form alone (science §3c, *follow-up*; Huang et al. 2017). What the form is worth was looked up on labelled
replies: docs/decisions/0016.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.reading.plain_text import MAX_CHARS, clean, tokens

_FEWEST_WORDS = 3
"""“What?” and “are you?” ask nothing in particular."""
_OPEN, _CLOSED = 1.0, 0.5
"""A question that leaves the answer to the person; one that takes yes or no. [P]"""
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
_UNMARKED = re.compile(r"(?:how|what|when|where|who|why) (?:did|do|does|are|is|was|were|happened|long)\b")
"""In a chat a question often goes without its mark."""
_OPENINGS = frozenset({"what", "how", "which", "when", "where", "who", "what's", "how's", "who's", "where's"})
_TELL = re.compile(r" (?:tell me|want to (?:say|tell|talk)|say more|go on)\b")
_POINTS_BACK = re.compile(
    r" (?:it|it's|its|that|that's|this|those|xe|xe's|xer|they|they're|them|then|there|felt|feel|feeling"
    r"|happened|was|did|(?:did|were|do|are|have|had|would|could) you|you going"
    r"|you (?:think|mean|want|know|tell|said?|feel|did|were)) "
)
"""At what was said, or at what the other felt, did and thinks of it."""
_NOT_GENUINE = re.compile(
    r" (?:are you sure|you sure|so what|who cares|what's your point|what (?:did|do) you expect"
    r"|what's the (?:plan|big deal|problem)|why (?:did|do|are|would|can|could|have|is|was)(?:n't)? you"
    r"|why don't you|(?:did|do|could|can|have|are|were|is|would|should)n't (?:you|it|that)"
    r"|(?:can|could|will|would) you|have you (?:thought|tried|considered|seen|got|done|fed|paid)"
    r"|how about|what about|what if|maybe|shall|should|want me|you okay|you ok|are you ok|you alright"
    r"|what's for) "
    r"|^ did you (?:get|see|fix|feed|pay|buy|call|ring|send|find|lock|remember|put|take|book|hear about) "
)
"""Blame, doubt, advice, an offer, a request, an errand: questions in form only."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`genuine`: 0 to 1, how far a reply asks to hear more. `bare`: it holds questions and nothing else."""

    genuine: float
    bare: bool


def asked(reply: str) -> Asked:
    """What a reply asks of the person who told something. Of several questions the most genuine counts."""
    pieces = [tokens(clean(piece)) for piece in _SENTENCE_ENDS.split(reply[:MAX_CHARS])]
    said = [piece for piece in pieces if any(word[0].isalnum() for word in piece)]
    questions = [piece for piece in said if _is_question(piece)]
    return Asked(
        genuine=max((_genuine(question) for question in questions), default=0.0),
        bare=bool(questions) and len(questions) == len(said),
    )


def _is_question(piece: Sequence[str]) -> bool:
    return "?" in piece or _UNMARKED.match(" ".join(piece)) is not None


def _genuine(question: Sequence[str]) -> float:
    words = [word for word in question if word[0].isalnum()]
    line = f" {' '.join(words)} "
    if len(words) < _FEWEST_WORDS or _NOT_GENUINE.search(line) or not _POINTS_BACK.search(line):
        return 0.0
    return _OPEN if _OPENINGS.intersection(words) or _TELL.search(line) else _CLOSED
