"""Keep in mind: choosing when, what is waiting, and somebody's own words brought back to them."""

from __future__ import annotations

from collections.abc import Mapping

from core import reaching
from core.screens.buttons import asked_for, button, row
from core.screens.model import Button, Screen, Tone
from core.screens.wording import View

ON_A_PAGE = 8
"""Reminders on one page of the list: two on a row, and one row below them."""


def keep(args: Mapping[str, str], view: View) -> Screen:
    """When? args: count, of the reminders that wait."""
    say = view.words.say
    rows = [row(view, "keep_evening", "keep_tomorrow"), row(view, "keep_days", "keep_week")]
    if args["count"] != "0":
        rows.append(row(view, "keep_list"))
    return Screen(title=say("keep", "title"), text=say("keep", "ask"), rows=tuple(rows))


def keep_words(args: Mapping[str, str], view: View) -> Screen:
    """The moment is chosen, the words are not written yet. args: at"""
    text = asked_for(view, "keep", "words", moment=moment(view, args["at"]))
    return Screen(text=text, rows=(row(view, "keep_stop"),))


def keep_set(args: Mapping[str, str], view: View) -> Screen:
    """It waits now. args: at (when it comes); put_off, when that is because of quiet hours; paused, when a
    pause is on by then."""
    say = view.words.say
    text = say("keep", "set_paused" if "paused" in args else "set", moment=moment(view, args["at"]))
    if "put_off" in args and "paused" not in args:
        text = f"{text} {say('keep', 'put_off')}"
    if not reaching.is_reached(view.reader):
        text = f"{text} {say('keep', 'unwritten')}"
    return Screen(text=text, rows=(row(view, "keep_remove", "keep_list"),))


def keep_list(args: Mapping[str, str], view: View) -> Screen:
    """What waits, by its moments: the words are in the chat. args: moments, of this page; from, of"""
    say = view.words.say
    moments = args["moments"].split()
    if not moments:
        return Screen(text=say("keep", "none"), rows=(row(view, "keep_new"),))
    buttons = [
        Button(name=f"keep_show_{place}", label=moment(view, at, short=True))
        for place, at in enumerate(moments)
    ]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    more = int(args["from"]) + len(moments) < int(args["of"])
    rows.append(row(view, "keep_new", *(("keep_more",) if more else ())))
    return Screen(title=say("keep", "list_title"), text=say("keep", "list"), rows=tuple(rows))


def keep_one(args: Mapping[str, str], view: View) -> Screen:
    """One that waits, with its words below. args: at"""
    text = view.words.say("keep", "one", moment=moment(view, args["at"]))
    rows = (row(view, "keep_tomorrow", "keep_week"), row(view, "keep_remove", "keep_list"))
    return Screen(text=text, rows=rows)


def keep_due(args: Mapping[str, str], view: View) -> Screen:
    """Its moment has come: sealed on the lock screen as every note; opened, with the words below. args: at"""
    if "opened" not in args:
        opening = button(view, "open", tone=Tone.PRIMARY)
        return Screen(text=view.words.say("sealed"), rows=((opening,),))
    text = view.words.say("keep", "due", moment=moment(view, args["at"]))
    return Screen(text=text, rows=(row(view, "keep_done"), row(view, "keep_tomorrow", "keep_week")))


def keep_reply(args: Mapping[str, str], view: View) -> Screen:
    """unclear, past, full, in_private, removed, done, stopped or gone."""
    return Screen(text=view.words.say("keep", args["what"]))


def moment(view: View, at: str, *, short: bool = False) -> str:
    """A stored moment on the reader's clock, with its day: Thursday 12 March, 18:00; or 12 Mar, 18:00."""
    day = view.short_day(at) if short else view.day(at)
    return view.words.say("keep", "moment", day=day, time=view.time(at))


SCREENS = {
    "keep": keep,
    "keep_words": keep_words,
    "keep_set": keep_set,
    "keep_list": keep_list,
    "keep_one": keep_one,
    "keep_due": keep_due,
    "keep_reply": keep_reply,
}
