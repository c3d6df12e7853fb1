"""The conversations of this folder, replayed: as they are written, without their cause, and as mere text."""

from __future__ import annotations

import asyncio
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

from adapters.reader import load_reader
from bot.replay.playing import Replay
from bot.replay.printing import JsonLines
from bot.transcript import parsing
from core.policy import Policy
from core.ports import Reader

HERE = Path(__file__).parent
COERCERS = sorted(path.stem for path in (HERE / "coercers").glob("*.jsonl"))
HARMLESS = sorted(path.stem for path in (HERE / "harmless").glob("*.jsonl"))
CAUSE = "bad"
"""Ids of the messages that are the harm begin so; the last one is where the lock has to close."""
Line = dict[str, Any]


@cache
def reader() -> Reader:
    return load_reader()


def lines_of(folder: str, name: str) -> list[Line]:
    return [json.loads(line) for line in (HERE / folder / f"{name}.jsonl").read_text("utf-8").splitlines()]


def without_readings(lines: list[Line]) -> list[Line]:
    """As a live chat would bring it: words, and nothing else."""
    return [
        {key: value for key, value in line.items() if key not in ("reading", "response")} for line in lines
    ]


def without_cause(lines: list[Line]) -> list[Line]:
    """The same evening, in which nothing was said that closes a lock."""
    kept = [line for line in lines if line["type"] != "edit" or not line["id"].startswith(CAUSE)]
    return [_harmless(line) if is_cause(line) else line for line in kept]


def is_cause(line: Line) -> bool:
    return str(line.get("id", "")).startswith(CAUSE)


def _harmless(line: Line) -> Line:
    kept = {key: value for key, value in line.items() if key not in ("reading", "response")}
    return {**kept, "text": "all right, see you at seven", "reading": {"self_relevance": 0.2}}


def replayed(lines: list[Line]) -> list[Line]:
    """What the bot saw and would have done."""
    out = io.StringIO()
    replay = Replay(reader(), Policy(), JsonLines(out))
    raw = [json.dumps(line).encode() for line in lines]

    async def play() -> None:
        for line in parsing.parse(raw, "story"):
            await replay.step(0, line)
        await replay.end()

    asyncio.run(play())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def locks(seen: list[Line]) -> list[Line]:
    return [line for line in seen if line["type"] == "safety" and line["locked"]]
