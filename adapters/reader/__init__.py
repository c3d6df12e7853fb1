"""The reader that runs with the bot: small, fast, on numpy alone."""

from __future__ import annotations

from core.ports import Reader


def load_reader() -> Reader:
    """The fitted reader; reads its weights (under 4 MiB) from beside this file."""
    from adapters.reader.linear import LinearReader

    return LinearReader.load()
