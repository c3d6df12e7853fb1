"""A reaction acknowledges and no more (science §3c)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reading.reactions import read_reaction

EMOJI = ["❤️", "🫂", "👍", "😢", "🎉", "😂", "👎", "🙄", "🤡", "🔥", "🙏", "🥱", "💩", "", "x", "👍🏽"]


@pytest.mark.parametrize("emoji", EMOJI)
def test_a_reaction_understands_nothing(emoji: str) -> None:
    assert read_reaction(emoji).understanding == 0


@pytest.mark.parametrize("emoji", EMOJI)
def test_a_reaction_cares_a_little_at_most(emoji: str) -> None:
    assert read_reaction(emoji).caring <= 0.3


def test_a_heart_is_warmer_than_a_thumb() -> None:
    assert read_reaction("❤️").caring > read_reaction("👍").caring


@pytest.mark.parametrize("emoji", ["👎", "🙄", "🤡", "🖕", "💩"])
def test_a_scornful_reaction_is_critical(emoji: str) -> None:
    assert read_reaction(emoji).criticism >= 0.5


def test_a_yawn_is_disinterest() -> None:
    assert read_reaction("🥱").disinterest >= 0.5


@pytest.mark.parametrize(("one", "other"), [("👍🏽", "👍"), ("🙋‍♀️", "🙋‍♂️")])
def test_skin_and_gender_of_an_emoji_change_nothing(one: str, other: str) -> None:
    assert read_reaction(one) == read_reaction(other)


@given(st.text(max_size=50))
def test_any_text_is_a_bounded_reaction(text: str) -> None:
    assert -1 <= read_reaction(text).responsiveness <= 1
