"""Buttons by name, labelled from the wording file."""

from __future__ import annotations

from core.screens.model import Button, Screen, Tone
from core.screens.wording import View


def button(view: View, name: str, *, tone: Tone = Tone.PLAIN, start: str | None = None) -> Button:
    return Button(name=name, label=view.words.say("buttons", name), tone=tone, start=start)


def row(view: View, *names: str) -> tuple[Button, ...]:
    """A row of plain buttons."""
    return tuple(button(view, name) for name in names)


def sealed(view: View) -> Screen:
    """All that a lock screen shows of a private note."""
    return Screen(text=view.words.say("sealed"), rows=((button(view, "open", tone=Tone.PRIMARY),),))
