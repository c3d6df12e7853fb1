"""A made-up exchange: what would have been noticed in it, which note would have reached whom, and why.

The words of the exchange are in the wording file; that the rest really follows from them is checked by
tests/reading/test_example.py, which runs the reader and the rules over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.ids import PersonId
from core.people import NO_ZONE
from core.screens.buttons import row
from core.screens.model import Screen
from core.screens.nudges import nudge_text, why_text
from core.screens.wording import View

NAMES: Mapping[PersonId, str] = {PersonId("example:noa"): "Noa", PersonId("example:kim"): "Kim"}
"""Who speaks in the examples; the keys of their lines begin with the name."""


@dataclass(frozen=True, slots=True)
class Example:
    """`nudge`: the arguments of the note that came of it, None where none came."""

    name: str
    """Its lines in the wording file: the keys of the section of this name, in order, but for `noticed`."""
    nudge: Mapping[str, str] | None


def _note(time: str, way: str, wish: str = "") -> Mapping[str, str]:
    """What both notes have in common."""
    return {
        "author": "example:noa",
        "said_at": f"2026-09-19T{time}:20+00:00",
        "reason": "missing_appreciation",
        "way": way,
        "wish": wish,
        "good_news": "",
        "brief": "",
    }


EXAMPLES = (
    Example("example_unanswered", _note("18:02", "spotted")),
    Example("example_warm", None),
    Example("example_marked", _note("21:06", "marked", wish="listen")),
)


def example(args: Mapping[str, str], view: View) -> Screen:
    """args: page, from 0."""
    say, page = view.words.say, int(args.get("page", "0")) % len(EXAMPLES)
    shown = EXAMPLES[page]
    there = replace(view, names=NAMES, reader=replace(view.reader, zone=NO_ZONE))
    lines = [text for key, text in view.words.names(shown.name).items() if key != "noticed"]
    parts = [say("example"), "\n".join(lines), say(shown.name, "noticed")]
    if shown.nudge is not None:
        parts.append(f"“{nudge_text(shown.nudge, there)}”")
        parts.append(say("example", "why", why=why_text(shown.nudge, there)))
    return Screen(title=say("example", "title"), text="\n\n".join(parts), rows=(row(view, "example_more"),))


def start_alone(args: Mapping[str, str], view: View) -> Screen:
    """For somebody who writes to the bot and is in no chat with it yet."""
    return Screen(
        text=view.words.say("start_alone"), rows=(row(view, "pair"), row(view, "example", "mirror"))
    )


SCREENS = {"example": example, "start_alone": start_alone}
