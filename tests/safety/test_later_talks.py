"""Words alone, a day after a disclosure was heard: what comes back to it as scorn or as a threat locks.

`later_talks.jsonl` holds pairs of a disclosure and what the other says the next day. Some are missed, and
a few quarrels are taken for scorn: the counts say how many. The rules were looked at with the first 24
coercions in sight, not with the other 12.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.safety.stories import Line, locks, replayed

pytestmark = pytest.mark.slow

PAIRS = [json.loads(line) for line in Path(__file__).with_name("later_talks.jsonl").read_text().splitlines()]
LEAST_LOCKED, MOST_LOCKED = 26, 3
"""Of 36 coercions, of 60 harmless words."""


def test_most_coercion_locks_and_hardly_anything_harmless_does() -> None:
    coercions = [pair for pair in PAIRS if pair["coercion"]]
    harmless = [pair for pair in PAIRS if not pair["coercion"]]
    assert (len(coercions), len(harmless)) == (36, 60)
    assert sum(_locks(pair) for pair in coercions) >= LEAST_LOCKED
    assert sum(_locks(pair) for pair in harmless) <= MOST_LOCKED


def _locks(pair: Line) -> bool:
    talk = (
        ("a", "2026-03-02T18:00:00Z", pair["disclosed"]),
        ("b", "2026-03-02T18:05:00Z", "ok"),
        ("a", "2026-03-02T19:00:00Z", "what's for dinner"),
        ("b", "2026-03-02T19:02:00Z", "pasta"),
        ("a", "2026-03-03T18:00:00Z", "when are you home tomorrow?"),
        ("b", "2026-03-03T18:06:00Z", pair["said"]),
    )
    people: list[Line] = [{"type": "member", "id": id, "name": id.upper()} for id in ("a", "b")]
    said: list[Line] = [
        {"type": "message", "id": f"m{number}", "author": author, "at": at, "text": text}
        for number, (author, at, text) in enumerate(talk)
    ]
    return bool(locks(replayed([{"type": "space", "id": "home", "kind": "couple"}, *people, *said])))
