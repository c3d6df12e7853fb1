"""The command: the same bytes for the same seed, nothing beside them, and a sentence for bad arguments."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.__main__ import main
from bot.bench import command
from bot.bench.sample import Size
from bot.exits import Exit

ROOT = Path(__file__).parents[2]
TINY = Size(couples=25, days=60, unusual_couples=6, unusual_days=30, raters=8, pairs=300, coercers=3)
LIMIT_S = 20


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.logs.install", lambda *_: None)
    monkeypatch.setattr(command, "QUICK", TINY)


def bench(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["bench", "--quick", *arguments]) == Exit.OK
    told = capsys.readouterr()
    assert told.err == "", "progress is for terminals only"
    return told.out


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first = bench(capsys, "--pictures", str(tmp_path))
    drawn = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert bench(capsys, "--pictures", str(tmp_path)) == first
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == drawn
    assert sorted(drawn) == ["first-claim.svg", "roc.svg"]
    assert all(ElementTree.fromstring(svg).tag.endswith("svg") for svg in drawn.values())  # noqa: S314 - our own
    assert bench(capsys, "--seed", "7", "--pictures", str(tmp_path)) != first


def test_every_table_and_every_gate_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    told = bench(capsys)
    for heading in (
        "What living couples are made of",
        "Readers",
        "Living against null couples",
        "Null couples ever told",
        "Days until a first honest claim",
        "Calibration",
        "What the literature found",
        "Release gates",
    ):
        assert f"## {heading}" in told


def test_a_given_reader_takes_the_place_of_the_shipped_one(capsys: pytest.CaptureFixture[str]) -> None:
    told = bench(capsys, "--reader-recall", ".7", "--reader-precision", ".9")
    row = next(line for line in told.splitlines() if line.startswith("| reader as given"))
    assert [cell.strip() for cell in row.split("|")[2:4]] == ["0.700", "0.900"]


@pytest.mark.parametrize("share", ["0", "1.2", "-1"])
def test_a_share_that_is_none_is_refused_with_a_sentence(
    share: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "--quick", "--reader-recall", share]) == Exit.BAD_INPUT
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.slow
def test_a_quick_run_takes_less_than_twenty_seconds_of_one_core() -> None:
    timed = (
        "import resource, subprocess, sys; "
        "subprocess.run([sys.executable, '-m', 'bot', 'bench', '--quick'], check=True, stdout=-3); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)"
    )
    done = subprocess.run([sys.executable, "-c", timed], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) < LIMIT_S
