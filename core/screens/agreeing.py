"""The card in the chat, and the private agreement."""

from __future__ import annotations

from collections.abc import Mapping

from core.screens.buttons import button, row
from core.screens.model import Screen, Tone
from core.screens.wording import View


def card(args: Mapping[str, str], view: View) -> Screen:
    """In the shared chat: that the bot is there, what it would read, and how to say yes or no."""
    say = view.words.say
    decide = button(view, "decide", tone=Tone.PRIMARY, start=f"c{args['note']}-{args['token']}")
    return Screen(text=say("card"), title=say("card", "title"), rows=((decide,),))


def consent(args: Mapping[str, str], view: View) -> Screen:
    """In private: what is read, kept and seen, and who runs the bot."""
    say = view.words.say
    yes = button(view, "agree", tone=Tone.PRIMARY)
    return Screen(
        text=say("consent", "text" if "heard" in args else "unheard", operator=view.operator),
        title=say("consent", "title"),
        rows=((yes, button(view, "not_now")), row(view, "what_is_kept")),
    )


def agreed(args: Mapping[str, str], view: View) -> Screen:
    """What comes next; who is alone so far may look at an example."""
    if "complete" in args:
        return Screen(text=view.words.say("agreed", "complete"))
    return Screen(text=view.words.say("agreed"), rows=(row(view, "example"),))


def welcome(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("welcome"))


def not_now(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("not_now"))


SCREENS = {"card": card, "consent": consent, "agreed": agreed, "welcome": welcome, "not_now": not_now}
