"""Private notes about an episode: sealed on the lock screen, one tap to their content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.nudge.order import ROWS
from core.screens.buttons import row, sealed
from core.screens.model import Screen
from core.screens.wording import View


def nudge_text(args: Mapping[str, str], view: View) -> str:
    """What the partner is pointed to; never what to say. args: author, said_at, reason, wish."""
    values = {"author": view.name(args["author"]), "time": view.time(args["said_at"])}
    if args.get("brief"):
        return _brief(args, view, values)
    wished = args.get("wish") in ("listen", "think", "celebrate")
    if wished and args["reason"] in ("unanswered", "good_news"):
        return view.words.say("nudge", f"wish_{args['wish']}", **values)
    good = args.get("good_news") == "yes" and args["reason"].startswith("missing")
    text = view.words.say("nudge", "good_news" if good else args["reason"], **values)
    return f"{text}\n{view.words.say('nudge', 'wish_' + args['wish'], **values)}" if wished else text


def _brief(args: Mapping[str, str], view: View, values: Mapping[str, str]) -> str:
    """One line: the wish, which always travels with the note, or what to notice."""
    if args.get("wish") in ("listen", "think", "celebrate"):
        return view.words.say("nudge", f"wish_{args['wish']}", **values)
    good = args.get("good_news") == "yes" and args["reason"].startswith("missing")
    return view.words.say("nudge_brief", "good_news" if good else args["reason"], **values)


def asked_text(view: View, rows: Sequence[str], title: str = "title") -> str:
    """The questions behind these rows, each once, in one place for `/why` and for a replay."""
    questions = dict.fromkeys(view.words.say("asked", name) for name in rows)
    return " ".join((view.words.say("asked", title), *questions))


def why_text(args: Mapping[str, str], view: View) -> str:
    """One plain sentence: why this note came."""
    values = {"author": view.name(args["author"]), "time": view.time(args["said_at"])}
    key = args["reason"]
    if key in ("unanswered", "good_news"):
        key = "marked" if args.get("wish") else "checkin" if args.get("way") == "checkin" else key
    return view.words.say("why", key, **values)


def nudge(args: Mapping[str, str], view: View) -> Screen:
    if "opened" not in args:
        return sealed(view)
    rows = (row(view, "talked", "not_this"), row(view, "why", "later"))
    return Screen(text=nudge_text(args, view), rows=rows)


def why(args: Mapping[str, str], view: View) -> Screen:
    """Why a note came, or why none came, in a sentence; below it always the same list of what is asked."""
    say = view.words.say
    asked = asked_text(view, [rule.name for rule in ROWS])
    if "held" in args:
        return Screen(title=say("why", "rest_title"), text=f"{say('held', args['held'])}\n\n{asked}")
    if "reason" not in args:
        return Screen(text=f"{say('why', 'none')}\n\n{asked}")
    text = f"{why_text(args, view)}\n{say('why', 'after')}\n\n{asked}"
    return Screen(text=text, rows=(row(view, "fewer"),))


def pressed(args: Mapping[str, str], view: View) -> Screen:
    """What a button did. args: what; episode, where it can be undone."""
    rows = (row(view, "undo"),) if args["what"] == "not_this" and "episode" in args else ()
    return Screen(text=view.words.say("pressed", args["what"]), rows=rows)


def question(args: Mapping[str, str], view: View) -> Screen:
    if "opened" not in args:
        return sealed(view)
    text = view.words.say("question", args["question"], time=view.time(args["said_at"]))
    return Screen(text=text, rows=(row(view, "yes", "partly", "no", "skip"),))


def question_reply(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("question", args["what"]))


def ask_first(args: Mapping[str, str], view: View) -> Screen:
    if "opened" not in args:
        return sealed(view)
    values = {"time": view.time(args["said_at"]), "partner": view.name(args["partner"])}
    return Screen(text=view.words.say("ask_first", **values), rows=(row(view, "yes", "no"),))


def ask_first_reply(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("ask_first", args["what"]))


def care(args: Mapping[str, str], view: View) -> Screen:
    """Sealed like every note: on a lock screen it would tell of a heavy moment."""
    return Screen(text=view.words.say("care")) if "opened" in args else sealed(view)


SCREENS = {
    "nudge": nudge,
    "why": why,
    "pressed": pressed,
    "question": question,
    "question_reply": question_reply,
    "ask_first": ask_first,
    "ask_first_reply": ask_first_reply,
    "care": care,
}
