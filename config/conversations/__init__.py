"""Ready-made conversations for the page: transcripts, each with a title and a line about it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
TITLES = FOLDER / "titles.toml"


@dataclass(frozen=True, slots=True)
class Conversation:
    """`lines` are a transcript's, in order: one space, two members, then what they say and do."""

    name: str
    title: str
    description: str
    lines: tuple[Mapping[str, object], ...]


def conversations() -> tuple[Conversation, ...]:
    """All of them, in the order of titles.toml. To add one: a file NAME.jsonl here, and its entry there."""
    titles = tomllib.loads(TITLES.read_text(encoding="utf-8"))
    return tuple(
        Conversation(name, entry["title"], entry["description"], _lines(FOLDER / f"{name}.jsonl"))
        for name, entry in titles.items()
    )


def _lines(file: Path) -> tuple[Mapping[str, object], ...]:
    return tuple(json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line)
