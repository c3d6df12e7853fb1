"""Every way in and out of the command line: help, statuses, and one sentence for whatever goes wrong."""

from __future__ import annotations

import argparse
import errno
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bot import __main__ as command_line
from bot.exits import MEANINGS, Exit, Unusable
from config.settings import Settings
from core.ports import StoreFailed, StoreFull

CANARY = "canary-only-you-know"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def quiet_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests run in pytest's own process, whose log must stay as it is."""
    monkeypatch.setattr("bot.logs.install", lambda *_: None)


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module in the place of bot.read; a test gives it a `read_main`."""
    module = ModuleType("bot.read")
    monkeypatch.setitem(sys.modules, "bot.read", module)
    return module


def ends_with(module: ModuleType, error: BaseException) -> int:
    def read_main(arguments: argparse.Namespace, settings: Settings) -> int:
        raise error

    module.__dict__["read_main"] = read_main
    return command_line.main(["read", "-"])


def test_no_command_means_run() -> None:
    assert command_line.parser().parse_args([]).command == "run"


@pytest.mark.parametrize("command", command_line.HANDLERS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command_line.main([command, "--help"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: attune {command}")


def test_help_lists_every_command_and_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["--help"])
    said = capsys.readouterr().out
    assert all(
        word in said for word in [*command_line.HANDLERS, *MEANINGS.values(), "ATTUNE_TELEGRAM__TOKEN"]
    )


def test_replay_takes_several_files_and_its_switches() -> None:
    given = command_line.parser().parse_args(
        ["replay", "a", "-", "--json", "--trace", "--format", "telegram", "--everyone-consents"]
    )
    assert vars(given) == {
        "command": "replay",
        "files": ["a", "-"],
        "json": True,
        "trace": True,
        "format": "telegram",
        "everyone_consents": True,
    }


@pytest.mark.parametrize(
    "bad", [["sing"], ["read"], ["replay"], ["forget"], ["replay", "x", "--format", "sms"]]
)
def test_bad_arguments_end_with_status_2(bad: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command_line.main(bad)
    assert left.value.code == Exit.BAD_INPUT
    assert "Traceback" not in capsys.readouterr().err


def test_a_command_gets_its_arguments_and_settings(
    handler: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    got: list[object] = []

    def read_main(arguments: argparse.Namespace, settings: Settings) -> int:
        got.extend([arguments.file, settings.web.port])
        return Exit.OK

    handler.__dict__["read_main"] = read_main
    monkeypatch.setenv("ATTUNE_WEB__PORT", "4321")
    assert command_line.main(["read", "lines.jsonl"]) == 0
    assert got == ["lines.jsonl", 4321]


ENDINGS = [
    (Unusable("The key is missing.", Exit.STORE), 3, "The key is missing.\n"),
    (StoreFull("The disk is full."), 5, "The disk is full.\n"),
    (StoreFailed("The key does not open this database."), 3, "The key does not open this database.\n"),
    (KeyboardInterrupt(), 130, "Interrupted.\n"),
    (OSError(errno.ENOSPC, CANARY, CANARY), 5, "The disk is full;"),
    (OSError(errno.EIO, CANARY), 5, "The disk cannot be read or written;"),
    (
        ConnectionResetError(errno.ECONNRESET, CANARY),
        5,
        "A file or connection could not be used (ECONNRESET).\n",
    ),
    (ValueError(CANARY), 70, "Attune met a fault of its own (ValueError);"),
    (RecursionError(CANARY), 70, "Attune met a fault of its own (RecursionError);"),
]


@pytest.mark.parametrize(
    ("error", "status", "sentence"), ENDINGS, ids=[repr(type(end[0])) for end in ENDINGS]
)
def test_whatever_goes_wrong_is_one_sentence_and_a_status(
    error: BaseException, status: int, sentence: str, handler: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ends_with(handler, error) == status
    said = capsys.readouterr()
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1
    assert CANARY not in said.err + said.out


def test_debug_shows_places_and_still_no_words(
    handler: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTUNE_DEBUG", "1")
    ends_with(handler, ValueError(CANARY))
    said = capsys.readouterr().err
    assert "in read_main" in said
    assert CANARY not in said


def test_a_bad_setting_ends_with_status_2_and_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATTUNE_WEB__PORT", CANARY)
    assert command_line.main(["read", "-"]) == Exit.BAD_INPUT
    said = capsys.readouterr().err
    assert said.startswith("ATTUNE_WEB__PORT ")
    assert CANARY not in said


def test_a_reader_of_the_output_who_leaves_early_is_no_fault() -> None:
    code = (
        "import sys, types; m = types.ModuleType('bot.read')\n"
        "m.read_main = lambda a, s: [print('x' * 100) for _ in range(10000)] and 0\n"
        "sys.modules['bot.read'] = m\n"
        "from bot.__main__ import main; sys.exit(main(['read', '-']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(100)
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


@pytest.mark.parametrize("platform", ["telegram", "discord", "aiohttp"])
def test_asking_for_help_imports_no_platform(platform: str) -> None:
    code = f"import sys, bot.__main__, bot.doctor, bot.read; sys.exit('{platform}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
