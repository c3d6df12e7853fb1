"""Checks a call, or an answer, against the published description of the Bot API.

The description (MIT) is not part of this project: it is read from `../shared/contracts/telegram-api.json`,
seen from the root of the repository, and only when it is there. Without it every name and every type passes.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.telegram_lengths import faults_of_length

Json = dict[str, Any]

DESCRIPTION_PATH = Path(__file__).resolve().parents[3] / "shared" / "contracts" / "telegram-api.json"

GET_UPDATES = "getUpdates"  # each update is checked when it is made; a raw one is meant to be odd
_CONSTANT = re.compile(r"always \"(\w+)\"|must be \"?(\w+)\"?$")
_INTEGER = re.compile(r"-?\d{1,19}")
_ENCODED = re.compile(r"-?\d{1,19}$|[\[{]|true$|false$")
_ARRAY_OF = "Array of "
_TEXTS = frozenset({"text", "caption", "callback_query_id", "language_code", "action", "parse_mode"})
_CHAT_FIELDS = frozenset({"chat_id", "from_chat_id"})


@dataclass(frozen=True, slots=True)
class Description:
    """The methods and types of one version of the Bot API."""

    methods: dict[str, Json]
    types: dict[str, Json]

    def knows(self, method: str) -> bool:
        return not self.methods or method in self.methods

    def read_call(self, method: str, wire: Json) -> tuple[Json, list[str]]:
        """The parameters decoded from their form or JSON encoding, and everything that is wrong with them."""
        if not self.methods:
            return {n: v if n in _TEXTS else _guess(v) for n, v in wire.items()}, []
        fields = {field["name"]: field for field in self.methods[method].get("fields", [])}
        faults = [f"unknown parameter {name!r}" for name in wire if name not in fields]
        faults += [
            f"missing parameter {name!r}" for name, f in fields.items() if f["required"] and name not in wire
        ]
        params: Json = {}
        for name in wire.keys() & fields.keys():
            params[name], problems = self._read_parameter(wire[name], fields[name])
            faults += problems
        return params, faults

    def faults_of_answer(self, method: str, result: Any) -> list[str]:
        """What is wrong with a result that this server is about to give."""
        if not self.methods or method == GET_UPDATES:
            return []
        return self._faults_of_any(result, self.methods[method]["returns"], method)

    def faults_of_object(self, kind: str, value: Any) -> list[str]:
        """What is wrong with a value of a named type; empty where the description is not at hand."""
        return self._faults(value, kind, kind) if self.types else []

    def _read_parameter(self, raw: Any, field: Json) -> tuple[Any, list[str]]:
        name, kinds = field["name"], field["types"]
        value = _decode(raw, kinds) if isinstance(raw, str) else raw
        faults = self._faults_of_any(value, kinds, name) + faults_of_length(value, field, name)
        if name in _CHAT_FIELDS and isinstance(value, str) and not value.startswith("@"):
            faults.append(f"{name} is neither a number nor an @username: {value!r}")
        return value, faults

    def _faults_of_any(self, value: Any, kinds: list[str], where: str) -> list[str]:
        tries = [self._faults(value, kind, where) for kind in kinds]
        return min(tries, key=len) if all(tries) else []

    def _faults(self, value: Any, kind: str, where: str) -> list[str]:
        if kind == "InputFile":
            return [] if isinstance(value, web.FileField) else [f"{where}: {kind} expected, got {value!r}"]
        if kind.startswith(_ARRAY_OF):
            if not isinstance(value, list):
                return [f"{where}: {kind} expected, got {value!r}"]
            inner = kind.removeprefix(_ARRAY_OF)
            return [f for i, item in enumerate(value) for f in self._faults(item, inner, f"{where}[{i}]")]
        if kind in _PRIMITIVES:
            good = isinstance(value, _PRIMITIVES[kind]) and (kind == "Boolean" or not isinstance(value, bool))
            return [] if good else [f"{where}: {kind} expected, got {value!r}"]
        if subtypes := self.types[kind].get("subtypes"):
            return self._faults_of_any(value, subtypes, where)
        return self._faults_of_fields(value, kind, where)

    def _faults_of_fields(self, value: Any, kind: str, where: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{where}: {kind} expected, got {value!r}"]
        fields = {field["name"]: field for field in self.types[kind].get("fields", [])}
        faults = [f"{where}: unknown field {name!r} of {kind}" for name in value if name not in fields]
        for name, field in fields.items():
            if name in value:
                faults += self._faults_of_any(value[name], field["types"], f"{where}.{name}")
                faults += _faults_of_constant(value[name], field, f"{where}.{name}")
                faults += faults_of_length(value[name], field, f"{where}.{name}")
            elif field["required"]:
                faults.append(f"{where}: missing field {name!r} of {kind}")
        return faults


_PRIMITIVES: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": bool,
}


@functools.cache
def load_description() -> Description:
    """The published description, or an empty one where the file is absent."""
    if not DESCRIPTION_PATH.exists():
        return Description({}, {})
    read = json.loads(DESCRIPTION_PATH.read_text(encoding="utf-8"))
    return Description(read["methods"], read["types"])


def constant_of(field: Json) -> str | None:
    """What a field always is, where it is always the same (the names of subtypes)."""
    if field["types"] != ["String"] or not (found := _CONSTANT.search(field["description"])):
        return None
    return found[1] or found[2]


def _faults_of_constant(value: Any, field: Json, where: str) -> list[str]:
    expected = constant_of(field)
    return [] if expected in (None, value) else [f"{where}: {expected!r} expected, got {value!r}"]


def _decode(raw: str, kinds: list[str]) -> Any:
    """A form value is text: numbers, truth values, arrays and objects arrive JSON-encoded, strings bare."""
    if "Integer" in kinds and _INTEGER.fullmatch(raw):
        return int(raw)
    if "String" in kinds:
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        return raw


def _guess(raw: Any) -> Any:
    """Decoding without a description: what looks like a number, an array or an object is one."""
    if not isinstance(raw, str) or not _ENCODED.match(raw):
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        return raw
