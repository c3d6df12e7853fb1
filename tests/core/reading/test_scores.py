"""Depth, levels and responsiveness: the closed forms of the science and their bounds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading.scores import MessageReading, level_of, responsiveness
from tests.cases import cases

score = st.floats(0, 1)
readings = st.builds(MessageReading, self_relevance=score, personal=score, private=score, affective=score)


@given(readings)
@settings(max_examples=cases(100))
def test_depth_lies_between_0_and_1(reading: MessageReading) -> None:
    assert 0 <= reading.depth <= 1


@given(readings)
@settings(max_examples=cases(50))
def test_what_is_not_about_oneself_has_no_depth(reading: MessageReading) -> None:
    assert replace(reading, self_relevance=0.0).depth == 0


@pytest.mark.parametrize("name", ["self_relevance", "personal", "private", "affective"])
@given(readings, score)
@settings(max_examples=cases(60))
def test_depth_never_falls_when_a_score_rises(name: str, reading: MessageReading, raised: float) -> None:
    more = replace(reading, **{name: max(raised, getattr(reading, name))})
    assert more.depth >= reading.depth


def test_depth_weighs_feeling_most_and_reaches_1_with_good_news_too() -> None:
    full = MessageReading(self_relevance=1, personal=1, private=1, affective=1, valence=1)
    feeling = MessageReading(self_relevance=1, affective=1)
    assert full.depth == pytest.approx(1)
    assert feeling.depth == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("depth", "level"),
    [(0, 0), (0.149, 0), (0.15, 1), (0.35, 2), (0.549, 2), (0.55, 3), (0.75, 4), (1, 4)],
)
def test_levels_begin_at_their_floors(depth: float, level: int) -> None:
    assert level_of(depth) == level


@given(score, score, score, score, score)
@settings(max_examples=cases(150))
def test_responsiveness_lies_between_minus_1_and_1(u: float, a: float, c: float, z: float, k: float) -> None:
    assert -1 <= responsiveness(u, a, c, z, k) <= 1


@given(st.tuples(score, score, score, score, score), st.integers(0, 4), score)
@settings(max_examples=cases(200))
def test_responsiveness_rises_with_what_comes_across_and_falls_with_disinterest_and_criticism(
    scores: tuple[float, float, float, float, float], place: int, raised: float
) -> None:
    more = list(scores)
    more[place] = max(raised, scores[place])
    difference = responsiveness(*more) - responsiveness(*scores)
    assert difference >= -1e-12 if place < 3 else difference <= 1e-12


@given(score, score, score, score)
@settings(max_examples=cases(50))
def test_full_criticism_is_minus_1_whatever_else_there_is(u: float, a: float, c: float, z: float) -> None:
    assert responsiveness(u, a, c, z, 1) == -1


@given(score, score, score, score, st.floats(0, 0.9), st.floats(0.01, 0.1))
@settings(max_examples=cases(50))
def test_any_criticism_lowers_responsiveness(
    u: float, a: float, c: float, z: float, k: float, more: float
) -> None:
    assert responsiveness(u, a, c, z, k + more) < responsiveness(u, a, c, z, k)
