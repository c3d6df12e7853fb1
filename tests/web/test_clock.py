"""The clock that a person may move on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapters.web.clock import MovableClock, next_morning

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)


def test_it_shows_the_real_time_until_it_is_moved() -> None:
    assert MovableClock(lambda: NOON).now() == NOON


def test_it_is_aware_and_in_utc_by_default() -> None:
    assert MovableClock().now().utcoffset() == timedelta()


def test_an_hour_later_is_an_hour_later() -> None:
    clock = MovableClock(lambda: NOON)
    clock.move(timedelta(hours=1))
    assert clock.now() == NOON + timedelta(hours=1)


def test_it_goes_to_a_moment() -> None:
    clock = MovableClock(lambda: NOON)
    clock.to(NOON + timedelta(days=2))
    assert clock.now() == NOON + timedelta(days=2)


def test_it_never_goes_back() -> None:
    clock = MovableClock(lambda: NOON)
    with pytest.raises(ValueError, match="only goes forward"):
        clock.to(NOON - timedelta(seconds=1))


def test_who_asked_for_it_hears_of_each_move() -> None:
    clock = MovableClock(lambda: NOON)
    heard: list[datetime] = []
    clock.on_move(heard.append)
    clock.move(timedelta(minutes=5))
    assert heard == [NOON + timedelta(minutes=5)]


def test_next_morning_is_nine_of_the_next_day_on_this_machine() -> None:
    morning = next_morning(NOON).astimezone()
    tomorrow = NOON.astimezone().date() + timedelta(days=1)
    assert (morning.hour, morning.minute, morning.date()) == (9, 0, tomorrow)
