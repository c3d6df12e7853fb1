"""Names that people chose, within sentences that others read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from core.naming import (
    END_ISOLATE,
    ISOLATE,
    LONGEST_NAME,
    MOST_MARKS,
    called,
    shortened,
    whole_end,
)
from tests.cases import cases

FAMILY = "👩‍👩‍👧"
PIECES = st.one_of(
    st.text(max_size=6),
    st.text(alphabet="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c", max_size=4),
    st.text(alphabet="\u200b\u200c\u200d\ufeff\u3164\u2800\u00ad\u0000\n\t\ud83d\ue000", max_size=4),
    st.text(alphabet="\u0301\u0489\u0e47\u034f\ufe0f", max_size=30),
    st.sampled_from([FAMILY, "🇩🇪", "👍🏽", "ana", "שלום", "سلام", "<b>", "@everyone", "x" * 50, " "]),
)
NAMES = st.lists(PIECES, max_size=8).map("".join)
ASKED = checked(max_examples=cases(60), deadline=None)


@pytest.mark.parametrize(
    "name",
    [
        "Ana",
        "Ben Okri",
        "Zoë",
        "Nguyễn Thị Mỹ Linh",
        "李小龍",
        "अनुष्का",
        "สมชาย",
        "O'Neill-Smith",
        FAMILY,
        "🏴",
    ],
)
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    assert called(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    "name", ["", "   ", "\u200b\u200e\u202e", "\u3164", "\u2800\u2800", "\u0301\u0301", "\n\t\x00", "\u200d"]
)
def test_of_a_name_that_shows_nothing_nothing_is_left(name: str) -> None:
    assert called(name) == ""


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("  Ana \n\n Maria ", "Ana Maria"),
        ("A\u202ena", "Ana"),
        ("An\u00ada\u200b", "Ana"),
        ("Z\u0336\u0337\u0338\u0335\u0334oe", "Z\u0336\u0337\u0338oe"),
        ("Ana\u3164\u3164", "Ana"),
        ("\u0301Ana \u0301B", "Ana B"),
        ("A" * 60, "A" * 39 + "…"),
        ("a" * 38 + FAMILY, "a" * 38 + "…"),
        ("a" * 38 + "🇩🇪 of it", "a" * 38 + "…"),
    ],
)
def test_a_name_is_shown_as_far_as_it_harms_nothing(name: str, shown: str) -> None:
    assert called(name) == shown


@pytest.mark.parametrize("name", ["שלום", "سلام", "Ana שלום", "٣٤"])
def test_a_name_from_right_to_left_is_set_apart(name: str) -> None:
    assert called(name) == f"{ISOLATE}{name}{END_ISOLATE}"
    assert shortened(name) == name


@ASKED
@given(NAMES, st.sampled_from([8, 24, LONGEST_NAME]))
def test_no_name_is_longer_than_there_is_room_nor_turns_anything(name: str, longest: int) -> None:
    shown = called(name, longest)
    inner = shown.removeprefix(ISOLATE).removesuffix(END_ISOLATE)
    assert len(inner) <= longest
    assert all(_is_seen(character) for character in inner)
    assert shown == inner or (shown.startswith(ISOLATE) and shown.endswith(END_ISOLATE))


def _is_seen(character: str) -> bool:
    is_newer_emoji = "\U0001f000" <= character < "\U0001fb00"
    return character.isprintable() or character in "\u200c\u200d" or is_newer_emoji


@ASKED
@given(NAMES)
def test_no_letter_bears_more_marks_than_it_may(name: str) -> None:
    run = 0
    for character in called(name):
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        assert run <= MOST_MARKS


@ASKED
@given(NAMES)
def test_what_was_called_so_once_stays_the_same(name: str) -> None:
    assert called(called(name)) == called(name)


@ASKED
@given(NAMES, st.integers(0, 60))
def test_a_place_to_cut_is_close_before_and_within(text: str, end: int) -> None:
    end = min(end, len(text))
    assert max(0, end - 32) <= whole_end(text, end) <= end
