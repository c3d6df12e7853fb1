"""Every command in the README is run: here, in `.ci/run`, or it is listed with the reason why not."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import HANDLERS, parser
from bot.exits import MEANINGS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]
INSTALL = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/attune"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"
ELSEWHERE = {
    INSTALL: ".ci/wheel_check.py installs and starts it in an empty folder, and asks the page for an answer",
    TEST: ".ci/run runs it as it stands here; it is what runs this test",
    ".ci/run": "it runs this test",
}
"""Commands that a test cannot run from inside a test run, with where they are run."""
RUNS_ON = {
    ".venv/bin/attune run": "it serves until it is stopped; .ci/wheel_check.py starts it",
    "ATTUNE_OPERATOR__NAME=Robin ATTUNE_TELEGRAM__TOKEN=123456:your-token .venv/bin/attune run": (
        "no platform can be reached from here; the telegram client's tests run it against a loopback server"
    ),
    ".venv/bin/attune export telegram:42": "needs a database; the tests of bot.operator run it",
    ".venv/bin/attune forget telegram:42": "needs a database; the tests of bot.operator run it",
    ".venv/bin/attune evaluate": "takes minutes and data beside the checkout; tests/training run it small",
    ".venv/bin/attune bench": "takes minutes; tests/bench run it small",
}
"""Commands whose arguments are checked here while their work is tested elsewhere."""
FILES = {
    "messages.jsonl": '{"text": "I am scared of tomorrow"}\n{"text": "I can see why", "to": "I am scared"}\n',
    "conversation.jsonl": (
        '{"type": "space", "id": "home", "kind": "couple"}\n'
        '{"type": "member", "id": "ana", "name": "Ana"}\n'
        '{"type": "member", "id": "ben", "name": "Ben"}\n'
        '{"type": "message", "at": "2026-01-05T18:02:00+00:00", "id": "1", "author": "ana", "text": "hi"}\n'
    ),
    "result.json": (
        '{"name": "Ana", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "type": "message", '
        '"date": "2026-01-05T18:02:00", "date_unixtime": "1767636120", "from": "Ana", "from_id": "user1", '
        '"text": "hello", "text_entities": [{"type": "plain", "text": "hello"}]}]}'
    ),
}
HERE = [command for command in COMMANDS if command not in ELSEWHERE | RUNS_ON]


def arguments(command: str) -> list[str]:
    """The words after `.venv/bin/attune`."""
    words = shlex.split(command)
    return words[words.index(".venv/bin/attune") + 1 :]


def test_the_two_first_commands_are_the_two_that_are_promised() -> None:
    assert COMMANDS[:2] == [INSTALL, TEST]


def test_no_command_is_excused_that_the_readme_does_not_give() -> None:
    assert [command for command in [*ELSEWHERE, *RUNS_ON] if command not in COMMANDS] == []


@pytest.mark.parametrize("command", HERE)
def test_the_command_works_as_written(command: str, tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "bot", *arguments(command)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0
    assert run.stdout
    # The one thing said beside the output: what it means to speak for everybody's consent.
    assert bool(run.stderr) == ("--everyone-consents" in command)


@pytest.mark.parametrize("command", RUNS_ON)
def test_the_arguments_of_a_command_run_elsewhere_are_understood(command: str) -> None:
    assert parser().parse_args(arguments(command)).command in HANDLERS


def test_the_exit_statuses_are_all_in_the_table() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE)
    assert [(int(status), meaning.replace("`", "")) for status, meaning in rows] == [
        (int(status), meaning) for status, meaning in MEANINGS.items()
    ]


def test_ci_runs_the_readmes_own_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script
    assert TEST not in script, "it is taken from the README, not repeated"


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_what_the_readme_points_to_is_there(link: str) -> None:
    assert (ROOT / link).exists()
