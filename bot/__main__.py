"""The command line: `attune`, or `python -m bot`. A command imports only what it needs."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from bot.exits import MEANINGS, Exit, Unusable, of_os_error

if TYPE_CHECKING:
    from config.settings import Settings

Handler = Callable[[argparse.Namespace, "Settings"], int]

HANDLERS = {
    "run": ("bot.run", "run_main"),
    "replay": ("bot.replay.command", "replay_main"),
    "read": ("bot.read", "read_main"),
    "forget": ("bot.operator", "forget_main"),
    "export": ("bot.operator", "export_main"),
    "doctor": ("bot.doctor", "doctor_main"),
    "evaluate": ("bot.evaluate", "evaluate_main"),
    "bench": ("bot.bench.command", "bench_main"),
}
"""Where each command lives: (module, function); the module is imported when the command is given."""

EXAMPLES = """\
examples:
  attune                                serve the page on this machine, or run the configured bots
  attune replay conversation.jsonl      what would have been seen and done, down the page
  attune replay --format telegram --everyone-consents result.json
  attune read messages.jsonl            readings alone, a line for a line
  attune doctor                         what is wrong, and what to do about it

settings:
  Environment variables (ATTUNE_TELEGRAM__TOKEN, ATTUNE_DISCORD__TOKEN, ATTUNE_OPERATOR__NAME, ...) or one
  TOML file (ATTUNE_CONFIG, ./attune.toml or ~/.config/attune/attune.toml); docs/settings.md lists them all.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Whatever goes wrong ends in one sentence and a documented status."""
    arguments = parser().parse_args(argv)
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        return Exit.OK
    except KeyboardInterrupt:
        return _ended(Unusable("Interrupted.", Exit.INTERRUPTED))
    except Exception as error:  # noqa: BLE001 - the outermost handler: one sentence instead of a traceback
        _show_place(error)
        return _ended(_as_unusable(error))
    return status


def parser() -> argparse.ArgumentParser:
    """All commands and their arguments."""
    statuses = "\n".join(f"  {status:<4}{meaning}" for status, meaning in MEANINGS.items())
    top = argparse.ArgumentParser(
        prog="attune",
        description="Helps two people notice each other's openings, and never answers in their place.",
        epilog=f"{EXAMPLES}\nexit statuses:\n{statuses}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"attune {_version()}")
    commands = top.add_subparsers(dest="command", metavar="command", title="commands")
    top.set_defaults(command="run")
    _say(commands, "run", "serve the page, or run the configured bots (what `attune` alone does)")
    _add_replay(commands)
    read = _say(commands, "read", "read messages alone: JSON Lines in, scores out, nothing stored")
    read.add_argument("file", metavar="FILE", help="JSON Lines with text, or - for standard input")
    read.add_argument("--why", action="store_true", help="also the words that carried each message's reading")
    forget = _say(commands, "forget", "erase a person: their rows and every pair they are in")
    forget.add_argument("person", metavar="PERSON", help="the person's id, such as telegram:42")
    forget.add_argument("--yes", action="store_true", help="do not ask first")
    export = _say(commands, "export", "print what is kept of a person: their own data only")
    export.add_argument("person", metavar="PERSON", help="the person's id, such as telegram:42")
    export.add_argument("--json", action="store_true", help="as JSON instead of for reading")
    _say(commands, "doctor", "say what is wrong with this installation, and what to do")
    _add_evaluate(commands)
    _add_bench(commands)
    return top


Commands = argparse._SubParsersAction


def _say(commands: Commands[argparse.ArgumentParser], name: str, about: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=about, description=about[0].upper() + about[1:] + ".", allow_abbrev=False
    )


def _add_replay(commands: Commands[argparse.ArgumentParser]) -> None:
    replay = _say(commands, "replay", "run a recorded conversation and show what would have been done")
    replay.add_argument("files", metavar="FILE", nargs="+", help="a transcript, or - for standard input")
    replay.add_argument("--json", action="store_true", help="JSON Lines instead of a page for reading")
    replay.add_argument("--trace", action="store_true", help="the turn-taking after each disclosure as well")
    replay.add_argument(
        "--format",
        choices=("transcript", "telegram"),
        default="transcript",
        help="telegram: an exported chat",
    )
    replay.add_argument(
        "--everyone-consents",
        action="store_true",
        help="take everybody in an exported chat to have agreed to be read; without it nothing is analysed",
    )


def _add_evaluate(commands: Commands[argparse.ArgumentParser]) -> None:
    from bot.evaluate import add_arguments

    add_arguments(_say(commands, "evaluate", "measure the reader against the labelled data, in a checkout"))


def _add_bench(commands: Commands[argparse.ArgumentParser]) -> None:
    from bot.bench.arguments import add_arguments

    add_arguments(_say(commands, "bench", "simulate couples: what each number can claim when readers err"))


def _run(arguments: argparse.Namespace) -> int:
    """Make the log content-free, read the settings, then hand over to the command."""
    from bot import logs

    logs.install("WARNING")
    from config.settings import load

    settings = load()
    logs.install(settings.log.level, settings.log.format)
    module, function = HANDLERS[arguments.command]
    handler: Handler = getattr(importlib.import_module(module), function)
    return int(handler(arguments, settings))


def _as_unusable(error: Exception) -> Unusable:
    """One sentence for anything. What a stranger's exception says is never repeated."""
    from config.settings import SettingsError
    from core.ports import StoreFailed, StoreFull

    match error:
        case Unusable():
            return error
        case SettingsError():
            return Unusable(str(error), Exit.BAD_INPUT)
        case StoreFull():
            return Unusable(str(error), Exit.DEVICE)
        case StoreFailed():
            return Unusable(str(error), Exit.STORE)
        case OSError():
            return of_os_error(error)
    kind = type(error).__name__
    return Unusable(f"Attune met a fault of its own ({kind}); ATTUNE_DEBUG=1 shows where.", Exit.UNEXPECTED)


def _ended(reason: Unusable) -> int:
    with suppress(OSError):
        print(reason.sentence, file=sys.stderr)
    return reason.status


def _show_place(error: Exception) -> None:
    """With ATTUNE_DEBUG=1: the stack as places in the code, without values or what the error says."""
    if os.environ.get("ATTUNE_DEBUG") != "1":
        return
    for frame in traceback.extract_tb(error.__traceback__):
        print(f"  {frame.filename}:{frame.lineno} in {frame.name}", file=sys.stderr)
    print(f"  {type(error).__name__}", file=sys.stderr)


def _forget_output() -> None:
    """Whoever read our output had enough; nothing more is written, not even at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version() -> str:
    try:
        return version("attune")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
