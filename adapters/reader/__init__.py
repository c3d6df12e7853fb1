"""The reader that runs with the bot: a first stage, a small encoder, one thread, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.reader.trained import TrainedReader


def load_reader() -> TrainedReader:
    """The trained reader; its files (under 15 MiB) lie beside this one."""
    from adapters.reader.trained import TrainedReader

    return TrainedReader.load()
