"""What a pair may be told: never from check-ins alone, never sooner for asking more often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import PersonId
from core.policy import Policy
from core.reciprocity.claims import CHANCE, NEAR_TURNS, evidence, near_steps, takes_turns
from core.reciprocity.measures import Disclosure
from tests.core.builders import ANA, BEN, MONDAY

POLICY = Policy()


def dyad(authors: Sequence[PersonId], gap: int = 3) -> list[Disclosure]:
    return [Disclosure(author, 0.6, MONDAY, n * gap) for n, author in enumerate(authors)]


def test_forty_disclosures_in_turn_and_close_together_may_be_told() -> None:
    assert takes_turns(dyad([ANA, BEN] * 20), POLICY)


def test_below_twenty_disclosures_nothing_is_told() -> None:
    assert not takes_turns(dyad([ANA, BEN] * 9 + [ANA]), POLICY)


def test_blocks_are_not_turns() -> None:
    assert not takes_turns(dyad(([ANA] * 4 + [BEN] * 4) * 20), POLICY)


def test_without_runs_z_nothing_is_told() -> None:
    """Every near step changes hands, but whoever ended an evening begins the next."""
    evenings = dyad([ANA, BEN, BEN, ANA] * 15)
    apart = [replace(one, clock=one.clock + 50 * (n // 2)) for n, one in enumerate(evenings)]
    assert evidence(*near_steps(apart)) > 1 / POLICY.told_wrongly
    assert not takes_turns(apart, POLICY)


def test_disclosures_far_apart_say_nothing_about_who_follows_whom() -> None:
    assert near_steps(dyad([ANA, BEN] * 20, gap=NEAR_TURNS + 1)) == (0, 0)


def test_check_ins_alone_never_tell_anything_about_order() -> None:
    answers = [replace(one, asked=True) for one in dyad([ANA, BEN] * 100)]
    assert not takes_turns(answers, POLICY)


def test_no_step_leads_to_or_from_a_check_in() -> None:
    told = dyad([ANA, BEN, ANA, BEN, ANA])
    assert near_steps([*told[:2], replace(told[2], asked=True), *told[3:]]) == (2, 2)


@given(st.lists(st.booleans(), max_size=60), st.lists(st.integers(0, 30), min_size=60, max_size=60))
def test_exchanging_the_two_changes_nothing(whose: list[bool], gaps: list[int]) -> None:
    clock, told = 0, []
    for one, gap in zip(whose, gaps, strict=False):
        clock += gap
        told.append(Disclosure(ANA if one else BEN, 0.6, MONDAY, clock))
    mirrored = [replace(d, author=BEN if d.author == ANA else ANA) for d in told]
    assert near_steps(told) == near_steps(mirrored)


@given(st.integers(1, 200), st.data())
def test_one_more_swap_among_as_many_steps_is_more_evidence(steps: int, data: st.DataObject) -> None:
    swaps = data.draw(st.integers(0, steps - 1))
    assert evidence(steps, swaps + 1) > evidence(steps, swaps)


def swaps_by_chance(switch: float, rate: float) -> float:
    """Share of near steps that change hands where each discloses at a `rate` of turns, heedlessly."""
    gaps = range(1, NEAR_TURNS + 1)
    weights = [(1 - rate) ** (gap - 1) for gap in gaps]
    other = [(1 - (1 - 2 * switch) ** gap) / 2 for gap in gaps]
    return sum(w * o for w, o in zip(weights, other, strict=True)) / sum(weights)


def test_by_taking_turns_at_speaking_alone_nobody_exceeds_chance() -> None:
    """At five times the natural rate, as on deep evenings, however strictly the two alternate."""
    worst = max(swaps_by_chance(switch / 100, 5 * 0.015) for switch in range(101))
    assert 0.5 < worst < CHANCE


@pytest.mark.parametrize("steps", [1, 3, 8])
def test_by_chance_the_evidence_is_one_on_average(steps: int) -> None:
    """That is what bounds, at every number of looks, how often it ever reaches twenty (Ville 1939)."""
    expected = sum(
        CHANCE ** sum(path) * (1 - CHANCE) ** (steps - sum(path)) * evidence(steps, sum(path))
        for path in product((0, 1), repeat=steps)
    )
    assert expected == pytest.approx(1)


def test_looking_after_every_step_tells_at_most_one_chance_couple_in_twenty() -> None:
    """Exactly, by the law of all paths of 400 steps whose chance is the most that the policy allows."""
    not_yet, told = {0: 1.0}, 0.0
    for steps in range(1, 401):
        after: dict[int, float] = {}
        for swaps, share in not_yet.items():
            for more, chance in ((1, CHANCE), (0, 1 - CHANCE)):
                after[swaps + more] = after.get(swaps + more, 0.0) + share * chance
        reached = {s for s in after if evidence(steps, s) >= 1 / POLICY.told_wrongly}
        told += sum(after.pop(s) for s in reached)
        not_yet = after
    assert 0.005 < told <= POLICY.told_wrongly
