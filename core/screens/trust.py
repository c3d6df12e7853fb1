"""Help, privacy, settings, pausing, leaving, being forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from core.screens.buttons import button, row
from core.screens.helplines import country, country_name, people_to_talk_to
from core.screens.model import Button, Screen, Tone
from core.screens.wording import View

SWITCHES = {
    "ask_first": "toggle_ask_first",
    "advice_wanted": "toggle_advice",
    "one_question": "toggle_question",
    "crisis_line": "toggle_crisis_line",
    "community_notes": "toggle_community_notes",
    "fewer": "toggle_fewer",
}
"""Switches of a person that a button turns, and their labels."""


def help(args: Mapping[str, str], view: View) -> Screen:
    """What can be said to the bot, and people to talk to: for everybody and always."""
    say = view.words.say
    text = "\n\n".join((say("help"), people_to_talk_to(view.helplines, view), say("help", "program")))
    return Screen(title=say("help", "title"), text=text, rows=(row(view, "country"),))


def privacy(args: Mapping[str, str], view: View) -> Screen:
    text = view.words.say("privacy", operator=view.operator)
    return Screen(title=view.words.say("privacy", "title"), text=text)


def pause(args: Mapping[str, str], view: View) -> Screen:
    on = args["state"] == "on"
    return Screen(text=view.words.say("pause", args["state"]), rows=(row(view, "resume"),) if on else ())


def which(args: Mapping[str, str], view: View) -> Screen:
    """In which of several chats a command is meant. args: chats (ids), title0, title1, …"""
    say = view.words.say
    titles = [args.get(f"title{place}", "") for place in range(len(args["chats"].split()))]
    rows = tuple(
        (Button(name=f"chat_{place}", label=title or say("which", "untitled", count=place + 1)),)
        for place, title in enumerate(titles)
    )
    return Screen(text=say("which"), rows=rows)


def leave(args: Mapping[str, str], view: View) -> Screen:
    what = args.get("what", "ask")
    if what != "ask":
        return Screen(text=view.words.say("leave", what))
    yes = button(view, "leave_yes", tone=Tone.DANGER)
    return Screen(text=view.words.say("leave", "ask"), rows=((yes, button(view, "keep")),))


def forget(args: Mapping[str, str], view: View) -> Screen:
    what = args.get("what", "ask")
    if what != "ask":
        return Screen(text=view.words.say("forget", what))
    yes = button(view, "forget_yes", tone=Tone.DANGER)
    return Screen(text=view.words.say("forget", "ask"), rows=((yes, button(view, "keep")),))


def settings(args: Mapping[str, str], view: View) -> Screen:
    say, person = view.words.say, view.reader
    if "what" in args:
        return Screen(text=say("settings", args["what"]))
    quiet = str(person.quiet_hours) if person.quiet_hours is not None else say("states", "off")
    rows = tuple((_switch(view, name),) for name in SWITCHES)
    return Screen(
        title=say("settings", "title"),
        text=say("settings", quiet=quiet, zone=person.zone, country=country_name(person.country, view)),
        rows=rows,
    )


def mydata(args: Mapping[str, str], view: View) -> Screen:
    say, person = view.words.say, view.reader
    quiet = str(person.quiet_hours) if person.quiet_hours is not None else say("states", "off")
    values = {key: args[key] for key in ("chats", "opened", "answers", "nudges")}
    own = {"name": person.name or "–", "zone": person.zone, "quiet": quiet}
    text = say("mydata", **own, country=country_name(person.country, view), **values)
    return Screen(title=say("mydata", "title"), text=text)


def hint(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("hint"))


def again(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("again", "cooling"))


def _switch(view: View, name: str) -> Button:
    value = getattr(view.reader, name)
    state = view.words.say("states", "on" if value else "off")
    return Button(name=f"toggle_{name}", label=view.words.say("buttons", SWITCHES[name], state=state))


SCREENS = {
    "help": help,
    "country": country,
    "privacy": privacy,
    "pause": pause,
    "which": which,
    "leave": leave,
    "forget": forget,
    "settings": settings,
    "mydata": mydata,
    "hint": hint,
    "again": again,
}
