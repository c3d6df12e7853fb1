"""Every conversation of this folder brings what is written beside it, in the same bytes each time.

To add one: `what-happens.jsonl` (docs: the transcript's contract), and `what-happens.expect` by hand from the
specification, before looking at what comes out. A second chat on the same clock is `what-happens.also.jsonl`.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from adapters.reader import load_reader
from bot.replay.command import _in_time
from bot.replay.playing import Replay
from bot.replay.printing import JsonLines
from bot.transcript import parsing
from core.policy import Policy
from core.ports import Reader
from tests.scenarios.expecting import Expectation

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
SCENARIOS = sorted(path.stem for path in HERE.glob("*.expect"))
KEYS = {
    "reading": "message author self_relevance personal private affective depth level valence topics",
    "disclosure": "episode way message author depth level valence",
    "response": "episode message author understanding appreciation caring disinterest criticism advice "
    "responsiveness context",
    "episode": "episode state",
    "nudge": "to episode reason private text why",
    "held": "to episode rule",
    "care": "to private text",
    "safety": "pair locked signals",
    "rating_request": "to episode question",
    "ask_first": "to episode",
    "reciprocity": "pair disclosures turn_taking balance runs_z role_swaps responsiveness level_offered",
}
"""The contract's keys, in its order, after `type` and `at`."""
IMPROPER = re.compile(
    r"\b(he|she|him|her|his|hers|husband|wife|boyfriend|girlfriend|man|woman|diagnos\w*|patient|therap\w*|"
    r"symptom\w*|disorder|depress\w*|suicid\w*|crisis|risk|lonel\w*|attachment|trauma|should|score|streak)\b",
    re.IGNORECASE,
)
"""Gendered, clinical or reproachful words: in no text that anybody is shown."""
Line = dict[str, Any]


@cache
def reader() -> Reader:
    return load_reader()


def chats_of(name: str) -> list[Path]:
    also = HERE / f"{name}.also.jsonl"
    return [HERE / f"{name}.jsonl", *([also] if also.exists() else [])]


def replayed(name: str) -> str:
    out = io.StringIO()
    replay = Replay(reader(), Policy(), JsonLines(out))

    async def play() -> None:
        chats = [parsing.parse(path.read_bytes().splitlines(), path.name) for path in chats_of(name)]
        for place, line in _in_time(chats):
            await replay.step(place, line)
        await replay.end()

    asyncio.run(play())
    return out.getvalue()


@cache
def output(name: str) -> str:
    return replayed(name)


def lines_of(name: str) -> list[Line]:
    return [json.loads(line) for line in output(name).splitlines()]


def heard(name: str) -> list[Line]:
    return [json.loads(line) for path in chats_of(name) for line in path.read_text().splitlines()]


def began(name: str) -> date:
    return min(datetime.fromisoformat(line["at"]) for line in heard(name) if "at" in line).date()


@pytest.fixture(params=SCENARIOS, ids=lambda name: name.replace("-", "_"))
def scenario(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_brings_what_is_expected_and_nothing_else(scenario: str) -> None:
    expected = Expectation.parse((HERE / f"{scenario}.expect").read_text())
    assert expected.faults(lines_of(scenario), began(scenario)) == []


def test_twice_the_same_bytes(scenario: str) -> None:
    assert replayed(scenario) == output(scenario)


def test_every_line_has_the_keys_of_the_contract(scenario: str) -> None:
    odd = [x for x in lines_of(scenario) if list(x) != ["type", "at", *KEYS[x["type"]].split()]]
    assert odd == []


def test_every_number_is_in_its_range_and_has_four_places(scenario: str) -> None:
    ranged = {
        **dict.fromkeys(("depth", "affective", "personal", "private", "self_relevance"), (0, 1)),
        **dict.fromkeys(("understanding", "appreciation", "caring", "disinterest", "criticism"), (0, 1)),
        **dict.fromkeys(("valence", "balance"), (-1, 1)),
        "turn_taking": (0, 1),
        "level": (0, 4),
        "level_offered": (0, 4),
    }
    for line in lines_of(scenario):
        for key, value in line.items():
            if isinstance(value, float):
                assert value == round(value, 4), (key, value)
            if key in ranged and value is not None:
                low, high = ranged[key]
                assert low <= value <= high, (key, value)


def test_time_never_runs_backwards(scenario: str) -> None:
    times = [datetime.fromisoformat(line["at"]) for line in lines_of(scenario)]
    assert all(one <= other for one, other in pairwise(times))


def test_an_episode_opens_once_and_ends_at_most_once(scenario: str) -> None:
    opened = Counter(x["episode"] for x in lines_of(scenario) if x["type"] == "disclosure")
    ended = Counter(x["episode"] for x in lines_of(scenario) if x["type"] == "episode")
    assert all(count == 1 for count in (opened + ended - opened).values())
    assert all(count == 1 for count in opened.values())
    assert set(ended) <= set(opened)


def test_at_most_one_nudge_for_an_episode_and_never_to_its_author(scenario: str) -> None:
    author = {x["episode"]: x["author"] for x in lines_of(scenario) if x["type"] == "disclosure"}
    nudges = [x for x in lines_of(scenario) if x["type"] == "nudge"]
    assert len({x["episode"] for x in nudges}) == len(nudges)
    assert all(x["private"] is True and x["to"] != author[x["episode"]] for x in nudges)


def test_nothing_is_held_twice_by_one_rule(scenario: str) -> None:
    held = Counter((x["episode"], x["rule"]) for x in lines_of(scenario) if x["type"] == "held")
    assert all(count == 1 for count in held.values())
    assert not {"too_soon", "met"} & {rule for _, rule in held}


def test_no_words_of_the_conversation_come_out(scenario: str) -> None:
    said = [line["text"] for line in heard(scenario) if line.get("text")]
    words = {" ".join(text.split()[i : i + 3]) for text in said for i in range(max(1, len(text.split()) - 2))}
    out = output(scenario).lower()
    assert [w for w in words if len(w) > 7 and w.lower() in out] == []


def test_texts_hold_no_gendered_clinical_or_reproachful_word(scenario: str) -> None:
    texts = [line.get(key, "") for line in lines_of(scenario) for key in ("text", "why")]
    assert [text for text in texts if IMPROPER.search(text)] == []


def test_each_conversation_has_its_expectation() -> None:
    named = {path.name.removesuffix(".jsonl").removesuffix(".also") for path in HERE.glob("*.jsonl")}
    assert named == set(SCENARIOS)
