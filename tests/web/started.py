"""Attune started by its own command, and the pictures in `docs/pictures/` that its pages are kept in.

`ATTUNE_TEST_PICTURES=docs/pictures pytest -m browser tests/web` draws them anew.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.page import Page

SAVED = os.environ.get("ATTUNE_TEST_PICTURES")
"""The folder to which pictures are saved, when they are made anew."""


@contextmanager
def started(home: Path) -> Iterator[str]:
    """The page's address: Attune as it ships, in an empty home."""
    own = {
        **os.environ,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "ATTUNE_WEB__PORT": "0",
        "ATTUNE_OPERATOR__NAME": "Olga",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"], env=own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        said = next(line for line in process.stdout if "http://" in line)
        yield next(word for word in said.split() if word.startswith("http://"))
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def save(page: Page, name: str) -> None:
    if SAVED:
        page.screenshot(Path(SAVED) / f"{name}.png")
