"""TTR, balance and runs z: the test vectors of the science, and what must hold for every dyad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ids import PersonId
from core.policy import Policy
from core.reciprocity.measures import Disclosure, balance, runs_z, turn_taking
from tests.cases import cases
from tests.core.builders import ANA, BEN, MONDAY

N = 40
ALTERNATING = [ANA, BEN] * 20
BLOCKS_OF_4 = ([ANA] * 4 + [BEN] * 4) * 5
TWO_BLOCKS = [ANA] * 20 + [BEN] * 20
ONE_SIDED = [ANA] * 40
LAMBDA = Policy().ttr_lambda


def dyad(authors: Sequence[PersonId], depths: Sequence[float] = (0.6,), gap: int = 1) -> list[Disclosure]:
    """Disclosures at one moment, `gap` turns apart; depths repeat."""
    return [Disclosure(author, depths[n % len(depths)], MONDAY, n * gap) for n, author in enumerate(authors)]


@pytest.mark.parametrize(
    ("authors", "depths", "gap", "ttr"),
    [
        pytest.param(ALTERNATING, (0.6,), 1, 1.0, id="alternating"),
        pytest.param(BLOCKS_OF_4, (0.6,), 1, 0.231, id="blocks of 4"),
        pytest.param(TWO_BLOCKS, (0.6,), 1, 1 / 39, id="two blocks"),
        pytest.param(ONE_SIDED, (0.6,), 1, 0.0, id="one-sided"),
        pytest.param(ALTERNATING, (0.8, 0.4), 1, 0.5, id="alternating .8/.4"),
        pytest.param(ALTERNATING, (0.6,), 7, 0.5, id="alternating, 7 turns apart"),
    ],
)
def test_turn_taking_has_the_value_of_the_science(
    authors: list[PersonId], depths: tuple[float, ...], gap: int, ttr: float
) -> None:
    assert turn_taking(dyad(authors, depths, gap), 1.0, 6) == pytest.approx(ttr, abs=5e-4)


@pytest.mark.parametrize(
    ("authors", "depths", "expected"),
    [
        pytest.param(ALTERNATING, (0.6,), 0.0, id="alternating"),
        pytest.param(BLOCKS_OF_4, (0.6,), 0.0, id="blocks of 4"),
        pytest.param(TWO_BLOCKS, (0.6,), 0.0, id="two blocks"),
        pytest.param(ONE_SIDED, (0.6,), 1.0, id="one-sided"),
        pytest.param(ALTERNATING, (0.8, 0.4), 0.33, id="alternating .8/.4"),
    ],
)
def test_balance_has_the_value_of_the_science(
    authors: list[PersonId], depths: tuple[float, ...], expected: float
) -> None:
    assert balance(dyad(authors, depths), ANA, MONDAY, 14) == pytest.approx(expected, abs=5e-3)


@pytest.mark.parametrize(
    ("authors", "z"),
    [
        pytest.param(ALTERNATING, 6.09, id="alternating"),
        pytest.param(BLOCKS_OF_4, -3.52, id="blocks of 4"),
        pytest.param(TWO_BLOCKS, -6.09, id="two blocks"),
    ],
)
def test_runs_z_has_the_value_of_the_science(authors: list[PersonId], z: float) -> None:
    assert runs_z(dyad(authors)) == pytest.approx(z, abs=5e-3)


def test_two_blocks_give_exactly_one_part_in_39() -> None:
    assert turn_taking(dyad(TWO_BLOCKS, (0.5,)), 1.0, 6) == 1 / 39


def test_runs_z_of_a_one_sided_dyad_is_unknown() -> None:
    assert runs_z(dyad(ONE_SIDED)) is None


@pytest.mark.parametrize("count", [0, 1])
def test_below_two_disclosures_nothing_can_be_said_of_turn_taking(count: int) -> None:
    assert turn_taking(dyad([ANA] * count), LAMBDA, 6) is None


def test_balance_fades_with_a_half_life_of_fourteen_days() -> None:
    old = Disclosure(ANA, 0.6, MONDAY - timedelta(days=14), 0)
    assert balance([old, Disclosure(BEN, 0.6, MONDAY, 1)], ANA, MONDAY, 14) == pytest.approx(-1 / 3)


def test_balance_closed_form_is_the_recursion_of_the_science() -> None:
    moments = [0.0, 1.5, 4.0, 4.1, 20.0]
    mine = theirs = last = 0.0
    for n, day in enumerate(moments):
        fade = 2 ** (-(day - last) / 14)
        mine, theirs, last = mine * fade, theirs * fade, day
        mine, theirs = (mine + 0.3, theirs) if n % 2 else (mine, theirs + 0.5)
    told = [
        Disclosure(BEN if n % 2 else ANA, 0.3 if n % 2 else 0.5, MONDAY + timedelta(days=day), n)
        for n, day in enumerate(moments)
    ]
    found = balance(told, BEN, MONDAY + timedelta(days=20), 14)
    assert found == pytest.approx((mine - theirs) / (mine + theirs))


@st.composite
def dyads(draw: st.DrawFn, at_least: int = 2) -> list[Disclosure]:
    steps = draw(
        st.lists(
            st.tuples(st.booleans(), st.floats(0.01, 1), st.integers(1, 12), st.integers(0, 4000)),
            min_size=at_least,
            max_size=30,
        )
    )
    told, clock, minutes = [], 0, 0
    for is_ana, depth, turns, gap in steps:
        clock, minutes = clock + turns, minutes + gap
        told.append(Disclosure(ANA if is_ana else BEN, depth, MONDAY + timedelta(minutes=minutes), clock))
    return told


def swapped(told: list[Disclosure]) -> list[Disclosure]:
    return [replace(one, author=BEN if one.author == ANA else ANA) for one in told]


@given(dyads(), st.floats(0.5, 1))
@settings(max_examples=cases(100))
def test_turn_taking_lies_between_0_and_1(told: list[Disclosure], decay: float) -> None:
    found = turn_taking(told, decay, 6)
    assert found is not None
    assert 0 <= found <= 1


@given(dyads())
@settings(max_examples=cases(100))
def test_turn_taking_and_runs_do_not_know_who_is_who(told: list[Disclosure]) -> None:
    mirrored = swapped(told)
    assert turn_taking(told, LAMBDA, 6) == turn_taking(mirrored, LAMBDA, 6)
    assert runs_z(told) == pytest.approx(runs_z(mirrored))


@given(dyads(), st.floats(0.1, 1))
@settings(max_examples=cases(100))
def test_turn_taking_does_not_depend_on_the_scale_of_depth(told: list[Disclosure], scale: float) -> None:
    scaled = [replace(one, depth=one.depth * scale) for one in told]
    assert turn_taking(scaled, LAMBDA, 6) == pytest.approx(turn_taking(told, LAMBDA, 6))


@given(dyads())
@settings(max_examples=cases(100))
def test_without_fading_turn_taking_reads_the_same_backwards(told: list[Disclosure]) -> None:
    last = told[-1].clock
    backwards = [replace(one, clock=last - one.clock) for one in reversed(told)]
    assert turn_taking(backwards, 1.0, 6) == pytest.approx(turn_taking(told, 1.0, 6))


@given(dyads(), st.floats(0, 1))
@settings(max_examples=cases(200))
def test_raising_the_latest_while_it_is_the_shallower_never_lowers_turn_taking(
    told: list[Disclosure], share: float
) -> None:
    before, latest = told[-2], told[-1]
    latest = replace(latest, depth=min(latest.depth, before.depth))
    raised = replace(latest, depth=latest.depth + share * (before.depth - latest.depth))
    lower, higher = (turn_taking([*told[:-1], one], LAMBDA, 6) for one in (latest, raised))
    assert lower is not None
    assert higher is not None
    assert higher >= lower - 1e-12


@given(dyads(at_least=1), st.integers(0, 60))
@settings(max_examples=cases(100))
def test_balance_is_bounded_and_changes_its_sign_with_the_names(told: list[Disclosure], days: int) -> None:
    now = told[-1].at + timedelta(days=days)
    found = balance(told, ANA, now, 14)
    other = balance(told, BEN, now, 14)
    assert found is not None
    assert other is not None
    assert -1 <= found <= 1
    assert found == pytest.approx(-other)


@given(dyads())
@settings(max_examples=cases(50))
def test_balance_is_blind_to_order_at_one_moment(told: list[Disclosure]) -> None:
    together = [replace(one, at=MONDAY) for one in told]
    found = balance(together, ANA, MONDAY, 14)
    assert balance(together[::-1], ANA, MONDAY, 14) == pytest.approx(found)


@given(dyads())
@settings(max_examples=cases(50))
def test_runs_z_of_any_one_sided_dyad_is_unknown(told: list[Disclosure]) -> None:
    assert runs_z([replace(one, author=ANA) for one in told]) is None
