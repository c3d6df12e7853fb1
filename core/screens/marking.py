"""*This matters* with a wish, and the mirror for a draft."""

from __future__ import annotations

from collections.abc import Mapping

from core.screens.buttons import row
from core.screens.model import Screen
from core.screens.wording import View

CLEAR, LITTLE = 0.5, 0.2
"""From here a component comes across, or does a little. Shown in words, never as a number."""
COMPONENTS = ("understood", "valued", "cared_for")


def mark_wish(args: Mapping[str, str], view: View) -> Screen:
    text = view.words.say("mark", "ask", time=view.time(args["said_at"]))
    return Screen(text=text, rows=(row(view, "listen", "think"), row(view, "celebrate", "leave")))


def mark_reply(args: Mapping[str, str], view: View) -> Screen:
    """listen, think, celebrate, leave; not_yours, how or not_agreed."""
    return Screen(text=view.words.say("mark", args["what"]))


def mirror_ask(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("mirror", "ask"))


def mirror(args: Mapping[str, str], view: View) -> Screen:
    """What comes across in a draft, in words. args: understood, valued, cared_for, also (keys)."""
    say = view.words.say
    if "unknown" in args:
        return Screen(text=say("mirror", "unknown"))
    lines = [_component(view, name, float(args[name])) for name in COMPONENTS]
    lines += [say("mirror", key) for key in args["also"].split() if key]
    return Screen(title=say("mirror", "title"), text="\n".join([*lines, say("mirror", "after")]))


def _component(view: View, name: str, score: float) -> str:
    key = "clear" if score >= CLEAR else "little" if score >= LITTLE else "absent"
    return view.words.say("mirror", key, name=view.words.say("mirror", name).capitalize())


SCREENS = {"mark_wish": mark_wish, "mark_reply": mark_reply, "mirror_ask": mirror_ask, "mirror": mirror}
