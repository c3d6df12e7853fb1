"""What carries a draft is found by leaving its sentences out, and told by their places alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.mirroring import MOST_PARTS, Cut, mirrored, parts_of
from core.reading.scores import ResponseReading
from tests.cases import cases

GETS, RATES, WARM = "It sounds exhausting.", "You were brave.", "I am here for you."


def read(text: str) -> ResponseReading:
    """Each component by a word of its own."""
    return ResponseReading(
        understanding=0.8 * ("exhausting" in text),
        appreciation=0.8 * ("brave" in text),
        caring=0.8 * ("here for you" in text),
    )


def test_a_draft_is_cut_into_sentences_and_a_single_one_into_its_parts() -> None:
    assert parts_of(f"{GETS} {RATES}\n{WARM}") == (Cut.SENTENCES, (GETS, RATES, WARM))
    assert parts_of("you were brave, and I am here") == (Cut.CLAUSES, ("you were brave", "and I am here"))
    assert parts_of("hello") == (Cut.WHOLE, ("hello",))


def test_signs_are_no_sentences() -> None:
    assert parts_of("I am here for you. ❤️❤️ !!!") == (Cut.WHOLE, ("I am here for you. ❤️❤️ !!!",))


def test_each_component_is_traced_to_the_sentence_that_carries_it() -> None:
    found = mirrored(f"{GETS} {RATES} {WARM}", read)
    assert found.carried == {"understood": "sentence 1", "valued": "sentence 2", "cared_for": "sentence 3"}


def test_of_one_sentence_its_part_is_named() -> None:
    assert mirrored("so much happened, and I am here for you", read).carried == {"cared_for": "part 2"}


def test_what_two_sentences_say_is_carried_by_several() -> None:
    assert mirrored(f"{WARM} Well. I am always here for you!", read).carried == {"cared_for": "several"}


def test_nothing_is_said_of_what_does_not_come_across() -> None:
    assert mirrored("The bus was late. It rained.", read).carried == {}


def test_one_short_sentence_needs_no_place() -> None:
    assert mirrored(WARM, read).carried == {}


def test_of_a_language_that_is_not_known_nothing_is_said() -> None:
    found = mirrored("Das ist schwer. Ich bin da.", lambda text: None)
    assert (found.reading, found.carried) == (None, {})


def test_of_a_long_draft_the_beginning_is_read() -> None:
    asked: list[str] = []

    def listen(text: str) -> ResponseReading:
        asked.append(text)
        return read(text)

    found = mirrored(" ".join([*["It rained."] * MOST_PARTS, WARM]), listen)
    assert found.long
    assert "here for you" not in asked[0]


@settings(max_examples=cases(200), deadline=None)
@given(
    st.lists(st.sampled_from((GETS, RATES, WARM, "Well.", "The bus was late.", "No, and then?")), max_size=12)
)
def test_a_place_is_one_of_the_draft_and_its_sentence_says_it(sentences: list[str]) -> None:
    calls = 0

    def counted(text: str) -> ResponseReading:
        nonlocal calls
        calls += 1
        return read(text)

    found = mirrored(" ".join(sentences), counted)
    assert calls <= 1 + 2 * MOST_PARTS
    words = {"understood": "exhausting", "valued": "brave", "cared_for": "here for you"}
    for name, place in found.carried.items():
        kind, _, number = place.partition(" ")
        if kind == "sentence":
            parts = parts_of(" ".join(sentences))[1]
            assert words[name] in parts[int(number) - 1]


@settings(max_examples=cases(200), deadline=None)
@given(st.text(max_size=300))
def test_whatever_the_draft_holds_only_places_come_out(text: str) -> None:
    allowed = {"several", *(f"{kind} {n}" for kind in ("sentence", "part") for n in range(1, MOST_PARTS + 1))}
    everything = ResponseReading(understanding=0.9, appreciation=0.9, caring=0.9)
    assert set(mirrored(text, lambda part: everything).carried.values()) <= allowed
