"""What holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.reader import load_reader
from core.reading.scores import MessageReading, ResponseReading
from core.utterance import Utterance

READER = load_reader()
ANY_TEXT = st.text(st.characters(), max_size=300) | st.text("i'm so sad my mum died 😭!? HAHA ", max_size=120)
SCORES = (
    "self_relevance",
    "personal",
    "private",
    "affective",
    "nonliteral",
    "disclosure",
    "crisis",
    "unsafe",
    "depth",
)
RESPONSE_SCORES = (
    "understanding",
    "appreciation",
    "caring",
    "disinterest",
    "criticism",
    "contempt",
    "advice",
    "relevance",
)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_message_scores_stay_in_bounds(text: str) -> None:
    reading = READER.read_message(Utterance(text=text))
    if isinstance(reading, MessageReading):
        assert all(0 <= getattr(reading, name) <= 1 for name in SCORES)
        assert -1 <= reading.valence <= 1


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT, st.none() | ANY_TEXT)
def test_response_scores_stay_in_bounds(text: str, to: str | None) -> None:
    reading = READER.read_response(Utterance(text=text), to=None if to is None else Utterance(text=to))
    if isinstance(reading, ResponseReading):
        assert all(0 <= getattr(reading, name) <= 1 for name in RESPONSE_SCORES)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "\ud800",
        "a" * 100_000,
        "i'm scared " * 9_000,
        "(" * 100_000,
        "ﷺ" * 50_000,
        "z" + "\u0301" * 50_000,
        "\u202eشكرا جزيلا لك يا صديقي",
        "😭" * 100_000,
        "! " * 50_000,
        "my my my " * 30_000,
        "not " * 30_000,
        "\n" * 100_000,
    ],
)
def test_no_text_is_too_strange_to_read(text: str) -> None:
    message = READER.read_message(Utterance(text=text))
    answer = READER.read_response(Utterance(text=text), to=Utterance(text=text))
    assert (message.reader, answer.reader) == (READER.version, READER.version)


SWAPS = [
    ("he told my sister that she misses her boyfriend", "she told my brother that he misses his girlfriend"),
    ("my husband left and I can't stop crying", "my wife left and I can't stop crying"),
    ("I told Sarah about my mum", "I told Mohammed about my dad"),
    ("He is proud of his son, the boy is strong", "She is proud of her daughter, the girl is strong"),
    ("Tom hit me and I'm scared of him", "Anna hit me and I'm scared of her"),
    ("I'm ok with it 👍🏽 🙋‍♀️", "I'm ok with it 👍🏻 🙋‍♂️"),
    ("I miss Zorblax so much", "I miss Ngozi so much"),
    ("my boyfriend himself says he's sorry", "my girlfriend herself says she's sorry"),
]


@pytest.mark.parametrize(("one", "other"), SWAPS)
def test_names_and_gender_change_no_reading(one: str, other: str) -> None:
    assert READER.read_message(Utterance(text=one)) == READER.read_message(Utterance(text=other))


@pytest.mark.parametrize(("one", "other"), SWAPS)
def test_names_and_gender_change_no_response(one: str, other: str) -> None:
    to = Utterance(text="my mum is ill")
    assert READER.read_response(Utterance(text=one), to=to) == READER.read_response(
        Utterance(text=other), to=to
    )


@pytest.mark.parametrize(
    "parts",
    [
        ("I didn't get the job", "I feel like a failure"),
        ("so", "I finally told my dad", "and I can't stop crying"),
        ("can you get milk", "and bread", "thanks"),
        ("I'm so tired", "lol", "see you at 7"),
    ],
)
def test_a_split_message_is_hardly_deeper_than_the_whole(parts: tuple[str, ...]) -> None:
    whole = READER.read_message(Utterance(text="\n".join(parts)))
    pieces = [READER.read_message(Utterance(text=part), burst=parts[:i]) for i, part in enumerate(parts)]
    deepest = max(piece.depth for piece in pieces if isinstance(piece, MessageReading))
    assert isinstance(whole, MessageReading)
    assert deepest <= whole.depth + 0.15
