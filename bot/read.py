"""`attune read`: one reading for each line of JSON, in order; nothing is stored and no text is repeated."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from bot.exits import Exit, Unusable
from bot.transcript.strict_json import BadLine, has_half_character, json_object
from config.settings import Settings
from core.ports import Reader
from core.reading.scores import Abstention, MessageReading, ResponseReading, level_of
from core.utterance import Utterance

DIGITS = 4
"""Places after the point of every number shown."""
MOST_BEFORE = 5
"""Earlier messages that a reader may be given."""
MESSAGE_KEYS = (
    "self_relevance",
    "personal",
    "private",
    "affective",
    "depth",
    "level",
    "valence",
    "nonliteral",
    "disclosure",
    "crisis",
    "unsafe",
)
"""Scores of a message in the order in which they are printed; topics, language and reader follow."""
RESPONSE_KEYS = (
    "understanding",
    "appreciation",
    "caring",
    "disinterest",
    "criticism",
    "advice",
    "responsiveness",
    "relevance",
    "stance",
    "contempt",
)
"""Scores of a response in the order in which they are printed; the reader follows."""


class CarriedBy(Protocol):
    """Words of a message and how much of a reading each carried."""

    def __call__(self, message: Utterance, *, before: Sequence[str] = ()) -> list[tuple[str, float]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """A message to be read, after up to five earlier ones."""

    text: str
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseLine:
    """A response to be read, and the disclosure that it answers."""

    text: str
    to: str


def read_main(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Read FILE (or standard input) line by line; a bad line ends it with its number."""
    with _opened(arguments.file) as lines:
        from adapters.reader import load_reader

        reader = load_reader()
        for out in readings(lines, reader, reader.carried_by if arguments.why else None):
            sys.stdout.write(out + "\n")
    return Exit.OK


def readings(lines: Iterable[bytes], reader: Reader, why: CarriedBy | None = None) -> Iterator[str]:
    """One line of JSON for each line of JSON. Raises Unusable with the number of the first bad line.

    With `why`, a message also says which of its words carried the probability of a disclosure.
    """
    for number, line in enumerate(lines, start=1):
        try:
            asked = parsed(line, first=number == 1)
        except BadLine as fault:
            raise Unusable(f"Line {number}: {fault}.", Exit.BAD_INPUT) from None
        out = answer(asked, reader)
        if why is not None and isinstance(asked, MessageLine):
            out["why"] = why(Utterance(text=asked.text), before=asked.before)
        yield json.dumps(out)


def parsed(line: bytes, *, first: bool = False) -> MessageLine | ResponseLine:
    """The line as what it asks for. Raises BadLine."""
    match json_object(line, first=first):
        case {"text": str(text), "to": str(to), **others} if not others:
            return ResponseLine(text=_readable(text), to=_readable(to))
        case {"text": str(text), "before": list(before), **others} if not others:
            return MessageLine(text=_readable(text), before=_earlier(before))
        case {"text": str(text), **others} if not others:
            return MessageLine(text=_readable(text))
        case {"text": str(), **others} if others.keys() <= {"to", "before"}:
            raise BadLine("`to` is a text, `before` a list of texts, and only one of the two is given")
        case {"text": str()}:
            raise BadLine("it has a key other than `text`, `before` and `to`")
        case _:
            raise BadLine("it has no `text`, or one that is not a string")


def _earlier(before: list[object]) -> tuple[str, ...]:
    texts = tuple(_readable(text) for text in before if isinstance(text, str))
    if len(texts) != len(before) or len(texts) > MOST_BEFORE:
        raise BadLine(f"`before` is a list of up to {MOST_BEFORE} texts")
    return texts


def _readable(text: str) -> str:
    if has_half_character(text):
        raise BadLine("a text holds half a character (a lone surrogate)")
    return text


def answer(asked: MessageLine | ResponseLine, reader: Reader) -> dict[str, object]:
    """The reading as it is printed, keys in the order of the contract."""
    match asked:
        case MessageLine(text=text, before=before):
            return shown_message(reader.read_message(Utterance(text=text), before=before))
        case ResponseLine(text=text, to=to):
            return shown_response(reader.read_response(Utterance(text=text), to=Utterance(text=to)))


def shown_message(reading: MessageReading | Abstention) -> dict[str, object]:
    """A message's scores, or nulls and the language that the reader does not know."""
    if isinstance(reading, Abstention):
        return {**dict.fromkeys(MESSAGE_KEYS), "topics": [], **_abstained(reading)}
    rounded = {name: _score(getattr(reading, name)) for name in MESSAGE_KEYS if name != "level"}
    scores = {name: level_of(reading.depth) if name == "level" else rounded[name] for name in MESSAGE_KEYS}
    return {**scores, "topics": list(reading.topics), "language": reading.language, "reader": reading.reader}


def shown_response(reading: ResponseReading | Abstention) -> dict[str, object]:
    """A response's scores, or nulls and the language that the reader does not know."""
    if isinstance(reading, Abstention):
        return {**dict.fromkeys(RESPONSE_KEYS), **_abstained(reading)}
    rounded = {name: _score(getattr(reading, name)) for name in RESPONSE_KEYS if name != "stance"}
    scores = {name: reading.stance.value if name == "stance" else rounded[name] for name in RESPONSE_KEYS}
    return {**scores, "reader": reading.reader}


def _abstained(reading: Abstention) -> dict[str, object]:
    return {"language": reading.language, "reader": reading.reader}


def _score(value: float) -> float:
    """Rounded; adding zero turns -0.0 into 0.0."""
    return round(float(value), DIGITS) + 0.0


def _opened(file: str) -> AbstractContextManager[BinaryIO]:
    if file == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except FileNotFoundError:
        raise Unusable(f"There is no file {file}.", Exit.BAD_INPUT) from None
    except (IsADirectoryError, PermissionError):
        raise Unusable(f"{file} cannot be opened for reading.", Exit.BAD_INPUT) from None
