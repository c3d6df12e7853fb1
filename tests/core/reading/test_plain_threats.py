"""The plainest threats and orders are heard whatever was learnt; play and everyday talk are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading.plain_threats import HEARD, plain_threats, with_plain_threats
from core.reading.scores import ResponseReading
from tests.cases import cases

THREATS = (
    "if you leave me I'll hurt you",
    "If you EVER leave me, I will kill myself",
    "I'll post your photos",
    "do what I say or I'll send your pictures to your boss",
    "If you don't come home now I'll show everyone your messages",
    "give me your password or we're done",
    "you'll never see the kids again",
    "if you leave I'm getting rid of the dog",
    "don’t make me hit you",
    "if u tell anyone il hurt you... I'll hurt you if you leave",
)
ORDERS = (
    "give me your password",
    "you're not allowed to see her",
    "I forbid you to talk to him",
    "it's me or them",
    "share your location now",
    "where are you? who are you with? why aren't you answering?",
)
HARMLESS = (
    "I'm going to kill you if you're late again 😂",
    '"if you leave me I\'ll hurt you" what a line',
    "he said if you leave me I'll hurt you",
    "in the film: if you leave me I'll hurt you",
    "I'd never hurt you if you left",
    "I would not hurt you if you left me",
    "if you leave me the last slice I'll love you",
    "I'll post your photos tonight, they came out great",
    "give me the wifi password",
    "send me your location, I'll pick you up",
    "you're not allowed to peek",
    "where are you? I'm at the station",
    "I'll take the kids to school if you want",
    "or I'll send the photos to your mum if that's easier",
    "",
)


@pytest.mark.parametrize("text", THREATS)
def test_a_plain_threat_is_heard(text: str) -> None:
    assert plain_threats(text)[0] == HEARD


@pytest.mark.parametrize("text", ORDERS)
def test_a_plain_order_is_heard(text: str) -> None:
    assert plain_threats(text) == (0.0, HEARD)


@pytest.mark.parametrize("text", HARMLESS)
def test_play_quotation_and_everyday_talk_are_not(text: str) -> None:
    assert plain_threats(text) == (0.0, 0.0)


def test_the_end_of_a_long_turn_is_heard() -> None:
    assert plain_threats("well " * 3000 + ". If you leave me I'll hurt you")[0] == HEARD


def test_what_a_reader_gave_is_only_raised() -> None:
    given_tone = ResponseReading(threat=0.95, control=0.2, caring=0.7)
    raised = with_plain_threats(given_tone, "give me your password or we're done")
    assert raised == ResponseReading(threat=0.95, control=HEARD, caring=0.7)


def test_where_nothing_is_said_nothing_is_added() -> None:
    assert with_plain_threats(None, "see you at seven") is None


@settings(max_examples=cases(40))
@given(st.sampled_from([*THREATS, *ORDERS, *HARMLESS]), st.sampled_from(["her", "him"]))
def test_pronouns_change_nothing(text: str, pronoun: str) -> None:
    swapped = " ".join(pronoun if word in ("her", "him") else word for word in text.split(" "))
    assert plain_threats(swapped) == plain_threats(text)


@settings(max_examples=cases(60))
@given(st.text(max_size=400))
def test_any_text_has_an_answer(text: str) -> None:
    assert set(plain_threats(text)) <= {0.0, HEARD}
