"""What the operator hears of the line: each trouble once, and once that it is over."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram.error import Conflict, NetworkError

from adapters.findings import Outcome
from adapters.telegram.line import CALM_S, OVER, SENTENCES, Line, Trouble
from bot.run import _tell_operator
from tests.servers.telegram_faults import Conflicts


@dataclass(slots=True)
class Operator:
    """Reads what is told, on a clock of its own."""

    told: list[str] = field(default_factory=list)
    now: float = 0.0

    def line(self) -> Line:
        return Line(tell=self.told.append, clock=lambda: self.now)


def conflict(*, webhook: bool = False) -> Conflict:
    return Conflict(Conflicts(webhook).description)


def test_two_pollers_that_take_turns_for_an_hour_are_told_once_and_their_end_once() -> None:
    operator = Operator()
    line = operator.line()
    for _ in range(120):
        line.failed(conflict())
        operator.now += 15
        line.answered()
        operator.now += 15
    during = list(operator.told)
    operator.now += CALM_S
    line.answered()
    assert during == [SENTENCES[Trouble.OTHER_POLLER]]
    assert operator.told[1:] == [OVER]


def test_a_webhook_is_over_with_the_first_answer() -> None:
    operator = Operator()
    line = operator.line()
    for _ in range(3):
        line.failed(conflict(webhook=True))
    line.answered()
    line.answered()
    assert operator.told == [SENTENCES[Trouble.WEBHOOK], OVER]


def test_nothing_ends_where_whoever_reads_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the reader of a pipe ended."""
    reading, writing = os.pipe()
    os.close(reading)
    with Path(os.devnull).open("w") as nowhere, os.fdopen(writing, "w") as gone, capture_logs():
        monkeypatch.setattr("sys.stdout", gone)
        line = Line(tell=_tell_operator)
        try:
            line.failed(conflict())
        finally:
            os.dup2(nowhere.fileno(), writing)  # closing it tries once more to write what was not
    assert [finding.outcome for finding in line.findings()] == [Outcome.OK, Outcome.PROBLEM]


def test_a_failure_or_two_are_not_told() -> None:
    operator = Operator()
    line = operator.line()
    line.failed(NetworkError("gone"))
    line.answered()
    assert operator.told == []


@given(st.lists(st.sampled_from(("answered", "conflict", "webhook", "stalled", "failed")), max_size=60))
def test_nothing_is_told_twice_in_a_row_and_an_end_only_after_a_beginning(happened: list[str]) -> None:
    operator = Operator()
    line = operator.line()
    for one in happened:
        operator.now += 40
        match one:
            case "answered":
                line.answered()
            case "stalled":
                line.stalled(60)
            case "failed":
                line.failed(NetworkError("gone"))
            case _:
                line.failed(conflict(webhook=one == "webhook"))
    pairs = list(zip([OVER, *operator.told], operator.told, strict=False))
    assert all(before != after for before, after in pairs)


def test_each_sentence_says_what_to_do_and_none_holds_a_name_of_the_code() -> None:
    assert all("Attune" in sentence or "machine" in sentence for sentence in SENTENCES.values())
    assert all(len(sentence) < 250 for sentence in SENTENCES.values())
