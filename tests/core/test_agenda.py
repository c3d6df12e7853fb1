"""What is due when in a chat: each date once, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.agenda import Agenda, changed, due, looked, opened, opens_at, over_at, to_look_sooner

MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST = datetime(2026, 3, 1, 10, tzinfo=UTC)
"""When that Monday begins in Kiritimati."""


def plan(*days: int, now: datetime = FIRST) -> Agenda:
    return changed(Agenda(), "checkin", now, on=True, days=days, at=time(20))


def test_a_date_lasts_from_its_begin_in_kiritimati_to_its_end_at_baker_island() -> None:
    assert (opens_at(MONDAY), over_at(MONDAY)) == (FIRST, datetime(2026, 3, 3, 12, tzinfo=UTC))


def test_nothing_is_due_before_somebody_set_it() -> None:
    assert list(due(Agenda(), NOON)) == []


def test_a_planned_date_is_due_while_it_lasts_anywhere() -> None:
    second, over = timedelta(seconds=1), over_at(MONDAY)
    around = (FIRST - second, FIRST, NOON, over - second, over)
    assert [list(due(plan(0), at)) for at in around] == [[], *[[("checkin", MONDAY)]] * 3, []]


def test_a_date_is_due_a_little_longer_for_whom_its_last_hour_was_theirs() -> None:
    late, over = timedelta(hours=3), over_at(MONDAY)
    found = [list(due(plan(0), at, late)) for at in (over, over + late)]
    assert found == [[("checkin", MONDAY)], []]


def test_an_opened_date_is_never_due_again() -> None:
    assert list(due(opened(plan(0), "checkin", MONDAY), NOON)) == []


def test_two_things_of_a_chat_are_due_each_by_its_own_name() -> None:
    both = changed(plan(0), "recap", FIRST, on=True, days=(0, 6), at=time(18))
    assert list(due(both, NOON)) == [("checkin", MONDAY), ("recap", MONDAY)]


def test_what_was_switched_off_is_not_due() -> None:
    assert list(due(changed(plan(0), "checkin", NOON, on=False), NOON)) == []


def test_a_plan_needs_a_day() -> None:
    with pytest.raises(ValueError, match="needs a day"):
        plan()


def test_a_change_is_looked_at_at_once() -> None:
    assert plan(3, now=NOON).look_at == NOON


def test_the_next_look_is_when_the_next_planned_date_begins_anywhere() -> None:
    agenda = looked(opened(plan(0, 3), "checkin", MONDAY), NOON)
    assert agenda.look_at == opens_at(date(2026, 3, 5))


def test_a_weekly_plan_looks_a_week_ahead() -> None:
    assert looked(opened(plan(0), "checkin", MONDAY), NOON).look_at == opens_at(date(2026, 3, 9))


def test_without_a_plan_nothing_is_looked_at() -> None:
    assert looked(changed(plan(0), "checkin", NOON, on=False), NOON).look_at is None


def test_a_look_that_a_wrong_clock_put_far_off_is_brought_back() -> None:
    years = timedelta(days=1000)
    astray = looked(plan(0), NOON + years)
    assert to_look_sooner(astray, NOON)
    assert not to_look_sooner(looked(opened(plan(0), "checkin", MONDAY), NOON), NOON)


def test_only_the_dates_opened_last_are_remembered() -> None:
    agenda = plan(*range(7))
    for number in range(100):
        agenda = opened(agenda, "checkin", MONDAY + timedelta(days=number))
    assert agenda.of("checkin").opened == tuple(MONDAY + timedelta(days=number) for number in range(40, 100))
