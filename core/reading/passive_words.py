"""Passive words for good news: a formula that takes note, neither asks nor celebrates (Gable et al. 2004)."""

from __future__ import annotations

from collections.abc import Sequence

from core.reading.cues import Cues
from core.reading.neutral_words import listed

_FORMULAS = frozenset(
    listed(
        """
        nice cool good great fine well done congrats congratulations grats lovely sweet sick neat brilliant
        excellent fair play enough one for you job stuff work going that's that is was it's it this glad happy
        to hear ok okay k oh ah aw right yeah yes yep sure haha lol wow so very really man mate babe hun love
        dude bro x xx xxx
        """
    )
)
_LIVELY = 0.5
"""Emphasis from which a formula is a cheer: two exclamation marks, or drawn-out letters and one. [P]"""


def is_passive(words: Sequence[str], cues: Cues) -> bool:
    """Whether these words (`plain_text.tokens`) are nothing but such a formula, said without liveliness."""
    spoken = [word for word in words if word[0].isalnum()]
    lively = cues.emphasis >= _LIVELY or max(cues.warmth, cues.joy, cues.sadness) > 0
    return bool(spoken) and not lively and "?" not in words and all(word in _FORMULAS for word in spoken)
