"""How fast a recorded conversation is replayed, and with how much memory, as one runs it: `bot replay`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.rows import Row, run

SIZES = (1_000, 10_000, 100_000)
EVERYDAY = (
    "ok",
    "did you buy milk?",
    "on my way, ten minutes",
    "haha yes",
    "what time is the train tomorrow?",
    "the plumber comes on Thursday",
    "I'll cook tonight",
)
DEEPER = (
    "I am afraid I failed today and I feel so ashamed",
    "I never told anybody, but I miss my father terribly",
    "I won the scholarship, I am so happy I could cry",
)
ANSWERS = (
    "that must have been so hard, I am here with you",
    "oh",
    "I am so proud of how you told them",
    "hm, ok",
)


def rows() -> Iterator[Row]:
    with TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.jsonl"
            path.write_text("\n".join(transcript(size)), encoding="utf-8")
            ran = run(["-m", "bot", "replay", "--json", str(path)])
            lines = ran.output.count("\n")
            found = f"{size / ran.seconds:,.0f} messages/s, peak {ran.peak_mib:,.0f} MiB ({lines:,} lines)"
            yield Row("replay", f"{size:,} messages", found)


def transcript(size: int) -> Iterator[str]:
    """A couple that mostly arranges things, and now and then lets something be seen."""
    dice, at = Random(7), datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
    yield json.dumps({"type": "space", "id": "home", "kind": "couple"})
    for member in ("ana", "ben"):
        yield json.dumps({"type": "member", "id": member, "name": member.capitalize()})
    awaited = False
    for n in range(size):
        at += timedelta(seconds=dice.choice((20, 50, 130, 400, 1800, 7200)))
        text = dice.choice(ANSWERS) if awaited else dice.choice(DEEPER if dice.random() < 0.05 else EVERYDAY)
        awaited = text in DEEPER
        author = ("ana", "ben")[n % 2 if dice.random() < 0.9 else 0]
        line = {"type": "message", "at": at.isoformat(), "id": f"m{n}", "author": author, "text": text}
        yield json.dumps(line)


if __name__ == "__main__":
    for row in rows():
        print(row.what, row.found, sep="\t")
