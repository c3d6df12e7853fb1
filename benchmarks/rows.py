"""One row of the table: what was measured, and what came out. And how a child process is measured."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Row:
    topic: str
    what: str
    found: str


@dataclass(frozen=True, slots=True)
class Ran:
    """A child process that ended by itself."""

    seconds: float
    peak_mib: float
    output: str


def micros(seconds: Sequence[float]) -> str:
    """The median of some durations."""
    return f"{median(seconds) * 1e6:,.1f} µs"


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Ran:
    """Runs our Python with these arguments in the project; time and peak resident memory are its own."""
    began = perf_counter()
    child = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    output = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, arguments
    return Ran(perf_counter() - began, used.ru_maxrss / 1024, output)
