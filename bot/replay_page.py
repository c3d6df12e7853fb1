"""A replay down the page: the conversation, and beside it what was seen and done."""

from __future__ import annotations

from typing import TextIO

from bot.transcript_lines import AdvanceLine, Line, MemberLine, MessageLine, Space
from core.lines import Line as OutLine


class Page:
    """For reading. Unlike the JSON lines it repeats the conversation, which is the reader's own."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._day = ""

    def heard(self, line: Line) -> None:
        if isinstance(line, Space | MemberLine):
            return
        day = f"{line.at:%A, %d %B %Y}"
        if day != self._day:
            self._day = day
            self._write(f"\n{day}\n")
        if isinstance(line, MessageLine):
            shown = " ".join(line.text.split()) or f"[{line.kind.value} {line.emoji}]".replace(" ]", "]")
            self._write(f"{line.at:%H:%M}  {line.author}: {shown}\n")
        elif not isinstance(line, AdvanceLine):
            self._write(f"{line.at:%H:%M}  ({type(line).__name__.removesuffix('Line').lower()})\n")

    def saw(self, line: OutLine) -> None:
        words = _in_words(line)
        if words:
            self._write(f"         · {words}\n")

    def flush(self) -> None:
        self._out.flush()

    def _write(self, text: str) -> None:
        self._out.write(text)


def _in_words(line: OutLine) -> str:
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
            return f"to {line['to']} in private: “{line['text']}” ({line['reason']})"
        case "held":
            return f"no note to {line['to']} about {line['episode']}: {line['rule']}"
        case "care":
            return f"to {line['to']} in private: “{line['text']}”"
        case "safety":
            return f"{' and '.join(line['pair'])}: notes {'rest' if line['locked'] else 'may come again'}"
        case "rating_request":
            return f"to {line['to']} in private, about {line['episode']}: did you feel {line['question']}?"
        case "ask_first":
            return f"asks {line['to']} in private before pointing anybody to {line['episode']}"
        case "reciprocity":
            return _reciprocity(line)
    return ""


def _reciprocity(line: OutLine) -> str:
    who = " and ".join(line["pair"])
    if line["turn_taking"] is None:
        return f"{who}: {line['disclosures']} disclosures"
    return f"{who}: {line['disclosures']} disclosures, turn-taking {line['turn_taking']:.2f}"
