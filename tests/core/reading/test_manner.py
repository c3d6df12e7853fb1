"""How a reply is said: whether it asks to hear more, whether it only asks, whether it is a mere formula."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading.manner import manner_of
from core.reading.questions import asked
from tests.cases import cases


@pytest.mark.parametrize(
    "reply",
    [
        "oh no. what happened then?",
        "that sounds heavy, how did you get through it?",
        "Twelve years. What did they say when you told them?",
        "i'm listening\nhow long has it been like this",
        "wow. do you want to tell me about it?",
    ],
)
def test_a_question_about_what_was_told_is_an_open_one(reply: str) -> None:
    assert asked(reply).genuine == 1.0


def test_a_question_that_takes_yes_or_no_counts_by_half() -> None:
    assert asked("oh dear. was it very bad?").genuine == 0.5


@pytest.mark.parametrize(
    "reply",
    [
        "what?",
        "huh?",
        "really??",
        "u ok?",
        "so what?",
        "any rain on the radar?",
        "can you do the fiesta on the 14th then?",
        "did you get milk on the way?",
        "are you sure it was not your fault?",
        "why didn't you say so before?",
        "what did you expect?",
        "have you thought about a pilates class?",
        "why don't you just ask for some time off?",
        "want me to come round?",
        "that sounds hard",
        "",
        "???",
    ],
)
def test_what_asks_for_nothing_of_it_is_no_follow_up(reply: str) -> None:
    assert asked(reply).genuine == 0.0


@pytest.mark.parametrize(
    ("reply", "bare"),
    [
        pytest.param("what happened then?", True, id="one question"),
        pytest.param("what happened then? where were you?", True, id="two"),
        pytest.param("what happened then? 😢", True, id="with a face"),
        pytest.param("oh no. what happened then?", False, id="after a word"),
        pytest.param("what happened then? that must have hurt", False, id="before some"),
        pytest.param("that must have hurt", False, id="no question"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_question_is_bare_with_nothing_beside_it(reply: str, bare: bool) -> None:
    assert asked(reply).bare is bare


@pytest.mark.parametrize(
    "reply", ["nice", "Nice one.", "ok cool", "well done x", "congrats babe", "good for you"]
)
def test_a_formula_alone_is_passive(reply: str) -> None:
    assert manner_of(reply).passive


@pytest.mark.parametrize(
    "reply",
    [
        "well done!! 🎉",
        "NICEEEE!!",
        "nice, how did it go?",
        "nice?",
        "well done, twelve years is no small thing",
        "awww 🧡 well done",
        "i'm not surprised",
        "",
        "🎉",
    ],
)
def test_interest_and_celebration_are_not(reply: str) -> None:
    assert not manner_of(reply).passive


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("how did she take it?", "how did he take it?"),
        ("oh no. what did your mum say?", "oh no. what did your dad say?"),
        ("what did Anna mean by that?", "what did Tom mean by that?"),
    ],
)
def test_names_and_pronouns_change_nothing(one: str, other: str) -> None:
    assert manner_of(one) == manner_of(other)


@given(st.text(max_size=200))
@settings(max_examples=cases(60))
def test_any_text_has_a_manner(reply: str) -> None:
    manner = manner_of(reply)
    assert 0 <= manner.follow_up <= 1
    assert not (manner.passive and manner.follow_up)


def test_a_very_long_reply_is_looked_at_in_part() -> None:
    assert asked("a b? " * 200_000).genuine == 0.0
