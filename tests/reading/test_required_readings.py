"""What the reader must see in clear cases, whatever is learnt (science §1)."""

from __future__ import annotations

import pytest

from adapters.reader import load_reader
from core.ports import Reader
from core.reading.scores import Abstention, MessageReading, ResponseReading, Stance
from core.utterance import MessageKind, Utterance

TRACKING = 0.6
"""Tracking threshold of the calibrated probability (docs/reader.md)."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def read(reader: Reader, text: str) -> MessageReading:
    reading = reader.read_message(Utterance(text=text))
    assert isinstance(reading, MessageReading)
    return reading


def answer(
    reader: Reader, text: str, to: str | None = "I didn't get the job. I feel like a failure"
) -> ResponseReading:
    reading = reader.read_response(Utterance(text=text), to=None if to is None else Utterance(text=to))
    assert isinstance(reading, ResponseReading)
    return reading


DISCLOSURES = (
    "I didn't get the job. I feel like a failure",
    "I'm scared my mum won't make it through the winter",
    "I finally told my dad about the diagnosis and I can't stop crying",
    "I got the job!! I'm so happy I could cry",
    "I've never told anyone this but I was bullied for years and it still hurts",
    "my mum died last night",
    "we lost the baby",
    "I'm so lonely since we moved here",
    "I feel so ashamed of how I spoke to my kids",
    "honestly I'm terrified of failing again",
    "the scan came back, it's cancer",
    "I passed!! I really did it, I'm so proud of myself",
)
EVERYDAY = (
    "can you pick up milk on the way home?",
    "ok see you at 7",
    "I'm dead 😂",
    "this game is killing me",
    "I could kill for a pizza",
    "lol",
    "happy birthday!! hope you have a lovely day",
    "🎶 I will always love you 🎶",
    "my boss in level 3 keeps killing me",
    "what time is the train tomorrow",
    "thank you so much, that's so kind",
    "how are you feeling today?",
    "love u 😘",
    "the meeting moved to 3pm, can you tell Sarah",
    "did you watch the match last night? what a goal",
    "me too",
    "I like the blue one better",
    "the dishwasher is broken again",
)


@pytest.mark.parametrize("text", DISCLOSURES)
def test_a_plain_disclosure_opens_an_episode(reader: Reader, text: str) -> None:
    reading = read(reader, text)
    assert (reading.depth >= 0.35, reading.disclosure >= TRACKING) == (True, True), reading


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_talk_opens_nothing(reader: Reader, text: str) -> None:
    reading = read(reader, text)
    assert not (reading.depth >= 0.35 and reading.disclosure >= TRACKING), reading


@pytest.mark.parametrize(
    "text", ["love u 😘", "you're so sexy", "I want you so bad tonight 😈", "kiss me", "let's have sex"]
)
def test_affection_and_desire_alone_open_nothing(reader: Reader, text: str) -> None:
    reading = read(reader, text)
    assert not (reading.depth >= 0.35 and reading.disclosure >= TRACKING), reading


def test_a_sister_who_is_depressed_is_not_the_speaker(reader: Reader) -> None:
    assert read(reader, "my sister is depressed").self_relevance < 0.3


def test_fear_for_a_sister_is_the_speakers_own(reader: Reader) -> None:
    assert read(reader, "I'm scared for my sister").self_relevance > 0.7


def test_a_crying_face_adds_feeling(reader: Reader) -> None:
    assert read(reader, "fine 😭").affective > read(reader, "fine").affective + 0.1


def test_a_voice_note_is_a_mild_cue(reader: Reader) -> None:
    spoken = reader.read_message(Utterance(text="fine", kind=MessageKind.VOICE))
    assert isinstance(spoken, MessageReading)
    assert 0 < spoken.affective - read(reader, "fine").affective < 0.3


def test_plain_disagreement_is_no_criticism(reader: Reader) -> None:
    assert answer(reader, "I see it differently").criticism < 0.5


def test_an_eye_roll_takes_praise_back(reader: Reader) -> None:
    assert answer(reader, "great job 🙄").appreciation <= 0.1


def test_sarcastic_thanks_are_not_appreciative(reader: Reader) -> None:
    assert answer(reader, "wow thanks so much for your support 🙄").appreciation <= 0.1


def test_a_heart_is_not_understanding(reader: Reader) -> None:
    assert answer(reader, "aww ❤️").understanding < 0.15


RESPONSIVE = "That sounds really hard. You put so much into it, anyone would be crushed. I'm here."


def test_a_responsive_answer_is_seen_in_all_three(reader: Reader) -> None:
    reading = answer(reader, RESPONSIVE)
    assert reading.understanding + reading.appreciation + reading.caring > 1.2, reading


def test_a_responsive_answer_is_of_the_class_responsive(reader: Reader) -> None:
    assert answer(reader, RESPONSIVE).stance is Stance.RESPONSIVE


@pytest.mark.parametrize("text", ["ok", "lol", "k", "nice"])
def test_a_minimal_answer_carries_little(reader: Reader, text: str) -> None:
    reading = answer(reader, text)
    assert max(reading.understanding, reading.appreciation, reading.caring) < 0.35, reading


def test_short_warm_words_beat_long_cold_ones(reader: Reader) -> None:
    warm = answer(reader, "i love you. i'm here")
    cold = answer(
        reader,
        "It's interesting, the labour market has been rather slow this quarter, most of the vacancies "
        "that are advertised are already filled internally, so statistically this outcome is to be expected.",
    )
    assert warm.responsiveness > cold.responsiveness + 0.15, (warm, cold)


def test_overreacting_is_criticism(reader: Reader) -> None:
    assert answer(reader, "you're overreacting, get over it").criticism >= 0.5


def test_an_insult_is_contempt(reader: Reader) -> None:
    assert answer(reader, "you are pathetic").contempt >= 0.5


def test_being_told_to_quit_is_advice(reader: Reader) -> None:
    assert (
        answer(reader, "you should just quit", "work is crushing me, I cried in the toilets again").advice
        >= 0.5
    )


def test_a_change_of_subject_is_disinterest_and_no_more(reader: Reader) -> None:
    reading = answer(reader, "what's for dinner")
    assert (reading.disinterest >= 0.45, reading.relevance < 0.5, reading.criticism < 0.3) == (
        True,
        True,
        True,
    ), reading


def test_a_caring_answer_is_relevant(reader: Reader) -> None:
    assert answer(reader, RESPONSIVE).relevance >= 0.5


def test_a_reply_is_read_without_its_disclosure(reader: Reader) -> None:
    assert answer(reader, "I'm so sorry, that sounds awful. I'm here for you ❤️", None).caring > 0.4


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "😂",
        "haha",
        "jajaja",
        "wot u up 2 im in so mch truble at home",
        "how far, I don reach house, body dey pain me",
        "queue oot the door. forty minutes for a tube o cream",
        "Okie but i scared u say i fat... Then u dun wan me already",
        "na only you dey write this exam?",
        "xxx",
        "Miss you habibi",
        "mmmmm",
        "i have very sad today because my father he is sick",
    ],
)
def test_the_many_englishes_are_read(reader: Reader, text: str) -> None:
    assert isinstance(reader.read_message(Utterance(text=text)), MessageReading)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich habe heute meinen Job verloren und weiß nicht weiter", "de"),
        ("no puedo dejar de llorar, mi padre está enfermo", "es"),
        ("je suis tellement fatiguée aujourd'hui, je n'en peux plus", "fr"),
        ("我今天很难过，不知道该怎么办", "zh"),
    ],
)
def test_another_language_is_not_guessed_at(reader: Reader, text: str, language: str) -> None:
    reading = reader.read_message(Utterance(text=text))
    assert isinstance(reading, Abstention)
    assert reading.language == language
