"""What the operator hears of the line: each trouble once, and once that it is over."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st
from telegram.error import Conflict, NetworkError

from adapters.telegram.line import CALM_S, OVER, SENTENCES, Line, Trouble
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
