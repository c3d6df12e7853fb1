"""Pausing, withdrawing, leaving, being forgotten: four ways on one screen, each with what follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from core.screens.buttons import button, row
from core.screens.model import Screen, Tone
from core.screens.wording import View


def leave(args: Mapping[str, str], view: View) -> Screen:
    """The four ways; or, with `what`, which one was taken."""
    say = view.words.say
    if "what" in args:
        return Screen(text=say("leave", args["what"]))
    lines = "\n".join(f"• {say('leave', way)}" for way in ("pause", "withdraw", "leave", "forget"))
    going = (button(view, "leave_yes", tone=Tone.DANGER), button(view, "leave_forget", tone=Tone.DANGER))
    rows = (row(view, "leave_pause", "leave_withdraw"), going, row(view, "keep"))
    return Screen(title=say("leave", "title"), text=f"{lines}\n{say('leave', 'after')}", rows=rows)


def still_fine(args: Mapping[str, str], view: View) -> Screen:
    """Thirty and ninety days after somebody agreed. args: days, where (a chat's title), opened, what."""
    say = view.words.say
    if "opened" not in args:
        return Screen(text=say("sealed"), rows=((button(view, "open", tone=Tone.PRIMARY),),))
    if "what" in args:
        return Screen(text=say("still_fine", args["what"]))
    where = say("still_fine", "where", title=args["where"]) if args.get("where") else ""
    text = say("still_fine", "text", ago=say("still_fine", f"ago_{args['days']}"), where=where)
    return Screen(text=text, rows=(row(view, "still_fine"), row(view, "still_pause", "still_leave")))


def hidden(args: Mapping[str, str], view: View) -> Screen:
    """All that the private thread shows while it is hidden. args: below, where copies or files stay;
    in_passing, where something stands in a channel for this person alone"""
    say = view.words.say
    lines = [say("hidden", "below") if "below" in args else say("hidden")]
    lines += [say("hidden", "in_passing")] if "in_passing" in args else []
    return Screen(text=" ".join(lines))


SCREENS = {"leave": leave, "still_fine": still_fine, "hidden": hidden}
