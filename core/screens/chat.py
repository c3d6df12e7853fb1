"""What holds for a whole chat: the same screen for everybody in it."""

from __future__ import annotations

from collections.abc import Mapping

from core.choices import NAMES, RECAP
from core.screens.buttons import rows_of, sealed
from core.screens.model import Button, Screen
from core.screens.settings import IN_A_ROW
from core.screens.wording import View

LEFT_OFF = "left_off"
"""A choice that the members do not have: moderators leave it off."""


def chat(args: Mapping[str, str], view: View) -> Screen:
    """args: kind, level, and for each choice on, off or left_off; `look`, a private copy without buttons."""
    say, there = view.words.say, [name for name in (*NAMES, RECAP) if name in args]
    text = say("chat", kind=say("kinds", args["kind"]), now=say("levels", args["level"]))
    lines = [f"• {_choice(view, name, args[name])}" for name in there]
    below = say("chat", "look" if "look" in args else "after")
    buttons = [
        Button(name=f"turn_{name}", label=_choice(view, name, args[name]))
        for name in there
        if args[name] != LEFT_OFF
    ]
    return Screen(
        title=say("chat", "title"),
        text="\n".join([text, *lines, below]),
        rows=() if "look" in args else rows_of(buttons, IN_A_ROW),
    )


def chat_reply(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("chat_reply", args["what"]))


def _choice(view: View, name: str, state: str) -> str:
    return view.words.say("buttons", f"turn_{name}", state=view.words.say("states", state))


def chat_set(args: Mapping[str, str], view: View) -> Screen:
    """To the other of two who share no chat: something was set for both."""
    return sealed(view)


SCREENS = {"chat_set": chat_set, "chat": chat, "chat_reply": chat_reply}
