"""One form of text for all readers, blind to gender and names (science §1, rows 20 and 21)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reading.plain_text import MAX_CHARS, clean, tokens
from core.reading.topics import TOPICS, topics_of


@given(st.text(st.characters(), max_size=300))
def test_cleaning_is_done_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("text", ["a" * 10_000, "ﷺ" * 10_000, "😭" * 10_000])
def test_a_long_text_is_capped_before_and_after_its_forms_are_made_one(text: str) -> None:
    assert len(clean(text)) <= MAX_CHARS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He told his wife", "She told her husband"),
        ("my mum and my sister", "my dad and my brother"),
        ("I told Sarah", "I told Mohammed"),
        ("so I told Ngozi", "so I told Zorblax"),
        ("he's here, hes late", "she's here, shes late"),
    ],
)
def test_gender_and_names_are_not_seen(one: str, other: str) -> None:
    assert tokens(clean(one)) == tokens(clean(other))


def test_spellings_of_short_messages_are_one_word() -> None:
    assert tokens("i luv u soooo much, im sry") == tokens("i love you soo much, i'm sorry")


def test_a_topic_is_seen_by_its_words() -> None:
    assert topics_of(tokens("my boss cut my hours and the rent is due")) == ("work", "money")


def test_there_are_about_twenty_topics() -> None:
    assert 18 <= len(TOPICS) <= 26


@given(st.text(max_size=200))
def test_any_text_has_four_topics_at_most(text: str) -> None:
    assert len(topics_of(tokens(clean(text)))) <= 4
