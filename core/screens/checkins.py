"""A check-in's prompt in private, the reveal in the chat, and how deep check-ins go."""

from __future__ import annotations

from collections.abc import Mapping

from core.reading.scores import DEEPEST
from core.screens.buttons import row
from core.screens.model import Screen
from core.screens.schedule import SNOOZES
from core.screens.wording import View


def checkin(args: Mapping[str, str], view: View) -> Screen:
    say = view.words.say
    prompt = view.words.prompt(args["prompt"])
    return Screen(
        text=say("checkin", prompt=prompt),
        title=say("checkin", "title"),
        rows=(row(view, "pass"), row(view, *SNOOZES, "snooze_tomorrow")),
    )


def answer_taken(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("answer_taken"))


def passed(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("passed"))


def reveal(args: Mapping[str, str], view: View) -> Screen:
    """In the chat; the answers are copied below it by the platform. Its button is answered in private."""
    say = view.words.say
    text = say("reveal", prompt=view.words.prompt(args["prompt"]))
    rows = () if "no_guess" in args else (row(view, "guess"),)
    return Screen(text=text, title=say("reveal", "title"), rows=rows)


def checkin_reply(args: Mapping[str, str], view: View) -> Screen:
    """What /checkin answers: started, running, not_agreed, nothing_left or where."""
    return Screen(text=view.words.say("checkin_command", args["what"]))


def level(args: Mapping[str, str], view: View) -> Screen:
    """How deep check-ins go here, the same for all, and one's own say in it. args: level, ready or what."""
    say = view.words.say
    if "what" in args:
        return Screen(text=say("level", args["what"]))
    now = int(args["level"])
    lines = [say("level", now=say("levels", str(now)))]
    if "ready" in args:
        lines.append(say("level", "ready", next=say("levels", str(now + 1))))
    lighter = ("lighter",) if now > 0 else ()
    say_so = ("not_deeper" if "ready" in args else "deeper",) if now < DEEPEST else ()
    return Screen(title=say("level", "title"), text="\n".join(lines), rows=(row(view, *lighter, *say_so),))


def deeper(args: Mapping[str, str], view: View) -> Screen:
    """The offer of a next step, in the same words to all. args: level"""
    say = view.words.say
    text = say("level", "offer", next=say("levels", args["level"]))
    return Screen(title=say("level", "title"), text=text, rows=(row(view, "deeper", "not_deeper"),))


def raised(args: Mapping[str, str], view: View) -> Screen:
    say = view.words.say
    return Screen(text=say("level", "raised", now=say("levels", args["level"])))


SCREENS = {
    "checkin": checkin,
    "answer_taken": answer_taken,
    "passed": passed,
    "reveal": reveal,
    "checkin_reply": checkin_reply,
    "level": level,
    "deeper": deeper,
    "raised": raised,
}
