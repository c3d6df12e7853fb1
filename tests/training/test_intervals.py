"""Intervals: known values, groups that stay together, and the same result each time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from training.evaluate.intervals import bootstrap, draws, share, wilson
from training.evaluate.tables import Table, at_least, at_most, figure_row, figures


def mean(values: NDArray[np.float64]) -> float:
    return float(values.mean())


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(5, 10, 0.2366, 0.7634), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)],
)
def test_wilson_gives_known_intervals(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=1e-4)


def test_a_share_says_its_counts() -> None:
    assert str(share([True] * 5 + [False] * 5)) == "5/10 = 0.500 (0.237–0.763)"
    assert share([True, False, False, False]).one_in == "1 in 4"
    assert share([False, False]).one_in == "0 of 2"
    assert str(share([])) == "–"


def test_a_conversation_is_drawn_whole() -> None:
    groups = ["a", "a", "a", "b", "c", "c"]
    for at in draws(groups, 50):
        drawn = [groups[i] for i in at]
        assert drawn.count("a") % 3 == 0
        assert drawn.count("c") % 2 == 0


def test_the_interval_holds_the_value_and_comes_out_the_same() -> None:
    values = np.arange(40, dtype=np.float64)
    groups = [str(i) for i in range(40)]
    found = bootstrap(mean, groups, values, rounds=200)
    assert found.low < found.value == 19.5 < found.high
    assert found == bootstrap(mean, groups, values, rounds=200)


def test_no_case_is_no_figure() -> None:
    found = bootstrap(mean, [], np.zeros(0))
    assert math.isnan(found.value)
    assert str(found) == "–"


def test_what_is_asked_is_met_or_falls_short() -> None:
    assert at_least(0.6).verdict(0.6) == "met"
    assert at_most(0.03).verdict(0.031) == "short"
    assert at_least(0.6).verdict(math.nan) == "–"


def test_a_table_reads_well_in_both_forms() -> None:
    table = figures(
        "Dogs", [figure_row("barking | not biting", share([True, False]), at_least(0.9))], "Two dogs."
    )
    assert "barking | not biting  2  1/2 = 0.500 (0.095–0.905)  ≥ 0.9   short" in table.as_text()
    assert "| barking \\| not biting | 2 | 1/2 = 0.500 (0.095–0.905) | ≥ 0.9 | short |" in table.as_markdown()
    assert table.as_markdown().endswith("\nTwo dogs.\n")


def test_a_table_without_rows_is_still_a_table() -> None:
    assert Table("Nothing", ("a", "b"), ()).as_text().startswith("Nothing\n")
