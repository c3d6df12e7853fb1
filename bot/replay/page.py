"""A replay down the page: the conversation, and beside it what was seen and done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TextIO

from bot.transcript.lines import (
    AdvanceLine,
    Line,
    MarkLine,
    MemberLine,
    MessageLine,
    ReactionLine,
    Space,
)
from core.effects import Decided
from core.lines import Line as OutLine


class Page:
    """For reading. Unlike the JSON lines it repeats the conversation, which is the reader's own."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._day = ""
        self._minute = ""
        self._names: dict[str, str] = {}

    def meets(self, member: MemberLine) -> None:
        """Somebody of the conversation, to be called by their name."""
        self._names[member.id] = member.name or member.id

    def heard(self, line: Line) -> None:
        if isinstance(line, Space | MemberLine | AdvanceLine):
            return
        self._turn_to(line.at)
        self._write(f"{line.at:%H:%M}  {self._said(line)}\n")

    def saw(self, line: OutLine) -> None:
        words = _in_words(line, self._names)
        if words:
            self._note(datetime.fromisoformat(line["at"]), words)

    def traced(self, decided: Decided, at: datetime) -> None:
        again = f", to be asked again at {decided.until:%H:%M:%S}" if decided.until is not None else ""
        to = self._names.get(decided.to, decided.to)
        self._note(at, f"asked about {decided.episode}, to {to}: {', '.join(decided.asked)}")
        self._note(at, f"{decided.rule} decides{again}")

    def _note(self, at: datetime, words: str) -> None:
        self._turn_to(at)
        minute = f"{at:%H:%M}"
        self._write(f"{minute if minute != self._minute else '     '}  · {words}\n")
        self._minute = minute

    def _turn_to(self, at: datetime) -> None:
        day = f"{at:%A, %d %B %Y}"
        if day != self._day:
            self._day = day
            self._write(f"\n{day}\n")
        self._minute = f"{at:%H:%M}" if self._minute == f"{at:%H:%M}" else ""

    def _said(self, line: Line) -> str:
        name = self._names.get(getattr(line, "author", ""), "")
        match line:
            case MessageLine():
                shown = " ".join(line.text.split()) or f"[{line.kind.value} {line.emoji}".strip() + "]"
                return f"{name}: {shown}"
            case ReactionLine():
                return f"({name} {'takes back' if line.removed else 'reacts with'} {line.emoji})"
            case MarkLine():
                return f"({name} marks {line.message}: {line.wish.value})"
            case _:
                what = type(line).__name__.removesuffix("Line").lower()
                return f"({name} {what})" if name else f"({what})"

    def flush(self) -> None:
        self._out.flush()

    def _write(self, text: str) -> None:
        self._out.write(text)


def _in_words(line: OutLine, names: Mapping[str, str]) -> str:
    to = names.get(line.get("to", ""), "")
    pair = " and ".join(names.get(person, person) for person in line.get("pair", ()))
    match line["type"]:
        case "reading":
            if line["depth"] < 0.15:
                return ""
            topics = f", about {', '.join(line['topics'])}" if line["topics"] else ""
            return f"read {line['message']}: depth {line['depth']:.2f}, level {line['level']}{topics}"
        case "disclosure":
            return (
                f"opens {line['episode']} ({line['way']}), depth {line['depth']:.2f}, level {line['level']}"
            )
        case "response":
            scores = f"u {line['understanding']:.2f}, a {line['appreciation']:.2f}, c {line['caring']:.2f}"
            return f"answers {line['episode']}: {scores}, responsiveness {line['responsiveness']:+.2f}"
        case "episode":
            return f"{line['episode']} ends: {line['state']}"
        case "nudge":
            return f"to {to} in private: “{line['text']}” ({line['reason']})"
        case "held":
            return f"no note to {to} about {line['episode']}: {line['rule']}"
        case "care":
            return f"to {to} in private: “{line['text']}”"
        case "safety":
            return f"{pair}: notes {'rest' if line['locked'] else 'may come again'}"
        case "rating_request":
            return f"to {to} in private, about {line['episode']}: did you feel {line['question']}?"
        case "ask_first":
            return f"asks {to} in private before pointing anybody to {line['episode']}"
        case "reciprocity":
            return _reciprocity(line, pair)
    return ""


def _reciprocity(line: OutLine, pair: str) -> str:
    count = f"{line['disclosures']} disclosure{'' if line['disclosures'] == 1 else 's'}"
    if line["turn_taking"] is None:
        return f"{pair}: {count}"
    return f"{pair}: {count}, turn-taking {line['turn_taking']:.2f}"
