"""Labels as yes, no or undecided, and as classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.reading.scores import W_AFFECTIVE, W_PERSONAL, W_PRIVATE
from training.corpora import MESSAGE_COLUMNS, Message, Reply
from training.evaluate.metrics import Numbers

DISCLOSURE = MESSAGE_COLUMNS.index("disclosure")
NONLITERAL = MESSAGE_COLUMNS.index("nonliteral")
GRADES = (2, 3, 3, 3)
"""Highest labels of self, personal, private and affective."""


def decided(cases: Sequence[Message]) -> list[Message]:
    """Messages of which one labelling says the same as the other (or that were labelled once)."""
    return [m for m in cases if m.labels[DISCLOSURE] in (0, 1)]


def disclosures(cases: Sequence[Message]) -> Numbers:
    """1 for each decided disclosure."""
    return np.array([m.labels[DISCLOSURE] == 1 for m in cases], np.float64)


def groups(cases: Sequence[Message] | Sequence[Reply]) -> list[str]:
    """The conversation, or the text itself, that a case belongs to."""
    return [f"{case.source} {case.group}" for case in cases]


def depth(labels: Sequence[float]) -> float:
    """Labelled depth, 0 to 1 (science §3a)."""
    own, personal, private, affective = (value / grade for value, grade in zip(labels, GRADES, strict=False))
    return own * (W_PERSONAL * personal + W_PRIVATE * private + W_AFFECTIVE * affective)
