"""*This matters* with a wish: asking for it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from core.episodes import Wish
from core.screens.buttons import not_agreed, row
from core.screens.model import Screen
from core.screens.wording import View


def mark_wish(args: Mapping[str, str], view: View) -> Screen:
    """Which wish. args: said_at, message; wish, where it is marked already."""
    say = view.words.say
    text = say("mark", "ask", time=view.time(args["said_at"]))
    rows = [row(view, "listen", "think"), row(view, "celebrate", "leave")]
    if args.get("wish"):
        text = f"{text}\n{say('mark', 'so_far')} {say('mark', args['wish'])}"
        rows.append(row(view, "unmark"))
    return Screen(text=text, rows=tuple(rows))


def mark_reply(args: Mapping[str, str], view: View) -> Screen:
    """What became of it. args: what (a wish, or why not); of a mark also said_at and message."""
    if args["what"] == "not_agreed":
        return Screen(text=not_agreed(args, view))
    may_change = args["what"] in set(Wish) and "message" in args
    rows = (row(view, "other_wish", "unmark"),) if may_change else ()
    return Screen(text=view.words.say("mark", args["what"]), rows=rows)


SCREENS = {"mark_wish": mark_wish, "mark_reply": mark_reply}
