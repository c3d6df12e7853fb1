"""What a response counts for: follow-up questions, good news, unwanted advice (science §3c).

Responses are kept as they were read. What they count for is derived each time it is asked, so that an edit or
a deletion gives what would have come of knowing it in time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from core.episodes import Episode, Response
from core.ids import PersonId
from core.reading.scores import ResponseReading

FOLLOW_UP = 0.4
"""Share of the missing understanding that a genuine question brings: u becomes 1 − (1 − u)(1 − .4q)."""
BARE_FOLLOW_UP = 0.0
"""The same for a question with nothing beside it. The science would give it .4, too: on labelled replies that
lowers AUC and rank correlation (docs/decisions/0016)."""
MOST_BARE = 2
"""From so many bare questions of one responder about one disclosure on, none of theirs counts any more."""
PASSIVE = 0.25
"""The most appreciation in a formula said to good news: what a glad reaction has. [P]"""
ADVICE_UNWANTED = 0.5
"""Share by which unwanted advice closes the distance of disinterest to 1. [P]"""
ADVISES = 0.5
"""From here a response advises."""


def is_good_news(episode: Episode) -> bool:
    return episode.valence > 0


def heard(episode: Episode) -> Iterator[ResponseReading]:
    """Each response as it counts, in their order. Nothing private goes into it."""
    bare: Counter[PersonId] = Counter()
    for response in episode.responses:
        reading = _with_question(response.reading, still=bare[response.author] < MOST_BARE)
        bare[response.author] += response.reading.manner.bare_question
        if is_good_news(episode) and reading.manner.passive:
            reading = replace(reading, appreciation=min(reading.appreciation, PASSIVE))
        yield reading


def heard_by_author(episode: Episode) -> Iterator[ResponseReading]:
    """The same as the author hears it: advice they did not want is a sign of not listening.

    What they want is theirs alone: for the policy and their own calibration, never for what both are shown.
    """
    for response, reading in zip(episode.responses, heard(episode), strict=True):
        if response.advice_unwanted and reading.advice >= ADVISES:
            left = (1 - reading.disinterest) * (1 - ADVICE_UNWANTED)
            yield replace(reading, disinterest=1 - left)
        else:
            yield reading


def newest_by_author(episode: Episode) -> Response:
    """The newest response, as its author hears it: what a replay prints. Raises IndexError without any."""
    return replace(episode.responses[-1], reading=list(heard_by_author(episode))[-1])


def _with_question(reading: ResponseReading, still: bool) -> ResponseReading:
    worth = BARE_FOLLOW_UP if reading.manner.bare_question else FOLLOW_UP
    brings = worth * reading.manner.follow_up
    if not still or brings == 0:
        return reading
    missing = 1 - reading.understanding
    return replace(reading, understanding=reading.understanding + missing * brings)
