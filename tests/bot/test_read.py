"""Readings alone: strict lines in, scores out, no word repeated."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exits import Exit, Unusable
from bot.read import MessageLine, ResponseLine, parsed, read_main, readings
from bot.transcript.strict_json import BadLine
from config.settings import Settings
from core.reading.scores import Abstention, MessageReading, ResponseReading, Stance
from core.utterance import Utterance

CANARY = "canary-nobody-knows"


@dataclass
class CountingReader:
    """Scores by simple rules, so that a line's output can be written down; knows English and nothing else."""

    version: str = "counting-1"
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def read_message(
        self, message: Utterance, *, before: Sequence[str] = (), burst: Sequence[str] = ()
    ) -> MessageReading | Abstention:
        self.asked.append((message.text, tuple(before)))
        if "ß" in message.text:
            return Abstention(language="de", reader=self.version)
        return MessageReading(
            self_relevance=1.0,
            personal=1 / 3,
            private=0.8,
            affective=0.9,
            valence=-0.00001,
            disclosure=0.98765,
            topics=("work",),
            reader=self.version,
        )

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: Sequence[str] = ()
    ) -> ResponseReading | Abstention:
        if "ß" in response.text:
            return Abstention(language="de", reader=self.version)
        return ResponseReading(
            understanding=2 / 3, caring=1.0, relevance=1.0, stance=Stance.RESPONSIVE, reader=self.version
        )


def read(*lines: str | bytes) -> list[dict[str, object]]:
    encoded = [line if isinstance(line, bytes) else line.encode() for line in lines]
    return [json.loads(out) for out in readings(encoded, CountingReader())]


def test_a_message_is_printed_with_every_key_in_order_rounded_to_four_places() -> None:
    (out,) = readings([b'{"text": "I am scared"}'], CountingReader())
    assert out == (
        '{"self_relevance": 1.0, "personal": 0.3333, "private": 0.8, "affective": 0.9, "depth": 0.7233, '
        '"level": 3, "valence": 0.0, "nonliteral": 0.0, "disclosure": 0.9877, "crisis": 0.0, "unsafe": 0.0, '
        '"topics": ["work"], "language": "en", "reader": "counting-1"}'
    )


def test_a_response_is_printed_with_every_key_in_order() -> None:
    (out,) = readings([b'{"text": "I see why", "to": "I am scared"}'], CountingReader())
    assert out == (
        '{"understanding": 0.6667, "appreciation": 0.0, "caring": 1.0, "disinterest": 0.0, "criticism": 0.0, '
        '"advice": 0.0, "responsiveness": 0.5556, "relevance": 1.0, "stance": "responsive", "contempt": 0.0, '
        '"reader": "counting-1"}'
    )


def test_an_unknown_language_gives_null_scores_and_its_name() -> None:
    message, response = read('{"text": "Spaß"}', '{"text": "Spaß", "to": "x"}')
    assert [name for name, value in message.items() if value is not None] == ["topics", "language", "reader"]
    assert (message["topics"], message["language"], response["language"]) == ([], "de", "de")
    assert [name for name, value in response.items() if value is not None] == ["language", "reader"]


def test_earlier_messages_reach_the_reader() -> None:
    reader = CountingReader()
    list(readings([b'{"text": "and you?", "before": ["hello", "hi"]}'], reader))
    assert reader.asked == [("and you?", ("hello", "hi"))]


BAD = {
    "an empty line": "",
    "no JSON": CANARY,
    "half a line": '{"text": "' + CANARY,
    "a list": f'["{CANARY}"]',
    "a bare string": f'"{CANARY}"',
    "no text": f'{{"to": "{CANARY}"}}',
    "a text that is a number": '{"text": 4}',
    "a text that is null": '{"text": null}',
    "an unknown key": f'{{"text": "x", "{CANARY}": 1}}',
    "a key twice": f'{{"text": "x", "text": "{CANARY}"}}',
    "both to and before": f'{{"text": "x", "to": "{CANARY}", "before": []}}',
    "a to that is a list": f'{{"text": "x", "to": ["{CANARY}"]}}',
    "a before that is a text": f'{{"text": "x", "before": "{CANARY}"}}',
    "a before with a number": f'{{"text": "x", "before": ["{CANARY}", 3]}}',
    "six earlier messages": '{"text": "x", "before": ["1", "2", "3", "4", "5", "6"]}',
    "half a surrogate pair": '{"text": "\\ud83d"}',
    "two objects": '{"text": "x"} {"text": "y"}',
    "deep nesting": "[" * 100_000,
    "a very long number": '{"text": ' + "9" * 5000 + "}",
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD)
def test_a_bad_line_is_named_by_its_number_and_none_of_its_words(line: str) -> None:
    good = '{"text": "fine"}'
    out: list[dict[str, object]] = []
    with pytest.raises(Unusable) as refused:
        out.extend(
            json.loads(printed) for printed in readings([good.encode(), line.encode()], CountingReader())
        )
    assert refused.value.status is Exit.BAD_INPUT
    assert refused.value.sentence.startswith("Line 2: ")
    assert CANARY not in refused.value.sentence


def test_nothing_is_read_after_a_bad_line() -> None:
    reader = CountingReader()
    with pytest.raises(Unusable):
        list(readings([b'{"text": "one"}', b"{}", b'{"text": "three"}'], reader))
    assert reader.asked == [("one", ())]


def test_a_line_that_is_not_utf8_is_an_error() -> None:
    with pytest.raises(Unusable, match="Line 1: it is not UTF-8"):
        read(b'{"text": "\xff"}')


def test_a_byte_order_mark_on_the_first_line_is_forgiven() -> None:
    assert len(read(b'\xef\xbb\xbf{"text": "x"}\r\n')) == 1


@given(st.text().filter(lambda text: text.isprintable() or text.isascii()), st.lists(st.text(), max_size=5))
def test_any_text_survives_the_line(text: str, before: list[str]) -> None:
    line = json.dumps({"text": text, "before": before}).encode()
    assert parsed(line) == MessageLine(text=text, before=tuple(before))


@given(st.binary())
def test_any_bytes_are_a_line_or_a_named_fault(line: bytes) -> None:
    with suppress(BadLine):
        assert isinstance(parsed(line), MessageLine | ResponseLine)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        read_main(argparse.Namespace(file=str(tmp_path / "none.jsonl"), why=False), Settings())
    assert refused.value.status is Exit.BAD_INPUT


def test_standard_input_is_read_for_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.read import _opened

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "x"}\n')))
    with _opened("-") as lines:
        assert list(lines) == [b'{"text": "x"}\n']
