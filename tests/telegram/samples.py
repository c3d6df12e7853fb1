"""Values of any type of the Bot API, made from its published description: whole, nested, full of one word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.servers.telegram_description import constant_of, load_description

Json = dict[str, Any]

DEEPEST = 4
"""Levels of objects that are filled in as far as they may be; below them only what must be there is."""
MOMENT = 1_790_000_000
NUMBER = 7_000_000_099
_PRIMITIVES: dict[str, Callable[[str], Any]] = {
    "Integer": lambda _: NUMBER,
    "Float": lambda _: 1.5,
    "String": lambda word: word,
    "Boolean": lambda _: True,
    "True": lambda _: True,
    "InputFile": lambda word: word,
}


def sample(kind: str, word: str, level: int = 0) -> Any:
    """A value of a named type. Every text in it that is not prescribed is `word`."""
    if kind.startswith("Array of "):
        return [sample(kind.removeprefix("Array of "), word, level)]
    if kind in _PRIMITIVES:
        return _PRIMITIVES[kind](word)
    described = load_description().types[kind]
    if subtypes := described.get("subtypes"):
        return sample(subtypes[0], word, level)
    return {
        field["name"]: sample_field(field, word, level + 1)
        for field in described.get("fields", [])
        if field["required"] or (level < DEEPEST and not _repeats(kind, field))
    }


def sample_field(field: Json, word: str, level: int = 0) -> Any:
    """A value of one field of a type, as it is described."""
    if (prescribed := constant_of(field)) is not None:
        return prescribed
    if field["name"].endswith("date"):
        return MOMENT
    return sample(field["types"][0], word, level)


def field_of(kind: str, name: str) -> Json:
    """The description of one field. Raises StopIteration for a field that is not there."""
    return next(field for field in load_description().types[kind]["fields"] if field["name"] == name)


def _repeats(kind: str, field: Json) -> bool:
    """Whether a field may hold a thing of its own kind, as a message may hold another."""
    return any(kind in each or "Message" in each for each in field["types"])
