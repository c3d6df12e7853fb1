"""What a scenario is expected to bring, in words beside it, and a strict comparison with what it brought.

An `.expect` file is written by hand from the specification, one line each:

    18:32:14 nudge to=ben episode=a1 reason=unanswered text~18:02
    +1 00:02 episode episode=a1 state=expired
    never care
    exactly 2 reading
    leaving out response
    reading message=a1 depth>=.35

Lines that begin with a type are what happens, in order; **nothing else may happen**, except readings and
reciprocity, of which only those named are looked at, and types that are left out. A time may stand before a
type; `+1` is the day after the conversation began. Relations: `=` (numbers to a thousandth, lists with `+`),
`>=`, `<=`, `<`, `>`, `~` (holds this), `!~` (does not hold it). A `#` begins a remark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Self

Line = Mapping[str, Any]

TYPES = frozenset(
    {"reading", "disclosure", "response", "episode", "nudge", "held", "care", "safety"}
    | {"rating_request", "ask_first", "reciprocity"}
)
FACTS = frozenset({"reading", "reciprocity"})
"""Looked at only where an expectation names them."""
CLOSE_ENOUGH = 1e-3
_RELATION = re.compile(r"(?P<key>\w+)(?P<relation>!~|>=|<=|=|<|>|~)(?P<value>.*)", re.DOTALL)
_TIME = re.compile(r"(?:\+(?P<days>\d+) )?(?P<clock>\d\d:\d\d(?::\d\d)?) ")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line of output as far as it is expected."""

    said: str
    kind: str
    relations: tuple[tuple[str, str, str], ...]
    days: int | None = None
    clock: str = ""

    @classmethod
    def parse(cls, said: str) -> Self:
        time = _TIME.match(said)
        rest = said[time.end() :] if time else said
        kind, *relations = rest.split()
        if kind not in TYPES:
            raise ValueError(f"“{said}”: unknown type {kind}")
        parts = [_RELATION.fullmatch(relation) for relation in relations]
        if not all(parts):
            raise ValueError(f"“{said}”: not a relation")
        found = tuple((p["key"], p["relation"], _value(p["relation"], p["value"])) for p in parts if p)
        if time is None:
            return cls(said, kind, found)
        days = int(time["days"]) if time["days"] else 0
        return cls(said, kind, found, days, time["clock"])

    def fits(self, line: Line, began: date) -> bool:
        if line["type"] != self.kind:
            return False
        if self.clock:
            at = datetime.fromisoformat(line["at"])
            if at.date() != began + timedelta(days=self.days or 0):
                return False
            if not at.strftime("%H:%M:%S").startswith(self.clock):
                return False
        return all(_holds(line.get(key, ...), relation, value) for key, relation, value in self.relations)


@dataclass(slots=True)
class Expectation:
    story: list[Pattern] = field(default_factory=list)
    facts: list[Pattern] = field(default_factory=list)
    never: list[Pattern] = field(default_factory=list)
    counted: list[tuple[int, Pattern]] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)

    @classmethod
    def parse(cls, text: str) -> Self:
        expected = cls()
        for raw in text.splitlines():
            said = raw.partition("#")[0].strip()
            if not said:
                continue
            first, _, rest = said.partition(" ")
            if first == "never":
                expected.never.append(Pattern.parse(rest))
            elif first == "exactly":
                count, _, what = rest.partition(" ")
                expected.counted.append((int(count), Pattern.parse(what)))
            elif said.startswith("leaving out "):
                expected.left_out |= set(said.removeprefix("leaving out ").split())
            else:
                pattern = Pattern.parse(said)
                (expected.facts if pattern.kind in FACTS else expected.story).append(pattern)
        return expected

    def faults(self, lines: Sequence[Line], began: date) -> list[str]:
        """What differs, a sentence each; nothing when all is as expected."""
        story = [line for line in lines if line["type"] not in FACTS | self.left_out]
        found = _story_faults(self.story, story, began)
        facts = iter(line for line in lines if line["type"] in FACTS)
        for pattern in self.facts:
            if not any(pattern.fits(line, began) for line in facts):
                found.append(f"no line (after the one before it) is “{pattern.said}”")
        for pattern in self.never:
            found += [
                f"never “{pattern.said}”, but: {_brief(line)}" for line in lines if pattern.fits(line, began)
            ]
        for count, pattern in self.counted:
            times = sum(pattern.fits(line, began) for line in lines)
            if times != count:
                found.append(f"“{pattern.said}” {times} times instead of {count}")
        return found


def _story_faults(expected: Sequence[Pattern], story: Sequence[Line], began: date) -> list[str]:
    for place, pattern in enumerate(expected):
        if place >= len(story):
            return [f"“{pattern.said}” did not happen; the story ended before"]
        if not pattern.fits(story[place], began):
            return [f"instead of “{pattern.said}”: {_brief(story[place])}"]
    return [f"nobody expected {_brief(line)}" for line in story[len(expected) :]]


def _value(relation: str, value: str) -> str:
    """Words to look for are written with underscores between them."""
    return value.replace("_", " ") if "~" in relation else value


def _holds(found: object, relation: str, wanted: str) -> bool:
    if found is ...:
        return False
    if relation == "~":
        return wanted in str(found)
    if relation == "!~":
        return wanted not in str(found)
    if relation == "=" and isinstance(found, list):
        return [str(one) for one in found] == [one for one in wanted.split("+") if one]
    if relation == "=" and isinstance(found, dict):
        return dict(part.split(":") for part in wanted.split(",") if part) == {
            k: str(v) for k, v in found.items()
        }
    if isinstance(found, int | float) and not isinstance(found, bool):
        if relation == "=":
            return abs(found - float(wanted)) <= CLOSE_ENOUGH
        return {">=": found >= float(wanted), "<=": found <= float(wanted), "<": found < float(wanted),
                ">": found > float(wanted)}[relation]  # fmt: skip
    words = {None: "none", True: "yes", False: "no"}
    return relation == "=" and words.get(found, found) == wanted  # type: ignore[call-overload]  # str otherwise


def _brief(line: Line) -> str:
    at = datetime.fromisoformat(line["at"])
    rest = " ".join(f"{key}={value}" for key, value in line.items() if key not in {"type", "at", "why"})
    return f"{at:%d. %H:%M:%S} {line['type']} {rest}"
