"""What a chat keeps of its check-in prompts: the packs left out, its own ones, and what was asked when.

Everybody here sees the choice of packs and the own prompts, and anybody changes them: they are the chat's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from core.ids import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPrompt:
    """A prompt in somebody's own words. The only words that are kept: they were given to be kept."""

    key: str
    """"own:" and a number that is given once."""
    words: str = field(repr=False)
    level: int
    by: PersonId
    """Who added it: it goes with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repertoire:
    """Bounded: at most `core.prompts.MOST_OWN` own prompts, and one date for each prompt that was asked."""

    left_out: tuple[str, ...] = ()
    """Packs that nobody here wants to be asked from; none at first."""
    own: tuple[OwnPrompt, ...] = ()
    added: int = 0
    """How many own prompts there ever were: no key is given twice."""
    asked: dict[str, datetime] = field(default_factory=dict)
    """When each prompt was last asked, by key."""

    def own_words(self) -> dict[str, str]:
        """The own prompts as a library has them: words by key."""
        return {prompt.key: prompt.words for prompt in self.own}
