"""The plan of a chat's check-ins, the same for all, and below it one's own part that nobody else sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta

from core.plan_words import WEEKDAYS
from core.rounds import MOST_PEOPLE
from core.screens.buttons import button, not_agreed
from core.screens.model import Button, Screen
from core.screens.wording import View

SNOOZES = {"snooze_1h": timedelta(hours=1), "snooze_3h": timedelta(hours=3)}
"""Buttons that put a question off for so long; `snooze_tomorrow` beside them."""


def plan(args: Mapping[str, str], view: View) -> Screen:
    """args: days (numbers, 0 for Monday), at (20:00), on, next (a moment, if there is one), held (why none
    comes here: chat, moderators, many); or what."""
    say = view.words.say
    if args.get("what") == "not_agreed":
        return Screen(text=not_agreed(args, view))
    if "what" in args:
        return Screen(text=say("plan", args["what"]))
    lines = [_when(args, view), say("plan", "seen")]
    if args.get("held"):
        lines.insert(0, say("plan", f"held_{args['held']}", count=str(MOST_PEOPLE)))
    elif args["on"]:
        lines.append(_next(args, view))
    own = _own_lines(view)
    text = "\n".join(lines) + ("\n\n" + "\n".join(own) if own else "")
    return Screen(title=say("plan", "title"), text=f"{text}\n\n{say('plan', 'how')}", rows=_rows(args, view))


def snoozed(args: Mapping[str, str], view: View) -> Screen:
    """args: until (a moment)"""
    return Screen(text=view.words.say("snoozed", day=view.day(args["until"]), time=view.time(args["until"])))


def snooze_late(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("snoozed", "late"))


def _when(args: Mapping[str, str], view: View) -> str:
    habits = view.words.habits
    if not args["on"]:
        return view.words.say("plan", "off")
    days = habits.listed([habits.weekday(int(day)) for day in args["days"].split()])
    return view.words.say("plan", days=days, time=habits.hour(time.fromisoformat(args["at"])))


def _next(args: Mapping[str, str], view: View) -> str:
    if not args["next"]:
        return view.words.say("plan", "never")
    return view.words.say("plan", "next", day=view.day(args["next"]), time=view.time(args["next"]))


def _own_lines(view: View) -> list[str]:
    """What of it is this reader's alone."""
    say, reader, habits = view.words.say, view.reader, view.words.habits
    lines = []
    if reader.checkin_at is not None:
        lines.append(say("plan", "own_hour", time=habits.hour(reader.checkin_at)))
    if reader.away_until is not None:
        lines.append(say("plan", "away", day=habits.day(reader.away_until)))
    return lines


def _rows(args: Mapping[str, str], view: View) -> tuple[tuple[Button, ...], ...]:
    chosen = set(args["days"].split()) if args["on"] else set()
    days = [_day(view, number, on=str(number) in chosen) for number in range(len(WEEKDAYS))]
    switch = "plan_off" if args["on"] else "plan_on"
    away = "back_now" if view.reader.away_until is not None else "away_week"
    hours = (button(view, "earlier"), button(view, "later_hour"))
    return (tuple(days[:4]), tuple(days[4:]), hours, (button(view, switch), button(view, away)))


def _day(view: View, number: int, *, on: bool) -> Button:
    name = view.words.habits.weekday(number)
    label = view.words.say("buttons", "plan_day_on" if on else "plan_day", day=name)
    return Button(name=f"day_{number}", label=label)


SCREENS = {"plan": plan, "snoozed": snoozed, "snooze_late": snooze_late}
