"""Emoji, faces, laughter and emphasis (science §1, rows 8a and 8b)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reading.cues import appreciation_ceiling, emoji_only, read_cues
from core.reading.plain_text import clean


def test_a_crying_face_shows_more_feeling_than_nothing() -> None:
    assert read_cues(clean("fine 😭")).affect > read_cues(clean("fine")).affect


def test_a_typed_sad_face_is_sad() -> None:
    assert read_cues(clean("ok :(")).valence < 0


def test_a_sticker_counts_by_its_emoji() -> None:
    assert read_cues("", emoji="😭").sadness > 0.5


def test_a_voice_note_is_mild() -> None:
    assert 0 < read_cues("ok", voice=True).affect < 0.35


def test_an_answer_at_once_is_a_little_warmer_than_a_slow_one() -> None:
    assert read_cues("ok", immediacy=0.95).affect > read_cues("ok", immediacy=0.2).affect


def test_drawn_out_letters_and_capitals_are_emphasis() -> None:
    assert read_cues(clean("nooooo WHY IS THIS HAPPENING")).emphasis > 0


@pytest.mark.parametrize("text", ["great job 🙄", "well done 🤡"])
def test_scorn_leaves_no_appreciation(text: str) -> None:
    assert appreciation_ceiling(read_cues(clean(text))) <= 0.1


def test_a_smirk_makes_praise_uncertain() -> None:
    assert appreciation_ceiling(read_cues(clean("nice one 😏"))) <= 0.5


def test_plain_praise_is_not_capped() -> None:
    assert appreciation_ceiling(read_cues(clean("I'm proud of you ❤️"))) == 1.0


@pytest.mark.parametrize(
    ("text", "alone"), [("😂😂", True), ("❤️", True), ("ok ❤️", False), ("", False), ("7", False)]
)
def test_emoji_alone_are_told_from_words(text: str, alone: bool) -> None:
    assert emoji_only(clean(text)) is alone


@given(st.text(max_size=200))
def test_cues_stay_in_bounds(text: str) -> None:
    cues = read_cues(clean(text))
    assert 0 <= cues.affect <= 1
    assert -1 <= cues.valence <= 1
