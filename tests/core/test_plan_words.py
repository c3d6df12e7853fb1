"""Days and an hour in words: understood exactly, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.plan_words import understood
from tests.cases import cases

SAID = {
    "": (),
    "ON": ("on",),
    "mon, thu 20:00": ("mon", "thu", "20:00"),
    "Tuesday 9:30": ("tue", "09:30"),
    "tues weds thurs": ("tue", "wed", "thu"),
    "mon-fri 20:00": ("mon", "tue", "wed", "thu", "fri", "20:00"),
    "monday – wed 8": ("mon", "tue", "wed", "08:00"),
    "sat-mon": ("mon", "sat", "sun"),
    "fri-fri": ("fri",),
    "weekends 21:00": ("sat", "sun", "21:00"),
    "mine 7": ("mine", "07:00"),
    "mine off": ("mine", "off"),
    "away 2026-12-05": ("away", "2026-12-05"),
    "away 5.12.2026": ("away", "2026-12-05"),
}
REFUSED = ["monster", "mon-monster", "mon-", "-", "thunder 20:00", "mon 20:00 20:30", "mon 25:00", "9" * 20]
REFUSED += ["away 2026-" + "9" * 20 + "-01", "away 2026-12", "wedsnesday"]
REFUSED += ["mon 9:5", "mine ²", "mine 20:00+02:00", "away 2026-02-30", "off please", "mon mine", "8pm"]


@pytest.mark.parametrize("text", SAID)
def test_what_is_understood_comes_back_in_one_form(text: str) -> None:
    assert understood(text) == SAID[text]
    assert understood(" ".join(SAID[text])) == SAID[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        understood(text)


@settings(max_examples=cases(200))
@given(st.text() | st.lists(st.sampled_from([*SAID, *REFUSED, "20:00", "-"])).map(" ".join))
def test_any_words_are_understood_or_refused(text: str) -> None:
    try:
        said = understood(text)
    except ValueError:
        return
    assert understood(" ".join(said)) == said
