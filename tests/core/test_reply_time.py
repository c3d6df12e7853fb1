"""How long somebody usually takes, and the two limits that follow from it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import ReplyTime
from core.reply_time import immediacy, limits, observed, usual
from tests.core.builders import POLICY

waits = st.lists(st.floats(0, 5000), max_size=15)


def after(minutes: list[float]) -> ReplyTime:
    seen = ReplyTime()
    for one in minutes:
        seen = observed(seen, one)
    return seen


def test_before_any_reply_the_soft_limit_is_about_half_an_hour() -> None:
    soft, _ = limits(ReplyTime(), POLICY)
    assert soft == pytest.approx(30.25, abs=5e-3)


def test_before_any_reply_the_hard_limit_is_its_floor_of_six_hours() -> None:
    assert limits(ReplyTime(), POLICY)[1] == 360


@given(waits)
@settings(max_examples=80)
def test_limits_stay_within_their_bounds_and_in_their_order(minutes: list[float]) -> None:
    soft, hard = limits(after(minutes), POLICY)
    assert 30 <= soft <= 360 <= hard <= 2880


@given(waits)
@settings(max_examples=60)
def test_the_posterior_is_the_normal_gamma_of_the_science(minutes: list[float]) -> None:
    x = np.log(np.maximum(minutes, 0.05)) if minutes else np.array([])
    n, mu0, beta0 = len(x), np.log(5), 2.5 * 1.8**2
    mean = x.mean() if n else 0.0
    mu = (5 * mu0 + x.sum()) / (5 + n)
    beta = beta0 + ((x - mean) ** 2).sum() / 2 + 5 * n * (mean - mu0) ** 2 / (2 * (5 + n))
    assert usual(after(minutes), POLICY) == pytest.approx((mu, np.sqrt(beta / (2.5 + n / 2))))


@given(st.lists(st.floats(0.1, 5000), min_size=1, max_size=12), st.floats(1, 10))
@settings(max_examples=60)
def test_somebody_slower_by_a_factor_is_not_expected_earlier(minutes: list[float], factor: float) -> None:
    usual_minutes = [max(one, 5.0) for one in minutes]
    quick = limits(after(usual_minutes), POLICY)
    slow = limits(after([one * factor for one in usual_minutes]), POLICY)
    assert slow[0] >= quick[0] - 1e-9
    assert slow[1] >= quick[1] - 1e-9


def test_somebody_who_answers_after_hours_is_left_hours() -> None:
    assert limits(after([240.0] * 20), POLICY)[0] > 180


def test_the_same_delay_is_more_immediate_for_somebody_slower() -> None:
    quick, slow = after([2.0] * 10), after([120.0] * 10)
    assert immediacy(slow, 10, POLICY) > immediacy(quick, 10, POLICY)


@given(waits, st.floats(0, 10000), st.floats(0, 10000))
@settings(max_examples=60)
def test_immediacy_lies_between_0_and_1_and_falls_with_the_delay(
    minutes: list[float], one: float, other: float
) -> None:
    soon, late = (immediacy(after(minutes), delay, POLICY) for delay in sorted((one, other)))
    assert 0 <= late <= soon <= 1
