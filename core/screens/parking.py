"""A hard topic put off by all of them, and brought back when all are ready: its moment, never its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from core.parking import MOST_PARKED, PARKED_LASTS, READY_LASTS
from core.screens.buttons import not_agreed, row, sealed
from core.screens.model import Button, Screen
from core.screens.wording import View


def park_reply(args: Mapping[str, str], view: View) -> Screen:
    """What /park answers. args: what (asked, known, full, not_agreed, gone), said_at, among"""
    if args["what"] == "not_agreed":
        return Screen(text=not_agreed(args, view))
    text = view.words.say("park", args["what"], count=str(MOST_PARKED), **_moment(args, view))
    return Screen(text=text)


def park_ask(args: Mapping[str, str], view: View) -> Screen:
    """To everybody else. args: author, said_at; what (not_now)"""
    if args.get("what") == "not_now":
        return Screen(text=view.words.say("park", "not_now"))
    if "opened" not in args:
        return sealed(view)
    text = view.words.say("park", "ask", author=view.name(args["author"]), **_moment(args, view))
    return Screen(text=text, rows=(row(view, "park_it", "not_now"),))


def parked(args: Mapping[str, str], view: View) -> Screen:
    """It is parked, and one's own word about it. args: said_at, opened, ready; waits while not all agreed"""
    say, moment = view.words.say, _moment(args, view)
    if "opened" not in args:
        return sealed(view)
    if "waits" in args:
        return Screen(text=say("park", "agreed", **moment))
    if "ready" in args:
        text = say("park", "ready", weeks=_weeks(READY_LASTS), **moment)
        return Screen(text=text, rows=(row(view, "park_not_yet"),))
    text = say("park", "parked", weeks=_weeks(PARKED_LASTS), **moment)
    return Screen(text=text, rows=(row(view, "park_ready"),))


def parked_list(args: Mapping[str, str], view: View) -> Screen:
    """What is parked here. args: parked (ids), chats, said_at (their moments)"""
    say, moments = view.words.say, args["said_at"].split()
    if not moments:
        return Screen(text=say("park", "none"))
    rows = tuple(
        (Button(name=f"topic_{place}", label=say("buttons", "park_topic", **_at(moment, view))),)
        for place, moment in enumerate(moments)
    )
    return Screen(title=say("park", "title"), text=say("park", "list"), rows=rows)


def brought_back(args: Mapping[str, str], view: View) -> Screen:
    """All are ready. args: said_at"""
    if "opened" not in args:
        return sealed(view)
    return Screen(text=view.words.say("park", "back", **_moment(args, view)))


def _moment(args: Mapping[str, str], view: View) -> dict[str, str]:
    return _at(args["said_at"], view) if "said_at" in args else {}


def _weeks(time: timedelta) -> str:
    return str(time.days // 7)


def _at(moment: str, view: View) -> dict[str, str]:
    return {"day": view.day(moment), "time": view.time(moment)}


SCREENS = {
    "park_reply": park_reply,
    "park_ask": park_ask,
    "parked": parked,
    "parked_list": parked_list,
    "brought_back": brought_back,
}
