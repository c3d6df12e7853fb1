"""One line of strict JSON, its keys taken one at a time: what is not asked for or not of its type is refused.

A fault names keys, types and ids in short and never repeats a value that could be somebody's words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

LONGEST_NAME = 64
"""Characters of an id or a key that a fault repeats."""
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)

E = TypeVar("E", bound=StrEnum)


class BadLine(ValueError):
    """A line is not of the shape. Says what is wrong, without a full stop and without a text of the line."""


def json_object(line: bytes, *, first: bool = False) -> dict[str, Any]:
    """The line's object; a byte order mark is let pass on the first. Raises BadLine."""
    try:
        value = json.loads(
            line.decode("utf-8-sig" if first else "utf-8"),
            object_pairs_hook=_once_each,
            parse_constant=_no_number,
        )
    except UnicodeDecodeError:
        raise BadLine("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"it is no JSON (column {error.colno})") from None
    except RecursionError:
        raise BadLine("it is nested too deeply") from None
    except BadLine:
        raise
    except ValueError:
        raise BadLine("it holds a number that is too long") from None
    if not isinstance(value, dict):
        raise BadLine("it is no JSON object")
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) != len({name for name, _ in pairs}):
        raise BadLine("it has a key twice")
    return dict(pairs)


def _no_number(name: str) -> NoReturn:
    raise BadLine(f"{name} is no number that counts here")


def shown(name: str) -> str:
    """An id in a fault: shortened, and no character that a terminal would act on."""
    return f"“{_printable(name)}”"


def _printable(name: str) -> str:
    kept = "".join(character if character.isprintable() else "?" for character in name[:LONGEST_NAME])
    return kept + ("…" if len(name) > LONGEST_NAME else "")


def shown_key(name: str) -> str:
    """A key or type in a fault; one that looks like a sentence is not repeated."""
    return f"`{name}`" if _KEY.fullmatch(name) else "(not shown: it does not look like a name)"


class Fields:
    """The keys of one object. `done` refuses what nobody took. Every method raises BadLine."""

    __slots__ = ("_known", "_prefix", "_values")

    def __init__(self, values: dict[str, Any], inside: str = "") -> None:
        self._values = values
        self._known: set[str] = set()
        self._prefix = f"{inside}." if inside else ""

    def __contains__(self, key: str) -> bool:
        self._known.add(key)
        return key in self._values

    def _named(self, key: str) -> str:
        return f"`{self._prefix}{_printable(key)}`"

    def _take(self, key: str) -> Any:
        if key not in self:
            raise BadLine(f"it has no {self._named(key)}")
        return self._values[key]

    def done(self) -> None:
        """Refuses keys that were not asked for."""
        for key in self._values.keys() - self._known:
            where = f" in `{self._prefix[:-1]}`" if self._prefix else ""
            raise BadLine(f"unknown key{where} {shown_key(key)}")

    def text(self, key: str, default: str | None = None) -> str:
        """A string, with no half of a surrogate pair: that is no character."""
        value = default if default is not None and key not in self else self._take(key)
        if not isinstance(value, str):
            raise BadLine(f"{self._named(key)} must be a string")
        if has_half_character(value):
            raise BadLine(f"{self._named(key)} holds half a character (a lone surrogate)")
        return value

    def id(self, key: str) -> str:
        """A string that is not empty."""
        value = self.text(key)
        if not value:
            raise BadLine(f"{self._named(key)} must not be empty")
        return value

    def truth(self, key: str, default: bool | None = None) -> bool:
        value = default if default is not None and key not in self else self._take(key)
        if not isinstance(value, bool):
            raise BadLine(f"{self._named(key)} must be true or false")
        return value

    def number(self, key: str, least: float, most: float, *, or_truth: bool = False) -> float:
        """A number from `least` to `most`; with `or_truth`, true is 1 and false 0."""
        value = self._take(key)
        if isinstance(value, bool) and or_truth:
            return float(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadLine(f"{self._named(key)} must be a number{' or true or false' if or_truth else ''}")
        if not least <= value <= most:
            raise BadLine(f"{self._named(key)} must be from {least:g} to {most:g}")
        return float(value) + 0.0  # turns -0.0 into 0.0

    def whole(self, key: str, least: int, most: int) -> int:
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadLine(f"{self._named(key)} must be a whole number")
        if not least <= value <= most:
            raise BadLine(f"{self._named(key)} must be from {least} to {most}")
        return value

    def one_of(self, key: str, choices: type[E], default: E | None = None) -> E:
        """A member of an enumeration, by its value."""
        if default is not None and key not in self:
            return default
        return choices(self.choice(key, [choice.value for choice in choices]))

    def choice(self, key: str, choices: Sequence[str]) -> str:
        value = self.text(key)
        if value not in choices:
            raise BadLine(f"{self._named(key)} must be one of {', '.join(choices)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; none when the key is missing."""
        value = self._take(key) if key in self else []
        if not isinstance(value, list) or not all(
            isinstance(part, str) and not has_half_character(part) for part in value
        ):
            raise BadLine(f"{self._named(key)} must be a list of strings")
        return tuple(value)

    def inner(self, key: str) -> Fields:
        """The object under this key; an empty one when it is missing."""
        return Fields(self.object(key), f"{self._prefix}{key}")

    def object(self, key: str) -> dict[str, Any]:
        value = self._take(key) if key in self else {}
        if not isinstance(value, dict):
            raise BadLine(f"{self._named(key)} must be an object")
        return value


def has_half_character(text: str) -> bool:
    """Whether JSON spelled half of a surrogate pair here."""
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)
