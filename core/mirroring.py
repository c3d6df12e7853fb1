"""What comes across in a draft, and which part of it carries that.

The draft's own sentences are left out one by one: what a component loses without a sentence, that sentence
carried (leave one out; Li et al. 2016). Where two say the same, leaving one out loses nothing; then each is
read alone. What is told is a place in the draft, never its words: a note holds none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.reading.scores import ResponseReading

COMES_ACROSS, LITTLE = 0.5, 0.2
"""From here a component comes across, or does a little. Shown in words, never as a number."""
ALSO = 0.5
"""From here the mirror mentions blame, advice or absence."""
LOST = 0.15
"""Least loss without a part for which that part is named. [P]"""
MOST_PARTS = 8
"""Sentences that are looked at, the first ones; each costs a reading. [P]"""
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")
_CLAUSE = re.compile(r"[,;:–—]\s+|\s+[–—-]\s+|\s+(?=(?:and|but|because|so)\s)", re.IGNORECASE)

Read = Callable[[str], ResponseReading | None]


class Cut(StrEnum):
    """Into what a draft was cut."""

    SENTENCES = "sentence"
    CLAUSES = "part"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What the mirror found. Numbers and places: no words of the draft."""

    reading: ResponseReading | None
    """None: in a language that the reader does not know."""
    carried: Mapping[str, str]
    """By component that comes across: "sentence 2", "part 1", or "several"."""
    long: bool = False
    """There was more than is looked at: only the beginning was read."""


COMPONENTS: Mapping[str, Callable[[ResponseReading], float]] = {
    "understood": lambda reading: reading.understanding,
    "valued": lambda reading: reading.appreciation,
    "cared_for": lambda reading: reading.caring,
}
"""By the word for how it feels to whom it is said."""


def parts_of(text: str) -> tuple[Cut, tuple[str, ...]]:
    """The sentences of a draft; of a single one its clauses. Empty ones are left out."""
    sentences = _cut(_SENTENCE, text)
    if len(sentences) > 1:
        return Cut.SENTENCES, sentences
    clauses = _cut(_CLAUSE, text)
    return (Cut.CLAUSES, clauses) if len(clauses) > 1 else (Cut.WHOLE, (text.strip(),))


def mirrored(text: str, read: Read) -> Mirrored:
    """`read` reads a text as an answer; it is asked at most 1 + 2 · MOST_PARTS times."""
    cut, parts = parts_of(text)
    long = len(parts) > MOST_PARTS
    parts = parts[:MOST_PARTS]
    whole = read(_joined(cut, parts) if long else text)
    if whole is None or len(parts) < 2:
        return Mirrored(whole, {}, long)
    shown = [name for name, score in COMPONENTS.items() if score(whole) >= LITTLE]
    if not shown:
        return Mirrored(whole, {}, long)
    rests = [read(_joined(cut, (*parts[:place], *parts[place + 1 :]))) for place in range(len(parts))]
    found = {name: _most_lost(whole, rests, COMPONENTS[name]) for name in shown}
    if None in found.values():
        alone = [read(part) for part in parts]
        for name in [name for name, place in found.items() if place is None]:
            found[name] = _saying_it(alone, COMPONENTS[name])
    carried = {name: _named(cut, places) for name, places in found.items() if places}
    return Mirrored(whole, carried, long)


def _most_lost(
    whole: ResponseReading,
    rests: Sequence[ResponseReading | None],
    score: Callable[[ResponseReading], float],
) -> tuple[int, ...] | None:
    """The part without which most is lost; None when none is missed, for several say it."""
    lost = [score(whole) - (score(rest) if rest is not None else 0.0) for rest in rests]
    most = max(lost)
    if most < LOST:
        return None
    return tuple(place for place, one in enumerate(lost) if one >= LOST and one > most - LOST)


def _saying_it(
    alone: Sequence[ResponseReading | None], score: Callable[[ResponseReading], float]
) -> tuple[int, ...]:
    """The parts that say it by themselves."""
    return tuple(place for place, one in enumerate(alone) if one is not None and score(one) >= LITTLE)


def _named(cut: Cut, places: tuple[int, ...]) -> str:
    return f"{cut.value} {places[0] + 1}" if len(places) == 1 else "several"


def _joined(cut: Cut, parts: Sequence[str]) -> str:
    return (" " if cut is Cut.SENTENCES else ", ").join(parts)


def _cut(at: re.Pattern[str], text: str) -> tuple[str, ...]:
    found = (part.strip() for part in at.split(text))
    return tuple(part for part in found if any(character.isalnum() for character in part))
