"""No word of any message in the database, its log, the log lines, the export or an error sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.promises.canary_child import CANARY
from tests.promises.child import KEY
from tests.promises.rows import dump

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EVENINGS = [
    ("both", "nothing"),
    ("both", "reader"),
    ("both", "platform"),
    ("both", "store"),
    ("one", "nothing"),
    ("none", "nothing"),
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that is left of an evening."""

    counts: dict[str, int]
    rows: dict[str, list[tuple[object, ...]]]
    places: dict[str, bytes]


def live(folder: Path, consent: str, failure: str) -> Evidence:
    command = [sys.executable, "-m", "tests.promises.canary_child", str(folder), consent, failure]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    rows = dump(folder / "attune.db", KEY)
    places = {
        "export": ended.stdout,
        "log": ended.stderr,
        "rows": repr(rows).encode(),
        **{file.name: file.read_bytes() for file in folder.iterdir()},
    }
    return Evidence(json.loads(places.pop("counts.json")), rows, places)


@pytest.fixture(scope="module")
def evenings(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Evidence]:
    """Each evening is lived once."""
    return cache(lambda consent, failure: live(tmp_path_factory.mktemp("evening"), consent, failure))


@pytest.fixture(params=EVENINGS, ids="-".join)
def evidence(request: pytest.FixtureRequest, evenings: Callable[[str, str], Evidence]) -> Evidence:
    return evenings(*request.param)


@pytest.fixture(params=["one", "none"])
def without_consent(request: pytest.FixtureRequest, evenings: Callable[[str, str], Evidence]) -> Evidence:
    return evenings(request.param, "nothing")


def test_no_canary_is_left_anywhere(evidence: Evidence) -> None:
    hits = {name: content.count(CANARY.encode()) for name, content in evidence.places.items()}
    assert hits == dict.fromkeys(evidence.places, 0)
    assert evidence.counts["canaries"] > 30


def test_without_both_consents_nothing_is_read(without_consent: Evidence) -> None:
    assert (without_consent.counts["effects"], without_consent.counts["read"]) == (0, 0)


@pytest.mark.parametrize("table", ["episodes", "episode_messages", "episode_pairs", "month_sums"])
def test_without_both_consents_no_row_holds_a_reading(without_consent: Evidence, table: str) -> None:
    assert without_consent.rows[table] == []
