"""After a reveal: a guess, in one's own words, at what mattered most to another; they say whether it is so.

What was guessed is copied by the platform; no screen holds it, and none suggests any.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.naming import called
from core.notes import SOMEBODY
from core.screens.buttons import asked_for, row, sealed
from core.screens.model import Button, Screen
from core.screens.wording import View

NAME_LENGTH = 30
"""Characters of somebody's name on a button."""


def guess_whom(args: Mapping[str, str], view: View) -> Screen:
    """About whose answer. args: people, one of them perhaps forgotten since"""
    people = [(place, one) for place, one in enumerate(args["people"].split()) if one != SOMEBODY]
    named = [Button(name=f"whom_{place}", label=called(view.name(one), NAME_LENGTH)) for place, one in people]
    rows = tuple(tuple(named[start : start + 5]) for start in range(0, len(named), 5))
    return Screen(text=view.words.say("guess", "whom"), rows=rows)


def guess(args: Mapping[str, str], view: View) -> Screen:
    """The next private message is the guess. args: partner; or what (nobody, kept, sent, already)"""
    say = view.words.say
    if "what" in args:
        return Screen(text=say("guess", args["what"], partner=view.name(args.get("partner", ""))))
    text = asked_for(view, "guess", "ask", partner=view.name(args["partner"]))
    return Screen(text=text, rows=(row(view, "never_mind"),))


def guess_kept(args: Mapping[str, str], view: View) -> Screen:
    """It waits in its author's private chat. args: partner"""
    text = view.words.say("guess", "show", partner=view.name(args["partner"]))
    return Screen(text=text, rows=(row(view, "guess_show", "guess_keep"),))


def guess_shown(args: Mapping[str, str], view: View) -> Screen:
    """To the other, with the guess copied below once it is opened. args: author; or what (yes, partly, no)"""
    say, author = view.words.say, view.name(args["author"])
    if "what" in args:
        return Screen(text=say("guess", "replied", author=author, state=say("buttons", args["what"])))
    if "opened" not in args:
        return sealed(view)
    return Screen(text=say("guess", "shown", author=author), rows=(row(view, "yes", "partly", "no"),))


def guess_reply(args: Mapping[str, str], view: View) -> Screen:
    """The other's own word about it. args: author, what"""
    if "opened" not in args:
        return sealed(view)
    return Screen(text=view.words.say("guess", f"reply_{args['what']}", author=view.name(args["author"])))


SCREENS = {
    "guess_whom": guess_whom,
    "guess": guess,
    "guess_kept": guess_kept,
    "guess_shown": guess_shown,
    "guess_reply": guess_reply,
}
