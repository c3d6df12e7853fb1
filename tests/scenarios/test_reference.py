"""Turn-taking, balance and runs z as `replay` prints them, with the default decay, against sums written out.

The reference knows nothing of the code: it counts turns, depths and days of the conversation itself.
"""

from __future__ import annotations

import asyncio
import io
import json
import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from bot.replay.playing import Replay
from bot.replay.printing import JsonLines
from bot.transcript import parsing
from core.policy import Policy
from tests.scenarios.test_scenarios import reader

BEGAN = datetime(2026, 3, 2, tzinfo=UTC)
LAMBDA, HALF_GAP_TURNS, HALF_LIFE_DAYS = 2 ** (-1 / 16), 6, 14
Said = tuple[datetime, str, float]
"""When, who, and how deep; a depth of 0 is small talk."""


def conversation(seed: int) -> list[Said]:
    """Some sixty turns of two, in strict alternation, a quarter to all of them disclosing."""
    random = Random(seed)
    at, said = BEGAN, list[Said]()
    for turn in range(60):
        at += timedelta(minutes=random.choice((3, 5, 40, 900, 3000)))
        deep = random.random() < (0.25, 0.5, 1.0)[seed % 3]
        depth = random.choice((0.36, 0.5, 0.62, 0.8, 0.95)) if deep else 0.0
        said.append((at, "ana" if turn % 2 == 0 else "ben", depth))
    return said


def printed(said: list[Said]) -> dict[str, Any]:
    lines: list[dict[str, Any]] = [{"type": "space", "id": "home", "kind": "couple"}]
    lines += [{"type": "member", "id": name, "name": name.title()} for name in ("ana", "ben")]
    for n, (at, author, depth) in enumerate(said):
        given = {"self_relevance": 1, "personal": depth, "private": depth, "affective": depth}
        lines.append(
            {
                "type": "message",
                "at": at.isoformat(),
                "id": f"m{n:03}",
                "author": author,
                "text": "",
                "reading": given,
            }
        )
    out = io.StringIO()
    replay = Replay(reader(), Policy(), JsonLines(out))

    async def play() -> None:
        for line in parsing.parse([json.dumps(line).encode() for line in lines], "made"):
            await replay.step(0, line)
        await replay.end()

    asyncio.run(play())
    return next(
        line for line in map(json.loads, out.getvalue().splitlines()) if line["type"] == "reciprocity"
    )


@pytest.mark.parametrize("seed", range(9))
def test_what_replay_prints_is_the_sum_of_the_science(seed: int) -> None:
    said = conversation(seed)
    told = [(turn, who, depth, at) for turn, (at, who, depth) in enumerate(said, 1) if depth]
    steps = list(pairwise(told))
    fading = [LAMBDA ** (len(steps) - n) for n in range(1, len(steps) + 1)]
    above = sum(
        weight * (one[1] != other[1]) * min(one[2], other[2])
        * 2 ** (-max(0, other[0] - one[0] - 1) / HALF_GAP_TURNS)
        for weight, (one, other) in zip(fading, steps, strict=True)
    )  # fmt: skip
    below = sum(weight * max(a[2], b[2]) for weight, (a, b) in zip(fading, steps, strict=True))

    found = printed(said)
    end = datetime.fromisoformat(found["at"])
    age = {at: (end - at) / timedelta(days=1) for _, _, _, at in told}
    shared = {
        name: sum(d * 2 ** (-age[at] / HALF_LIFE_DAYS) for _, who, d, at in told if who == name)
        for name in ("ana", "ben")
    }
    count = {name: sum(who == name for _, who, _, _ in told) for name in shared}
    m = 2 * count["ana"] * count["ben"] / len(told)
    swaps = sum(a[1] != b[1] for a, b in steps)

    assert found["disclosures"] == len(told)
    assert found["turn_taking"] == pytest.approx(above / below, abs=5e-4)
    assert found["balance"] == pytest.approx(
        (shared["ana"] - shared["ben"]) / (shared["ana"] + shared["ben"]), abs=5e-4
    )
    assert found["runs_z"] == pytest.approx((swaps - m) / math.sqrt(m * (m - 1) / (len(told) - 1)), abs=5e-4)
