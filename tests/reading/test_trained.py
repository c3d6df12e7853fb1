"""How the trained reader is put together: what may not matter, long texts, bursts, the words that carried."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from adapters.reader import load_reader
from adapters.reader.encoder import Heads
from adapters.reader.heads import ALL_HEADS
from adapters.reader.input import plain
from adapters.reader.trained import FOLDER, windows
from core.reading.scores import Abstention, MessageReading, ResponseReading
from core.utterance import MessageKind, Utterance

READER = load_reader()
SORROW = "I failed the exam again and I cannot tell anyone how ashamed I am."
EVERYDAY = (
    "i left my jumper at yours didn't i", "she said she will call me when she is at the station",
    "my mum says hi and do you want her old lamp", "i really need to buy new shoes before the wedding",
    "i think he will like the book you got him", "he told me the meeting is on friday now",
    "i am so bored of this film already", "did you tell your sister about sunday",
    "i can't find my keys again so i'll be a bit late", "we should really go to that new place some time",
    "my phone died sorry, what did you say", "i don't know if i want pizza or curry",
)  # fmt: skip


def read(text: str, before: tuple[str, ...] = (), burst: tuple[str, ...] = ()) -> MessageReading:
    reading = READER.read_message(Utterance(text=text), before=before, burst=burst)
    assert isinstance(reading, MessageReading)
    return reading


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("my boyfriend left me and he took the dog", "my girlfriend left me and she took the dog"),
        ("I miss my dad so much", "I miss my mum so much"),
        ("I had a row with Tom and I feel awful", "I had a row with Aisha and I feel awful"),
        ("thank you so much 🙏🏿 I needed that", "thank you so much 🙏🏻 I needed that"),
        ("im so scared of what ur going to say", "i'm so scared of what your going to say"),
    ],
)
def test_gender_names_spelling_and_skin_change_nothing(one: str, other: str) -> None:
    assert read(one) == read(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("he is scared", "she is scared"),
        ("her husband", "his wife"),
        ("they are scared of him", "she is scared of them"),
        ("theyre late and dont care", "hes late and doesnt care"),
    ],
)
def test_the_first_stage_is_blind_to_gender(one: str, other: str) -> None:
    assert READER.first_stage.score(one) == READER.first_stage.score(other)


@pytest.mark.parametrize("text", ["dinner at eight?", "can you bring milk", "the meeting is at ten"])
def test_everyday_messages_end_at_the_first_stage(text: str) -> None:
    assert not READER.first_stage.goes_on(text)
    assert read(text).depth < 0.15


def test_what_is_let_by_is_as_deep_as_the_first_stage_says() -> None:
    texts = ["dinner at eight?", "can you bring milk", "the meeting is at ten", "we had soup at six"]
    assert all(READER.first_stage.let_by(text) is not None for text in texts)
    by_depth = sorted(texts, key=READER.first_stage.depth)
    depths = [read(text).depth for text in by_depth]
    assert depths == sorted(depths)
    assert depths[0] < depths[-1]


def test_a_fact_about_oneself_that_is_let_by_is_deeper_than_logistics() -> None:
    assert READER.first_stage.depth("my job is boring") > READER.first_stage.depth("the bus leaves at nine")


def test_some_messages_end_at_a_glance_and_tell_of_no_danger() -> None:
    ended = [
        text
        for text in EVERYDAY
        if READER.first_stage.goes_on(text)
        and READER.encoder.glance(plain(text)).promise < READER.numbers.goes_on
    ]
    assert ended
    for text in ended:
        reading = read(text)
        assert reading.depth < 0.35
        assert reading.disclosure < 0.5
        assert reading.crisis == reading.unsafe == 0


def test_a_glance_promises_more_of_a_sorrow() -> None:
    glance = READER.encoder.glance(plain(SORROW))
    assert glance.promise >= READER.numbers.goes_on
    whole = READER.encoder.probabilities(plain(SORROW))
    assert READER.encoder.rest(glance).values.tolist() == whole.values.tolist()


@pytest.mark.parametrize("text", ["", " ", "?!", "😂😂", "…", "\n\n", "x" * 5000, "word " * 3000])
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    for message in (Utterance(text=text), Utterance(text=text, emoji="😭")):
        reading = READER.read_message(message, before=("", "ok"), burst=(text, "so"))
        assert isinstance(reading, MessageReading)
        assert 0 <= reading.depth <= 1


def test_what_is_let_by_still_has_topics() -> None:
    assert "work" in read("the boss wants the report by 5, see you at the office").topics


def test_a_long_text_is_as_deep_as_its_deepest_part() -> None:
    talk = "We took the bus to the market and bought some bread. " * 30
    assert read(talk + SORROW).depth == pytest.approx(read(SORROW).depth, abs=0.2)
    assert read(SORROW + " " + talk).depth == pytest.approx(read(SORROW).depth, abs=0.2)


def test_a_line_is_cut_into_windows_and_the_last_ones_count() -> None:
    words = [str(n) for n in range(1000)]
    cut = windows(" ".join(words))
    assert len(cut) == 6
    assert cut[-1].split()[-1] == "999"
    assert windows("") == [""]


def test_a_burst_is_read_as_one_turn() -> None:
    burst = ("so the hospital called", "about the scan")
    assert read("it has spread", burst=burst).depth >= read("it has spread").depth - 0.05


def test_a_burst_message_that_adds_nothing_is_read_alone() -> None:
    assert read("ok bye", burst=(SORROW,)).depth < 0.2


def test_words_that_carried_a_reading() -> None:
    carried = READER.carried_by(Utterance(text=SORROW))
    words = [word.strip(".").lower() for word, _ in carried]
    assert {"failed", "ashamed"} & set(words)
    assert all(lost > 0 for _, lost in carried)
    assert carried == sorted(carried, key=lambda one: -one[1])


@pytest.mark.parametrize("text", ["", " ", "?!", "x" * 5000])
def test_no_text_is_too_strange_to_be_explained(text: str) -> None:
    assert isinstance(READER.carried_by(Utterance(text=text)), list)


def test_a_voice_note_and_an_answer_at_once_add_a_little_feeling() -> None:
    said = Utterance(text=SORROW)
    plainly = READER.read_message(said)
    spoken = READER.read_message(replace(said, kind=MessageKind.VOICE))
    at_once = READER.read_message(replace(said, immediacy=1.0))
    assert isinstance(plainly, MessageReading)
    assert isinstance(spoken, MessageReading)
    assert isinstance(at_once, MessageReading)
    assert plainly.affective < at_once.affective < spoken.affective < plainly.affective + 0.1


@pytest.mark.parametrize(
    "text", ["je ne sais pas quoi faire ce soir, tu viens à la maison avec moi ?", "今日は本当に疲れました"]
)
def test_another_language_is_not_guessed_at(text: str) -> None:
    reading = READER.read_message(Utterance(text=text))
    assert isinstance(reading, Abstention)
    assert reading.language in ("fr", "ja")


def test_hostile_words_are_harsh_and_named() -> None:
    reading = READER.read_response(
        Utterance(text="you are pathetic. no wonder everyone left you"), to=Utterance(text=SORROW)
    )
    assert isinstance(reading, ResponseReading)
    assert reading.contempt >= 0.5
    assert reading.criticism >= reading.contempt


def test_the_files_of_the_model_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 15 * 2**20


@pytest.mark.parametrize(
    ("partner", "other", "counts"), [(0.6, 0.3, True), (0.6, 0.7, False), (0.1, 0.05, False)]
)
def test_fear_of_the_partner_has_to_be_likelier_than_fear_of_others(
    partner: float, other: float, counts: bool
) -> None:
    """Its head alone is lifted, so what is more likely somebody else would count, too (decision 0036)."""
    values = np.full(len(ALL_HEADS), 0.01, np.float32)
    values[[ALL_HEADS.index("fear_partner"), ALL_HEADS.index("fear_other")]] = partner, other
    assert (READER._message(Heads(values), "at home").unsafe >= 0.5) is counts
