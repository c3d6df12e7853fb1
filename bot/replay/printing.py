"""Where a replay's lines go: as JSON Lines, or down a page for a person."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Protocol, TextIO

from bot.transcript.lines import Line, MemberLine
from core.effects import Decided
from core.lines import Line as OutLine


class Printer(Protocol):
    def meets(self, member: MemberLine) -> None:
        """Somebody of the conversation."""
        ...

    def heard(self, line: Line) -> None:
        """A line of the transcript is about to happen."""
        ...

    def saw(self, line: OutLine) -> None:
        """Something was seen or decided."""
        ...

    def traced(self, decided: Decided, at: datetime) -> None:
        """With a trace: the rows were asked about an episode, and which of them decided."""
        ...

    def flush(self) -> None: ...


class JsonLines:
    """The contract's output: one JSON object a line."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def meets(self, member: MemberLine) -> None:
        pass

    def heard(self, line: Line) -> None:
        pass

    def saw(self, line: OutLine) -> None:
        self._out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def traced(self, decided: Decided, at: datetime) -> None:
        """Nothing: the contract has no line for it. A refusal's rule tells which rows were asked before."""

    def flush(self) -> None:
        self._out.flush()
