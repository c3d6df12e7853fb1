"""Buttons by name, labelled from the wording file."""

from __future__ import annotations

from core.screens.model import Button, Tone
from core.screens.wording import View


def button(view: View, name: str, *, tone: Tone = Tone.PLAIN, start: str | None = None) -> Button:
    return Button(name=name, label=view.words.say("buttons", name), tone=tone, start=start)


def row(view: View, *names: str) -> tuple[Button, ...]:
    """A row of plain buttons."""
    return tuple(button(view, name) for name in names)
