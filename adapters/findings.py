"""What a check found, in one sentence. Shared by every adapter's checks and by `attune doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CLOCK_TOLERANCE = timedelta(seconds=30)
"""A platform's Date header has whole seconds and travels; beyond this, quiet hours and timers go wrong."""


class Outcome(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result: what was looked at, and one clear sentence (what to do, when it is not ok)."""

    outcome: Outcome
    what: str
    sentence: str


def ok(what: str, sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(Outcome.OK, what, sentence)


def warning(what: str, sentence: str) -> Finding:
    """It runs, but something is not as it should be."""
    return Finding(Outcome.WARNING, what, sentence)


def problem(what: str, sentence: str) -> Finding:
    """It will not work, or not keep its promises, until this is put right."""
    return Finding(Outcome.PROBLEM, what, sentence)


def clock(here: datetime, there: datetime) -> Finding:
    """This machine's clock against a platform's `Date` header, both aware."""
    apart = abs(here - there)
    if apart <= CLOCK_TOLERANCE:
        return ok("clock", "The clock agrees with the platform's.")
    seconds = round(apart.total_seconds())
    advice = "let the system set it (timedatectl set-ntp true)"
    return problem("clock", f"The clock is {seconds} seconds off; {advice}.")
