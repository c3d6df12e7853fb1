"""Who watches for a month how often they are pointed to something learns nothing of what the other does in
private (rules: *Two worlds*): AUC at most .55.

Being asked first and saying no, and leaving a message be, are exceptions by intention: they are one's own
say about being pointed to, and the absence is what they asked for. How much it shows is measured beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

import pytest

from tests.cases import cases
from tests.promises.months import Private, month

pytestmark = pytest.mark.slow

MONTHS = cases(60)
MOST = 0.55
KINDS = ("all", "missing", "other")
ORDINARY = Private()
PAIRS = {
    "feels answered better or worse": (Private(bias=0.3), Private(bias=-0.3)),
    "is pleased by everything or by nothing": (Private(bias=2.0), Private(bias=-2.0)),
    "answers the one question or never": (ORDINARY, Private(answers=0.0)),
    "wants the one question or not": (ORDINARY, Private(settings={"one_question": False})),
    "wants advice or not": (ORDINARY, Private(settings={"advice_wanted": False})),
    "wants fewer notes or not": (ORDINARY, Private(settings={"fewer": True})),
    "is asked first and says yes": (ORDINARY, Private(settings={"ask_first": True})),
    "says that they talked": (ORDINARY, Private(presses="talked")),
    "says not this": (ORDINARY, Private(presses="not_this")),
}


def area(one: Sequence[float], other: Sequence[float]) -> float:
    """Of telling two samples apart by one number, at least .5 (Mann and Whitney 1947)."""
    wins: list[float] = [0.5 if a == b else float(a > b) for a in one for b in other]
    share = sum(wins) / len(wins)
    return max(share, 1 - share)


def lived(private: Private) -> list[Counter[str]]:
    return [month(seed, private) for seed in range(MONTHS)]


@cache
def ordinary() -> list[Counter[str]]:
    """Most are compared with these months."""
    return lived(ORDINARY)


def shown(one: Private, other: Private) -> dict[str, float]:
    """AUC by kind of note, over the same shared months."""
    seen = [ordinary() if private is ORDINARY else lived(private) for private in (one, other)]
    return {kind: area(*[[float(counts[kind]) for counts in world] for world in seen]) for kind in KINDS}


@pytest.mark.parametrize(("one", "other"), PAIRS.values(), ids=PAIRS)
def test_being_pointed_to_something_tells_nothing_of_the_other(one: Private, other: Private) -> None:
    assert max(shown(one, other).values()) <= MOST


def test_the_observer_would_notice_if_answers_changed_how_often_notes_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the expected rating itself in place of its rank, one month is enough to see who is displeased."""

    def by_rating(felt: Sequence[object], x: Sequence[float]) -> float:
        from core.calibration import PRIOR, weights

        moved = [m * v for m, v in zip(weights(felt).moved, x, strict=True)]  # type: ignore[arg-type]
        return sum(x[1:4]) + sum(moved) / PRIOR[1]

    monkeypatch.setattr("core.responses.warmth_equivalent", by_rating)
    assert max(shown(*PAIRS["is pleased by everything or by nothing"]).values()) > 0.7
