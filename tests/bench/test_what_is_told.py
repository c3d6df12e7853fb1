"""Living couples stand out where the reader is perfect; null ones are hardly ever told they do."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from bot.bench import calibration, coercers, literature, measured
from bot.bench.claiming import told_by_runs_z, told_on
from bot.bench.couples import Talk, talk
from bot.bench.figures import auc, share
from bot.bench.parameters import LIVING, MOODY_NULL, NULL, World
from bot.bench.readers import PERFECT, Reader, listen

SEED = 12


@lru_cache
def a_year(world: World) -> Talk:
    return talk(world, 150, 365, SEED)


def test_turn_taking_separates_where_balance_hardly_does() -> None:
    living, null = (listen(a_year(world), PERFECT, SEED).first(20) for world in (LIVING, NULL))
    by_order = auc(measured.turn_taking(living), measured.turn_taking(null))
    by_balance = auc(-measured.balance(living), -measured.balance(null))
    assert by_order.low > 0.75 > by_balance.high


@pytest.mark.parametrize("world", [NULL, MOODY_NULL], ids=["null", "moody"])
@pytest.mark.parametrize("reader", [PERFECT, Reader(0.4, 0.3), PERFECT.with_own_ways()], ids=str)
def test_null_couples_are_told_at_most_six_in_a_hundred_times_in_a_year(world: World, reader: Reader) -> None:
    known = listen(a_year(world), reader, SEED)
    assert share(np.isfinite(told_on(known))).value <= 0.06
    assert share(np.isfinite(told_by_runs_z(known))).low > 0.06, "the runs test alone, asked again and again"


def test_some_living_couples_are_told() -> None:
    assert share(np.isfinite(told_on(listen(a_year(LIVING), PERFECT, SEED)))).low > 0.3


def test_what_the_literature_found_is_reproduced() -> None:
    assert [row for row in literature.all_rows(500, SEED) if not row.holds] == []


def test_coercers_are_stopped_within_the_turn_and_nobody_is_pointed_to_anything_afterwards() -> None:
    met = coercers.stopped(20, SEED)
    assert (met.locked, met.notes_after) == (met.couples, 0)
    assert met.notes_without >= met.couples


def test_answers_make_the_felt_response_better_known() -> None:
    found = [figure.value for figure in calibration.errors(60, SEED).values()]
    assert found == sorted(found, reverse=True)
    assert found[2] < 0.6 * found[0]
