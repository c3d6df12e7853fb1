"""A check-in's prompt in private, and the reveal in the chat."""

from __future__ import annotations

from collections.abc import Mapping

from core.screens.buttons import row
from core.screens.model import Screen
from core.screens.wording import View


def checkin(args: Mapping[str, str], view: View) -> Screen:
    say = view.words.say
    prompt = view.words.prompt(args["prompt"])
    return Screen(
        text=say("checkin", prompt=prompt), title=say("checkin", "title"), rows=(row(view, "pass"),)
    )


def answer_taken(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("answer_taken"))


def passed(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("passed"))


def reveal(args: Mapping[str, str], view: View) -> Screen:
    """In the chat; the answers are copied below it by the platform."""
    say = view.words.say
    return Screen(text=say("reveal", prompt=view.words.prompt(args["prompt"])), title=say("reveal", "title"))


def checkin_reply(args: Mapping[str, str], view: View) -> Screen:
    """What /checkin answers: started, running, not_agreed or where."""
    return Screen(text=view.words.say("checkin_command", args["what"]))


SCREENS = {
    "checkin": checkin,
    "answer_taken": answer_taken,
    "passed": passed,
    "reveal": reveal,
    "checkin_reply": checkin_reply,
}
