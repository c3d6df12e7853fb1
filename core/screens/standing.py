"""What the bot cannot do in a chat as things are there: told in one sentence, to whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping

from core.screens.model import Screen
from core.screens.wording import View


def unheard(args: Mapping[str, str], view: View) -> Screen:
    """To whoever brought the bot into a chat in which it hears nothing. args: missing, where (its title)"""
    say = view.words.say
    title = args.get("where")
    where = say("unheard", "named", title=title) if title else say("unheard", "untitled")
    return Screen(text=say("unheard", args["missing"], where=where))


def nobody(args: Mapping[str, str], view: View) -> Screen:
    """In the chat: to somebody who does not show who they are."""
    return Screen(text=view.words.say("nobody"))


SCREENS = {"unheard": unheard, "nobody": nobody}
