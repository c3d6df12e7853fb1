"""How far the bench has come, on the error output, where somebody watches."""

from __future__ import annotations

from types import TracebackType
from typing import Self, TextIO

STEPS = 24
"""Parts of a run that are announced; a bar needs an end."""
WIDTH = 24


class Progress:
    """One line that is written over; nothing at all where the output is no terminal."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._watched = out.isatty()
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._write("")

    def say(self, what: str) -> None:
        """The next part begins."""
        full = min(WIDTH, self._done * WIDTH // STEPS)
        self._done += 1
        self._write(f"[{'=' * full}{' ' * (WIDTH - full)}] {what[:70]}")

    def _write(self, line: str) -> None:
        if self._watched:
            self._out.write(f"\r\x1b[K{line}")
            self._out.flush()
