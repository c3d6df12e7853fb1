"""Effects as the lines of `replay --json` (the transcript contract): a dict each, no words of messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from core.effects import (
    AskedFirst,
    Care,
    DisclosureOpened,
    Effect,
    EpisodeEnded,
    Held,
    LockChanged,
    MessageRead,
    Nudge,
    RatingRequested,
    ResponseAttached,
)
from core.reading.scores import level_of
from core.reciprocity.pair import Reciprocity

PLACES = 4
Line = dict[str, Any]
Narrate = Callable[[Effect], tuple[str, str]]
"""Text and reason of a note, in words."""


def line_of(effect: Effect, at: datetime, narrate: Narrate) -> Line | None:
    """The line of an effect; None for those that are nobody's business outside."""
    body = _body(effect, narrate)
    if body is None:
        return None
    kind, keys = body
    return {"type": kind, "at": at.isoformat(), **keys}


def reciprocity_line(found: Reciprocity, at: datetime) -> Line:
    return {
        "type": "reciprocity",
        "at": at.isoformat(),
        "pair": list(found.pair),
        "disclosures": found.disclosures,
        "turn_taking": _places(found.turn_taking),
        "balance": _places(found.balance),
        "runs_z": _places(found.runs_z),
        "role_swaps": found.role_swaps,
        "responsiveness": {person: _places(rho) for person, rho in found.responsiveness.items()},
        "level_offered": found.level_offered,
    }


def _body(effect: Effect, narrate: Narrate) -> tuple[str, Line] | None:
    match effect:
        case MessageRead():
            return "reading", _reading(effect)
        case DisclosureOpened():
            return "disclosure", {
                "episode": effect.episode,
                "way": effect.way.value,
                "message": effect.episode,
                "author": effect.author,
                "depth": _places(effect.depth),
                "level": level_of(effect.depth),
                "valence": _places(effect.valence),
            }
        case ResponseAttached():
            return "response", _response(effect)
        case EpisodeEnded(episode):
            return "episode", {"episode": episode.id, "state": episode.state.value}
        case Nudge():
            text, why = narrate(effect)
            return "nudge", {
                "to": effect.to,
                "episode": effect.episode,
                "reason": effect.reason,
                "private": True,
                "text": text,
                "why": why,
            }
        case Held(to, episode, rule):
            return "held", {"to": to, "episode": episode, "rule": rule}
        case Care(to):
            text, _ = narrate(effect)
            return "care", {"to": to, "private": True, "text": text}
        case LockChanged(pair, locked, signals):
            return "safety", {"pair": list(pair), "locked": locked, "signals": list(signals)}
        case RatingRequested():
            return "rating_request", {"to": effect.to, "episode": effect.episode, "question": effect.question}
        case AskedFirst():
            return "ask_first", {"to": effect.to, "episode": effect.episode}
        case _:
            return None


def _reading(effect: MessageRead) -> Line:
    reading = effect.reading
    return {
        "message": effect.message,
        "author": effect.author,
        "self_relevance": _places(reading.self_relevance),
        "personal": _places(reading.personal),
        "private": _places(reading.private),
        "affective": _places(reading.affective),
        "depth": _places(reading.depth),
        "level": level_of(reading.depth),
        "valence": _places(reading.valence),
        "topics": list(reading.topics),
    }


def _response(effect: ResponseAttached) -> Line:
    response = effect.response
    reading = response.reading
    return {
        "episode": effect.episode,
        "message": response.message,
        "author": response.author,
        "understanding": _places(reading.understanding),
        "appreciation": _places(reading.appreciation),
        "caring": _places(reading.caring),
        "disinterest": _places(reading.disinterest),
        "criticism": _places(reading.criticism),
        "advice": reading.advice >= 0.5,
        "responsiveness": _places(reading.responsiveness),
        "context": response.context,
    }


def _places(number: float | None) -> float | None:
    """Rounded for printing; never minus zero."""
    return None if number is None else round(float(number), PLACES) + 0.0
