"""What people see of Discord's markup: the words without their marks, and which marks there were."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LINK: Final = r"https?://[^\s<>]+"
INLINE: Final = {
    "escape": r"\\[^A-Za-z0-9\s]",
    "link": LINK,
    "mention": r"<(?:@[!&]?|#)\d+>|@(?:everyone|here)\b",
    "token": r"<(?:a?:\w+:\d+|t:[^>\s]+|/[^>]+|id:\w+)>",
    "masked link": r"\[[^\]\n]+\]\([^)\s]+\)",
    "code": r"(?P<ticks>`+)(?:(?!(?P=ticks)).)+?(?P=ticks)",
    "bold": r"\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*(?!\*)",
    "underlined": r"__(?:\\.|[^\\])+?__",
    "struck": r"~~(?:\\.|[^\\])+?~~",
    "spoiler": r"\|\|(?:\\.|[^\\])+?\|\|",
    "italic": r"\*(?=\S)(?:\\.|[^\\*])+?\*|(?<!\w)_(?=\S)(?:\\.|[^\\_])+?_(?!\w)",
}
FOUND: Final = re.compile(
    "|".join(f"(?P<n{number}>{rule})" for number, rule in enumerate(INLINE.values())), re.DOTALL
)
"""The first rule that fits at a place counts."""
LINE: Final = {"heading": r"#{1,3} |-# ", "list": r" *(?:[-*+]|\d+\.) "}
NAMES: Final = tuple(INLINE)


@dataclass(frozen=True, slots=True)
class Writing:
    """Words as they are seen. `marks`: which kinds of markup stood in them."""

    text: str
    marks: frozenset[str]


def writing(raw: str) -> Writing:
    """Reads a text as Discord's app does."""
    marks: set[str] = set()
    lines = [_line(line, marks) for line in raw.split("\n")]
    return Writing(_inline("\n".join(lines), marks), frozenset(marks))


def _line(line: str, marks: set[str]) -> str:
    if line.startswith("> "):
        marks.add("quote")
        line = line[2:]
    for kind, rule in LINE.items():
        if re.match(rule, line):
            marks.add(kind)
    return line


def _inline(text: str, marks: set[str]) -> str:
    shown, place = [], 0
    for found in FOUND.finditer(text):
        kind = _kind(found)
        shown += [text[place : found.start()], _seen(kind, found, marks)]
        place = found.end()
        if kind not in {"escape", "link"}:
            marks.add(kind)
    return "".join([*shown, text[place:]]).replace("\u200b", "")


def _kind(found: re.Match[str]) -> str:
    return next(name for number, name in enumerate(NAMES) if found[f"n{number}"] is not None)


def _seen(kind: str, found: re.Match[str], marks: set[str]) -> str:
    if kind == "escape":
        return found[0][1:]
    return _inline(found["bold"], marks) if kind == "bold" else found[0]
