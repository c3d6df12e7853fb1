"""A check-in's prompt in private, the reveal in the chat, and how deep check-ins go."""

from __future__ import annotations

from collections.abc import Mapping

from core.naming import called
from core.reading.scores import DEEPEST
from core.rounds import MOST_PEOPLE
from core.screens.buttons import asked_for, in_chat, not_agreed, row, told_apart
from core.screens.model import Button, Screen
from core.screens.schedule import SNOOZES
from core.screens.wording import View

SHORT = 27
"""Characters of a chat's title on a button, where a number may stand before it."""


def checkin(args: Mapping[str, str], view: View) -> Screen:
    say = view.words.say
    prompt = view.words.prompt(args["prompt"])
    return Screen(
        text=in_chat(args, view, asked_for(view, "checkin", "text", prompt=prompt)),
        title=say("checkin", "title"),
        rows=(row(view, "pass"), row(view, *SNOOZES, "snooze_tomorrow")),
    )


def answer_taken(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=in_chat(args, view, view.words.say("answer_taken")))


def answer_which(args: Mapping[str, str], view: View) -> Screen:
    """Which question a private message answers. args: rounds (ids), title0, title1, …; prompt_of, where it
    may be a new prompt; or what"""
    say = view.words.say
    if "what" in args:
        return Screen(text=in_chat(args, view, say("answer_which", args["what"])))
    titles = [args.get(f"title{place}", "") for place in range(len(args["rounds"].split()))]
    short = [
        called(title or say("which", "untitled", count=place + 1), SHORT)
        for place, title in enumerate(titles)
    ]
    named = [
        Button(name=f"round_{place}", label=label) for place, label in enumerate(told_apart(short, view))
    ]
    if "prompt_of" in args and len(titles) == 1:
        named = [Button(name="round_0", label=say("buttons", "my_answer"))]
    rows = (tuple(named[start : start + 2]) for start in range(0, len(named), 2))
    more = ("own_prompt",) if "prompt_of" in args else ()
    text = say("answer_which", "or_prompt") if more else say("answer_which")
    return Screen(text=text, rows=(*rows, row(view, *more, "answer_keep")))


def round_ended(args: Mapping[str, str], view: View) -> Screen:
    """It ended without a reveal. args: what (answered, asked)"""
    return Screen(text=in_chat(args, view, view.words.say("round_ended", args["what"])))


def passed(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("passed"))


def reveal(args: Mapping[str, str], view: View) -> Screen:
    """In the chat; the answers are copied below it by the platform. Its button is answered in private."""
    say = view.words.say
    text = say("reveal", prompt=view.words.prompt(args["prompt"]))
    rows = () if "no_guess" in args else (row(view, "guess"),)
    return Screen(text=text, title=say("reveal", "title"), rows=rows)


def checkin_reply(args: Mapping[str, str], view: View) -> Screen:
    """What /checkin answers: started, running, not_agreed, many, nothing_left, resting or where. args: what;
    among"""
    if args["what"] == "not_agreed":
        return Screen(text=not_agreed(args, view))
    return Screen(text=view.words.say("checkin_command", args["what"], count=str(MOST_PEOPLE)))


def level(args: Mapping[str, str], view: View) -> Screen:
    """How deep check-ins go here, the same for all, and one's own say in it. args: level, ready or what."""
    say = view.words.say
    if "what" in args:
        return Screen(text=not_agreed(args, view))
    now = int(args["level"])
    lines = [in_chat(args, view, say("level", now=say("levels", str(now))))]
    if "ready" in args:
        lines.append(say("level", "ready", next=say("levels", str(now + 1))))
    lighter = ("lighter",) if now > 0 else ()
    say_so = ("not_deeper" if "ready" in args else "deeper",) if now < DEEPEST else ()
    return Screen(title=say("level", "title"), text="\n".join(lines), rows=(row(view, *lighter, *say_so),))


def deeper(args: Mapping[str, str], view: View) -> Screen:
    """The offer of a next step, in the same words to all. args: level"""
    say = view.words.say
    text = in_chat(args, view, say("level", "offer", next=say("levels", args["level"])))
    return Screen(title=say("level", "title"), text=text, rows=(row(view, "deeper", "not_deeper"),))


def raised(args: Mapping[str, str], view: View) -> Screen:
    say = view.words.say
    return Screen(text=in_chat(args, view, say("level", "raised", now=say("levels", args["level"]))))


SCREENS = {
    "checkin": checkin,
    "answer_taken": answer_taken,
    "answer_which": answer_which,
    "round_ended": round_ended,
    "passed": passed,
    "reveal": reveal,
    "checkin_reply": checkin_reply,
    "level": level,
    "deeper": deeper,
    "raised": raised,
}
