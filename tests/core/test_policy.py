"""The numbers of the rules, and what a chat may put in their place."""

from __future__ import annotations

from dataclasses import fields

import pytest

from core.policy import DIVISORS, Policy


def test_a_chat_may_replace_any_number_by_its_name() -> None:
    every = {field.name: 1 for field in fields(Policy)}
    assert set(vars_of(Policy().with_settings(every)).values()) == {1.0}


def vars_of(policy: Policy) -> dict[str, float]:
    return {field.name: getattr(policy, field.name) for field in fields(Policy)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("no_such_number", 1),
        ("depth_min", "deep"),
        ("depth_min", True),
        ("depth_min", -0.1),
        ("burst_gap_s", 0),
    ],
)
def test_what_is_no_number_of_the_policy_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        Policy().with_settings({name: value})


def test_every_divisor_is_a_number_of_the_policy() -> None:
    assert set(vars_of(Policy())) >= DIVISORS
