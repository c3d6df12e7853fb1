"""Sounds understand nothing, and saying what somebody is not takes their side."""

from __future__ import annotations

import pytest

from core.reading.plain_text import clean, tokens
from core.reading.short_replies import only_sounds, takes_a_side


@pytest.mark.parametrize(
    ("text", "sounds"), [("aww ❤️", True), ("oh no x", True), ("oh, your mum?", False), ("❤️", False)]
)
def test_sounds_are_no_words(text: str, sounds: bool) -> None:
    assert only_sounds(tokens(clean(text))) is sounds


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("you're not pathetic", True),
        ("don't call yourself stupid", True),
        ("it's not your fault", True),
        ("you are pathetic", False),
        ("no wonder they left you", False),
        ("your boss is a pathetic bully, you deserve better", True),
        ("your boss is an idiot and you're pathetic", False),
        ("your mother is pathetic", False),
    ],
)
def test_saying_what_somebody_is_not_takes_their_side(text: str, side: bool) -> None:
    assert takes_a_side(tokens(clean(text))) is side
