"""Lines of a transcript for tests: Ana and Ben at home, and what is said of a bad line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.exits import Exit, Unusable
from bot.transcript.parsing import Line, parse
from core.ids import PersonId

CANARY = "canary nobody knows"
ANA, BEN = PersonId("ana"), PersonId("ben")
SPACE = {"type": "space", "id": "home", "kind": "couple"}
MEMBERS = ({"type": "member", "id": "ana", "name": "Ana"}, {"type": "member", "id": "ben", "name": "Ben"})
AT = "2026-03-01T21:30:00+01:00"
NOON = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)


def read(*lines: object) -> list[Line]:
    """Bytes as they are, everything else as JSON."""
    raw = (line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    return list(parse(raw, "chat.jsonl"))


def event(type: str, **keys: Any) -> dict[str, Any]:  # the contract's own word
    return {"type": type, "at": AT, **keys}


def message(id: object = "m1", author: str = "ana", **keys: Any) -> dict[str, Any]:  # likewise
    return event("message", id=id, author=author, **{"text": CANARY, **keys})


def read_event(line: object) -> Line:
    return read(SPACE, *MEMBERS, line)[-1]


def fault(*lines: object) -> str:
    with pytest.raises(Unusable) as raised:
        read(*lines)
    assert raised.value.status is Exit.BAD_INPUT
    assert CANARY not in raised.value.sentence
    return raised.value.sentence


def event_fault(line: object) -> str:
    sentence = fault(SPACE, *MEMBERS, line)
    assert sentence.startswith("chat.jsonl, line 4: ")
    return sentence.removeprefix("chat.jsonl, line 4: ")
