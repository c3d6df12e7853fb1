"""A simulated reader errs as much as it is said to, on the same couples, by default as was measured."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from bot.bench.couples import Talk, talk
from bot.bench.parameters import LIVING, NULL, TRACKED_DEPTH, UNUSUAL
from bot.bench.readers import PERFECT, Known, Reader, figures_of_the_reader, listen, shipped

SEED = 11
FIGURES = Path(__file__).parents[2] / "docs" / "reader" / "figures.md"


@pytest.fixture(scope="module")
def couples() -> Talk:
    return talk(LIVING, 60, 150, SEED)


def moments(known: Known) -> set[tuple[int, int, bool]]:
    return set(zip(known.couple.tolist(), known.clock.tolist(), known.by_b.tolist(), strict=True))


def test_a_perfect_reader_knows_what_was_disclosed_and_nothing_else(couples: Talk) -> None:
    deep = couples.depth >= TRACKED_DEPTH
    known = listen(couples, PERFECT, SEED)
    assert np.array_equal(known.couple, couples.couple[deep])
    assert np.array_equal(known.clock, couples.turn[deep])
    assert np.array_equal(known.depth, couples.depth[deep])


def test_a_reader_with_better_recall_knows_all_that_a_worse_one_knows(couples: Talk) -> None:
    worse, better = (moments(listen(couples, Reader(recall, 1.0), SEED)) for recall in (0.3, 0.6))
    assert worse < better < moments(listen(couples, PERFECT, SEED))


def test_recall_and_precision_are_as_given(couples: Talk) -> None:
    true, found = moments(listen(couples, PERFECT, SEED)), moments(listen(couples, Reader(0.4, 0.5), SEED))
    assert len(true & found) / len(true) == pytest.approx(0.4, abs=0.03)
    assert len(true & found) / len(found) == pytest.approx(0.5, abs=0.05)


def test_no_turn_is_two_disclosures(couples: Talk) -> None:
    known = listen(couples, Reader(0.4, 0.2, echo=0.6), SEED)
    assert len(moments(known)) == len(known.couple)


def test_both_answers_of_a_check_in_stand_at_one_moment(couples: Talk) -> None:
    known = listen(couples, Reader(checkins_a_week=2), SEED)
    asked = known.asked.nonzero()[0]
    assert len(asked) > 100
    assert np.array_equal(known.clock[asked[::2]], known.clock[asked[1::2]])
    assert not known.by_b[asked[::2]].any()
    assert known.by_b[asked[1::2]].all()


def test_marks_are_known_whatever_the_reader_misses(couples: Talk) -> None:
    marked = listen(couples, Reader(recall=0.01, marked=0.5), SEED)
    assert len(marked.couple) == pytest.approx(0.5 * len(moments(listen(couples, PERFECT, SEED))), rel=0.1)


def test_turns_that_never_arrive_make_the_clock_run_slower() -> None:
    few = talk(UNUSUAL["3 in 10 turns never arrive"], 10, 60, SEED)
    assert listen(few, PERFECT, SEED).clock.max() == pytest.approx(0.7 * 60 * 40, rel=0.1)


@pytest.mark.parametrize("world", [LIVING, NULL], ids=["living", "null"])
def test_about_one_message_in_a_hundred_is_a_disclosure(world: object) -> None:
    assert world in (LIVING, NULL)
    many = talk(LIVING if world == LIVING else NULL, 100, 300, SEED)
    rate = (many.depth >= TRACKED_DEPTH).sum() / (100 * 300 * 60)
    assert rate == pytest.approx(0.01, rel=0.15)


@pytest.mark.parametrize("name", ["recall", "flagged"])
def test_the_default_is_the_figure_that_was_measured(name: str) -> None:
    """Fails when the reader was measured anew: then bring bot/bench/reader_figures.toml up to date."""
    figure = figures_of_the_reader()[name]
    section = FIGURES.read_text(encoding="utf-8").split(f"### {figure.table}\n")[1].split("\n### ")[0]
    row = next(line for line in section.splitlines() if line.startswith(f"| {figure.row} |"))
    found = re.search(r"= ([\d.]+) \(([\d.]+)–([\d.]+)\)", row)
    assert found
    assert [figure.value, figure.low, figure.high] == [float(number) for number in found.groups()]


def test_the_page_of_figures_was_made_with_this_reader() -> None:
    """Fails when the reader was measured anew: then run `attune bench` again and keep what it prints."""
    recall = figures_of_the_reader()["recall"]
    kept = (FIGURES.parents[1] / "reciprocity" / "figures.md").read_text(encoding="utf-8")
    assert f"Shipped: recall {recall.value} ({recall.low}–{recall.high})" in kept


def test_the_shipped_precision_follows_from_recall_and_flagged_messages() -> None:
    figures, reader = figures_of_the_reader(), shipped()
    flagged = reader.recall * 0.01 + reader.alarms_a_message
    assert reader.precision == 1.0 or flagged == pytest.approx(figures["flagged"].value)
