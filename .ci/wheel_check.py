#!/usr/bin/env python3
"""Builds the wheel, installs it into an empty environment, and uses it in an empty folder.

The page, `read`, `replay` and `doctor` must work there: every data file is in the wheel.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONVERSATION = (
    '{"type": "space", "id": "home", "kind": "couple"}\n'
    '{"type": "member", "id": "ana", "name": "Ana"}\n'
    '{"type": "member", "id": "ben", "name": "Ben"}\n'
    '{"type": "message", "at": "2026-01-05T18:02:00+00:00", "id": "1", "author": "ana", "text": "hello"}\n'
)
START_SECONDS = 60


def main(scratch: Path) -> None:
    scratch.mkdir(parents=True)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "-o", scratch, ROOT], check=True, stdout=subprocess.DEVNULL
    )
    (wheel,) = scratch.glob("attune-*.whl")
    venv.create(scratch / "venv", with_pip=True)
    binaries = scratch / "venv" / "bin"
    subprocess.run([binaries / "pip", "install", "-q", "--disable-pip-version-check", wheel], check=True)
    empty = scratch / "empty"
    empty.mkdir()
    attune = Attune(binaries / "attune", empty)
    assert "replay" in attune.run("--help")
    assert json.loads(attune.run("read", "-", given='{"text": "I am scared of tomorrow"}\n'))["reader"]
    attune.run("replay", "--json", "-", given=CONVERSATION)
    assert "No problem found." in attune.run("doctor")
    page = attune.page()
    assert "<html" in page.lower(), "the page is no page"
    print("the wheel works in an empty folder")


class Attune:
    """The installed command, in a folder and a home of its own."""

    def __init__(self, command: Path, folder: Path) -> None:
        self.command = str(command)
        self.folder = folder
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ATTUNE_", "XDG_", "PYTHON"))
        }
        self.environment = kept | {"HOME": str(folder), "PYTHONUNBUFFERED": "1"}

    def run(self, *arguments: str, given: str = "") -> str:
        """A command's output; a status other than 0 or a word on standard error fails the check."""
        done = subprocess.run(
            [self.command, *arguments],
            cwd=self.folder,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode or done.stderr:
            sys.exit(f"attune {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def page(self) -> str:
        """Start it as a newcomer does, and fetch the page at the address that it prints."""
        with subprocess.Popen(
            [self.command], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout
                lines = iter(process.stdout.readline, "")
                address = next(
                    (found[0] for line in lines if (found := re.search(r"http://[\w.:\[\]]+/?\S*", line))), ""
                )
                if not address:
                    sys.exit("attune printed no address")
                with urllib.request.urlopen(address, timeout=START_SECONDS) as answer:  # noqa: S310 - our own loopback page
                    return str(answer.read().decode("utf-8"))
            finally:
                process.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
