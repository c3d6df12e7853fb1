"""A reaction without words: acknowledged, never understood (science §3c: c at most .3, u = 0)."""

from __future__ import annotations

from dataclasses import replace

from core.reading.cues import read_cues
from core.reading.plain_text import clean
from core.reading.scores import ResponseReading, Stance

READER = "reactions-1"
_MOST_CARING = 0.3
_WARM = ResponseReading(caring=_MOST_CARING, appreciation=0.15, relevance=1.0, reader=READER)
_GLAD = ResponseReading(caring=0.15, appreciation=0.25, relevance=1.0, reader=READER)
_TOUCHED = ResponseReading(caring=0.25, appreciation=0.1, relevance=1.0, reader=READER)
_NOTED = ResponseReading(caring=0.1, appreciation=0.1, relevance=1.0, reader=READER)
_LAUGHED = ResponseReading(disinterest=0.25, relevance=1.0, reader=READER)
_SCORNFUL = ResponseReading(
    disinterest=0.5, criticism=0.6, contempt=0.4, relevance=1.0, stance=Stance.CRITICAL, reader=READER
)
_MOCKING = replace(_SCORNFUL, criticism=0.8, contempt=0.7)
_BORED = ResponseReading(
    disinterest=0.7, criticism=0.1, relevance=1.0, stance=Stance.DISINTERESTED, reader=READER
)
_SHARP = {
    "🖕": _MOCKING,
    "🤡": _MOCKING,
    "💩": _MOCKING,
    "🤮": _MOCKING,
    "🥱": _BORED,
    "😴": _BORED,
    "😐": _BORED,
    "😑": _BORED,
}


def read_reaction(emoji: str) -> ResponseReading:
    """What one emoji put on a message says; an unknown one counts as noticed and no more."""
    sign = clean(emoji)
    for sharp, reading in _SHARP.items():
        if sharp in sign:
            return reading
    cues = read_cues(sign)
    if cues.scorn or cues.anger:
        return _SCORNFUL if cues.scorn else replace(_NOTED, criticism=0.1)
    if cues.warmth:
        return _WARM
    if cues.sadness or cues.fear:
        return _TOUCHED
    if cues.joy:
        return _GLAD
    return _LAUGHED if cues.laughter else _NOTED
