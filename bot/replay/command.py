"""`attune replay`: a recorded conversation through the same inbox, rules and policy as a live chat.

The clock is the transcript's own: it jumps to each line's moment, and every timer due on the way fires first.
"""

from __future__ import annotations

import argparse
import asyncio
import heapq
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from adapters.reader import load_reader
from bot.exits import Exit, Unusable
from bot.replay.page import Page
from bot.replay.playing import Replay
from bot.replay.printing import JsonLines, Printer
from bot.replay.progress import Progress
from bot.transcript import parsing, telegram_export
from bot.transcript.lines import Line
from config.settings import Settings
from core.policy import Policy
from core.ports import Reader

BREATH_LINES = 50
EVERYONE_CONSENTS = (
    "--everyone-consents: everybody in this file is taken to have agreed to be read. "
    "Use it for a conversation of your own, when the others know of it and agree."
)
NOBODY_CONSENTS = (
    "Nobody in an exported chat has agreed to be read, so nothing is analysed. "
    "With --everyone-consents you say that all of them did."
)


def replay_main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Replays one transcript, or several chats on one clock. Bad lines: one sentence, status 2."""
    names: list[str] = arguments.files
    if arguments.format == "telegram":
        print(EVERYONE_CONSENTS if arguments.everyone_consents else NOBODY_CONSENTS, file=sys.stderr)
    elif arguments.everyone_consents:
        raise Unusable("--everyone-consents is for exported chats: add --format telegram.", Exit.BAD_INPUT)
    printer: Printer = JsonLines(sys.stdout) if arguments.json else Page(sys.stdout)
    with Progress(names, sys.stderr) as progress:
        chats = [_lines(name, arguments, progress.passed) for name in names]
        asyncio.run(_play(chats, printer, load_reader(), trace=arguments.trace))
    return Exit.OK


async def _play(chats: list[Iterator[Line]], printer: Printer, reader: Reader, *, trace: bool) -> None:
    replay = Replay(reader, Policy(), printer, trace=trace)
    try:
        for number, (chat, line) in enumerate(_in_time(chats)):
            await replay.step(chat, line)
            if number % BREATH_LINES == 0:
                await asyncio.sleep(0)  # nothing else in here waits: this is where an interruption is heard
        await replay.end()
    finally:
        printer.flush()


def _in_time(chats: list[Iterator[Line]]) -> Iterator[tuple[int, Line]]:
    """All lines in the order of time; what has no time stands at the beginning of its chat."""
    if len(chats) == 1:
        yield from ((0, line) for line in chats[0])
        return
    begun: datetime | None = None

    def numbered(place: int, lines: Iterable[Line]) -> Iterator[tuple[bool, datetime | None, int, Line]]:
        for line in lines:
            yield hasattr(line, "at"), getattr(line, "at", begun), place, line

    streams = [numbered(place, lines) for place, lines in enumerate(chats)]
    for _, _, place, line in heapq.merge(*streams, key=_moment):
        yield place, line


def _moment(entry: tuple[bool, datetime | None, int, Line]) -> tuple[bool, float, int]:
    timed, at, place, _ = entry
    return timed, at.timestamp() if at is not None else 0.0, place


def _lines(name: str, arguments: argparse.Namespace, passed: Callable[[int], None]) -> Iterator[Line]:
    if arguments.format == "telegram":
        with _opened(name) as file:
            consents: bool = arguments.everyone_consents
            yield from telegram_export.parse_export(_counted(file, passed), name, everyone_consents=consents)
        return
    with _opened(name) as file:
        yield from parsing.parse(_counted(file, passed), name)


def _counted(file: BinaryIO, passed: Callable[[int], None]) -> Iterator[bytes]:
    for line in file:
        passed(len(line))
        yield line


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(name).open("rb")
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else "it cannot be read"
        raise Unusable(f"{name}: {reason}.", Exit.BAD_INPUT) from None
