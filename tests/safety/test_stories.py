"""Coercion locks within the turn and nobody is pointed to anything after it; ordinary life locks nothing."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.safety.stories import (
    COERCERS,
    HARMLESS,
    Line,
    is_cause,
    lines_of,
    locks,
    replayed,
    without_cause,
    without_readings,
)

pytestmark = pytest.mark.slow


def moment(line: Line) -> datetime:
    return datetime.fromisoformat(str(line["at"]))


def harmed_at(lines: list[Line]) -> datetime:
    """When the last of what was done to somebody stood in the chat."""
    return max(moment(line) for line in lines if is_cause(line))


def test_there_are_enough_of_both() -> None:
    assert len(COERCERS) >= 24
    assert len(HARMLESS) >= 70


@pytest.mark.parametrize("name", COERCERS)
def test_coercion_locks_within_the_turn(name: str) -> None:
    lines = lines_of("coercers", name)
    closed = [(moment(line), line["pair"]) for line in locks(replayed(lines))]
    assert closed == [(harmed_at(lines), ["ana", "ben"])]


@pytest.mark.parametrize("name", COERCERS)
def test_after_coercion_nobody_is_pointed_to_anything(name: str) -> None:
    lines = lines_of("coercers", name)
    seen = replayed(lines)
    late = [line for line in seen if line["type"] == "nudge" and moment(line) >= harmed_at(lines)]
    in_pair = [line for line in late if line["to"] in ("ana", "ben")]
    assert in_pair == []


@pytest.mark.parametrize("name", COERCERS)
def test_it_is_the_coercion_that_stops_the_notes(name: str) -> None:
    lines = lines_of("coercers", name)
    seen = replayed(without_cause(lines))
    assert locks(seen) == []
    assert any(line["type"] == "nudge" and moment(line) > harmed_at(lines) for line in seen)


@pytest.mark.parametrize("name", HARMLESS)
def test_ordinary_life_locks_nothing(name: str) -> None:
    assert locks(replayed(lines_of("harmless", name))) == []


@pytest.mark.parametrize("name", HARMLESS)
def test_ordinary_life_locks_nothing_for_the_shipped_reader(name: str) -> None:
    assert locks(replayed(without_readings(lines_of("harmless", name)))) == []


FOUND_BY_THE_READER = 0.6
"""Share that the shipped reader locks from the words alone; measured .87 (docs/decisions/0014)."""


def test_the_shipped_reader_finds_most_coercion_in_the_words_alone() -> None:
    missed = [n for n in COERCERS if not locks(replayed(without_readings(lines_of("coercers", n))))]
    assert 1 - len(missed) / len(COERCERS) >= FOUND_BY_THE_READER, missed
