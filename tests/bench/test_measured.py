"""The bench judges the product's own measures: its faster twins say the same of every dyad."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.bench import measured
from bot.bench.claiming import needed, told_by_runs_z, told_on
from bot.bench.readers import Rows
from core.policy import Policy
from core.reciprocity.claims import evidence, near_steps, takes_turns
from core.reciprocity.measures import balance, runs_z, turn_taking
from tests.bench.rows import disclosures, known, random_rows
from tests.core.builders import ANA

POLICY = Policy()


@pytest.fixture(scope="module")
def thousand() -> Rows:
    return random_rows(1000, 30, seed=5)


def test_turn_taking_is_that_of_the_rules(thousand: Rows) -> None:
    found = [
        turn_taking(disclosures(thousand, of), POLICY.ttr_lambda, POLICY.ttr_half_gap_turns)
        for of in range(1000)
    ]
    assert measured.turn_taking(thousand) == pytest.approx(np.array(found, float))


def test_balance_is_that_of_the_rules(thousand: Rows) -> None:
    found = []
    for of in range(1000):
        told = disclosures(thousand, of)
        found.append(abs(balance(told, ANA, told[-1].at, POLICY.balance_half_life_days) or 0.0))
    assert measured.balance(thousand) == pytest.approx(np.array(found))


def test_runs_z_is_that_of_the_rules(thousand: Rows) -> None:
    found = [runs_z(disclosures(thousand, of)) for of in range(1000)]
    expected = [-math.inf if one is None else one for one in found]
    assert measured.runs_z(thousand) == pytest.approx(np.array(expected))


def test_near_steps_are_those_of_the_rules(thousand: Rows) -> None:
    steps, swaps = measured.near_steps(thousand)
    found = [near_steps(disclosures(thousand, of)) for of in range(1000)]
    assert list(zip(steps[:, -1], swaps[:, -1], strict=True)) == found


def test_who_is_told_when_is_what_the_rules_would_tell_after_every_disclosure() -> None:
    rows = random_rows(150, 60, seed=6)
    rows.by_b[:75, 1::2] = ~rows.by_b[:75, ::2]
    days = told_on(known(rows))
    for of in range(len(rows)):
        told = disclosures(rows, of)
        first = next((n for n in range(1, 61) if takes_turns(told[:n], POLICY)), None)
        assert days[of] == (np.inf if first is None else rows.day[of, first - 1])
    assert np.isfinite(days).sum() > 5


def test_runs_z_alone_is_asked_after_every_disclosure_from_the_twentieth_on() -> None:
    rows = random_rows(150, 60, seed=7)
    days = told_by_runs_z(known(rows))
    for of in range(len(rows)):
        told = disclosures(rows, of)
        first = next((n for n in range(20, 61) if (runs_z(told[:n]) or 0) > POLICY.takes_turns_z), None)
        assert days[of] == (np.inf if first is None else rows.day[of, first - 1])


@pytest.mark.parametrize("steps", [0, 5, 12, 40, 300])
def test_the_needed_swaps_are_the_fewest_that_are_evidence_enough(steps: int) -> None:
    enough, fewest = 1 / POLICY.told_wrongly, int(needed()[steps])
    assert fewest > steps or evidence(steps, fewest) >= enough
    assert fewest == 0 or evidence(steps, fewest - 1) < enough
