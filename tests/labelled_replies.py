"""The labelled replies that lie beside the project, for tests of rules: they are never copied into it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.reading.scores import ResponseReading

DATA = Path(__file__).parents[2] / "shared" / "data"
WHY_NOT = f"the labelled replies are not there ({DATA})"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply with its labels: u, a, c, z, k from 0 to 2, advice 0 or 1, felt -1 to 1."""

    to: str
    text: str
    labels: tuple[float, ...]
    source: str
    part: str
    valence: float = 0.0
    """Of the disclosure; 0 where its label is not known."""

    @property
    def felt(self) -> float:
        return self.labels[6]

    def reading(self) -> ResponseReading:
        """The labels as a reader would give them that errs in nothing."""
        u, a, c, z, k, advice, _ = self.labels
        return ResponseReading(
            understanding=u / 2,
            appreciation=a / 2,
            caring=c / 2,
            disinterest=z / 2,
            criticism=k / 2,
            advice=advice,
            relevance=1.0,
        )


def labelled_replies() -> list[Labelled]:
    """Replies written for the project and real everyday dialogue."""
    return [*_written(), *_chats(), *_dialogue()]


def _written() -> Iterator[Labelled]:
    for row in _lines("written_replies.jsonl"):
        for text, labels in row["replies"]:
            yield Labelled(row["disclosure"], text, tuple(labels), "replies", row["split"], row["labels"][4])


def _chats() -> Iterator[Labelled]:
    for row in _lines("written_chats.jsonl"):
        for _, text, _, to, labels in row["lines"]:
            if labels is not None:
                _, told, of_it, _, _ = row["lines"][to]
                yield Labelled(told, text, tuple(labels), "chats", row["split"], of_it[4])


def _dialogue() -> Iterator[Labelled]:
    columns = ("understanding", "appreciation", "caring", "disinterest", "criticism", "advice", "felt")
    with (DATA / "dev_dialogue_replies.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            labels = tuple(float(row[column]) for column in columns)
            yield Labelled(row["disclosure"], row["reply"], labels, "dialogue", "dev")


def _lines(name: str) -> list[dict[str, Any]]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]
