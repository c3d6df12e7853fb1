"""How far a long replay has come, on the error output, once it takes longer than a breath."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

PATIENCE_S = 2.0
EVERY_S = 0.5


class Progress:
    """Counts bytes against the sizes of the files; silent for short ones and where nobody watches."""

    def __init__(self, names: Sequence[str], out: TextIO) -> None:
        self._total = sum(Path(name).stat().st_size for name in names if Path(name).is_file())
        self._out = out
        self._watched = out.isatty()
        self._done = 0
        self._lines = 0
        self._began = time.monotonic()
        self._shown_at = self._began

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if self._shown_at > self._began:
            self._out.write("\n")

    def passed(self, size: int) -> None:
        """One more line of `size` bytes was read."""
        self._done += size
        self._lines += 1
        now = time.monotonic()
        if self._watched and now - self._began > PATIENCE_S and now - self._shown_at > EVERY_S:
            self._shown_at = now
            share = f"{100 * self._done / self._total:3.0f} %  " if self._total else ""
            self._out.write(f"\r{share}{self._lines:,} lines")
            self._out.flush()
