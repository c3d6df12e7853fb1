"""What a reader hands to the rules: numbers, never words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

W_PERSONAL, W_PRIVATE, W_AFFECTIVE = 0.25, 0.35, 0.40
"""Weights of depth (science §3a, a proposal; the ordering is from Laurenceau et al. 1998)."""
LEVEL_FLOORS = (0.15, 0.35, 0.55, 0.75)
"""Lower bounds of levels 1 to 4 on depth (science §3a)."""
DEEPEST = len(LEVEL_FLOORS)
"""The highest level."""


class Stance(StrEnum):
    """A response in one word (rules.md, *labels as classes*)."""

    RESPONSIVE = "responsive"
    NEUTRAL = "neutral"
    DISINTERESTED = "disinterested"
    CRITICAL = "critical"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReading:
    """One message as a reader saw it. Scores 0 to 1, valence -1 to 1 (science §3a)."""

    self_relevance: float = 0.0
    personal: float = 0.0
    private: float = 0.0
    affective: float = 0.0
    valence: float = 0.0
    nonliteral: float = 0.0
    disclosure: float = 0.0
    """Calibrated probability that this is a disclosure."""
    crisis: float = 0.0
    unsafe: float = 0.0
    """That the speaker tells of fear of, or violence by, this partner or somebody unnamed."""
    topics: tuple[str, ...] = ()
    language: str = "en"
    reader: str = ""
    """Version of the reader, kept with each reading."""

    @property
    def depth(self) -> float:
        """d = s(.25p + .35v + .40f), 0 to 1 (science §3a)."""
        return self.self_relevance * (
            W_PERSONAL * self.personal + W_PRIVATE * self.private + W_AFFECTIVE * self.affective
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a response was said, by plain cues (`core.reading.manner`). What a transcript gives has none."""

    follow_up: float = 0.0
    """q: how far it asks to hear more of what was told, 0 to 1."""
    bare_question: bool = False
    """It holds questions and nothing else."""
    passive: bool = False
    """A formula that takes note and no more: “nice”, “well done”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseReading:
    """One response to one disclosure as a reader saw it. Scores 0 to 1 (science §3c)."""

    understanding: float = 0.0
    appreciation: float = 0.0
    caring: float = 0.0
    disinterest: float = 0.0
    criticism: float = 0.0
    contempt: float = 0.0
    advice: float = 0.0
    relevance: float = 0.0
    stance: Stance = Stance.NEUTRAL
    threat: float = 0.0
    control: float = 0.0
    thrown_back: float = 0.0
    """That it uses against them what the other had disclosed."""
    manner: Manner = Manner()
    reader: str = ""

    @property
    def responsiveness(self) -> float:
        """The uncalibrated rho, -1 to 1."""
        return responsiveness(
            self.understanding, self.appreciation, self.caring, self.disinterest, self.criticism
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """The reader does not know this language and does not guess."""

    language: str
    reader: str = ""


def level_of(depth: float) -> int:
    """Level 0 to 4 of a depth from 0 to 1 (science §3a)."""
    return sum(depth >= floor for floor in LEVEL_FLOORS)


def responsiveness(u: float, a: float, c: float, z: float, k: float) -> float:
    """rho = ((u+a+c)/3)(1-.6z)(1-k) - k, -1 to 1 (science §3c)."""
    return (u + a + c) / 3 * (1 - 0.6 * z) * (1 - k) - k
