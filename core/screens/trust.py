"""Help, leaving, being forgotten, one's own data."""

from __future__ import annotations

from collections.abc import Mapping

from core import reaching
from core.commands import COMMANDS
from core.naming import called
from core.screens.buttons import asked_for, button, in_chat, row, told_apart
from core.screens.helplines import country, country_name, people_to_talk_to
from core.screens.hours import in_words
from core.screens.model import Button, Screen, Tone
from core.screens.wording import View

MY_COUNTS = ("chats", "opened", "answers", "contests", "reminders", "nudges")
"""What /mydata counts."""


def help(args: Mapping[str, str], view: View) -> Screen:
    """What can be said to the bot, and people to talk to: for everybody and always."""
    say = view.words.say
    commands = "\n".join(say("help", "line", name=name, does=say("commands", name)) for name in COMMANDS)
    text = "\n\n".join((commands, people_to_talk_to(view.helplines, view), say("help", "program")))
    return Screen(title=say("help", "title"), text=text, rows=(row(view, "country"),))


def which(args: Mapping[str, str], view: View) -> Screen:
    """In which of several chats a command is meant. args: chats (ids), title0, title1, …; again, where
    words were said with a command that no note can carry."""
    say = view.words.say
    if "again" in args:
        return Screen(text=say("which", f"again_{args['again']}"))
    rows = tuple(
        (Button(name=f"chat_{place}", label=title),) for place, title in enumerate(_titles(args, view))
    )
    return Screen(text=say("which"), rows=rows)


def forget(args: Mapping[str, str], view: View) -> Screen:
    """The first tap says what, the second that it is meant. args: what; `all`, where no chat is meant; chats,
    title0, …, where one of several may be; where, the title of the one that was chosen."""
    say, what, keep = view.words.say, args.get("what", "ask"), button(view, "keep")
    everything = button(view, "forget_yes", tone=Tone.DANGER)
    match what:
        case "ask" if "all" in args:
            return Screen(text=say("forget", "where"), rows=((everything, keep),))
        case "ask" if "chats" in args:
            rows = tuple((each,) for each in _only(args, view))
            return Screen(text=say("forget", "ask_which"), rows=(*rows, row(view, "forget_all", "keep")))
        case "ask":
            return Screen(text=say("forget", "ask"), rows=(row(view, "forget_here", "forget_all"), (keep,)))
        case "ask_here":
            here = button(view, "forget_here_yes", tone=Tone.DANGER)
            return Screen(text=in_chat(args, view, say("forget", what)), rows=((here, keep),))
        case "ask_all":
            return Screen(text=say("forget", what), rows=((everything, keep),))
        case _:
            return Screen(text=say("forget", what))


def _titles(args: Mapping[str, str], view: View) -> list[str]:
    """What the chats of a note are called, in their order; those that look alike have a number."""
    count = len(args["chats"].split())
    untitled = [view.words.say("which", "untitled", count=place + 1) for place in range(count)]
    titles = [args.get(f"title{place}") or untitled[place] for place in range(count)]
    return told_apart(titles, view)


def _only(args: Mapping[str, str], view: View) -> list[Button]:
    return [
        Button(name=f"forget_in_{place}", label=view.words.say("buttons", "forget_in", title=title))
        for place, title in enumerate(_titles(args, view))
    ]


def mydata(args: Mapping[str, str], view: View) -> Screen:
    say, person = view.words.say, view.reader
    quiet = in_words(person.quiet_hours, view) if person.quiet_hours is not None else say("states", "off")
    values = {key: args[key] for key in MY_COUNTS}
    own = {"name": called(person.name) or "–", "zone": person.zone, "quiet": quiet}
    text = say("mydata", **own, country=country_name(person.country, view), **values)
    return Screen(title=say("mydata", "title"), text=text)


def hint(args: Mapping[str, str], view: View) -> Screen:
    """To whom nothing reaches by itself, with the way to a question that they may mean to answer."""
    key = () if reaching.is_reached(view.reader) else ("unwritten",)
    return Screen(text=view.words.say("hint", *key))


def failed(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("failed"))


def again(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=asked_for(view, "again", "cooling"))


SCREENS = {
    "help": help,
    "country": country,
    "which": which,
    "forget": forget,
    "mydata": mydata,
    "hint": hint,
    "again": again,
    "failed": failed,
}
