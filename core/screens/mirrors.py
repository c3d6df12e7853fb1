"""The mirror: what comes across in a draft, in words, and which part of it may carry that."""

from __future__ import annotations

from collections.abc import Mapping

from core import reaching
from core.mirroring import COMES_ACROSS, COMPONENTS, LITTLE
from core.screens.buttons import asked_for, button
from core.screens.model import Button, Field, Screen
from core.screens.wording import View

DRAFT = "draft"
"""The field of the form in which another draft is written, where the platform has forms."""
LONGEST_DRAFT = 4000
"""Characters; as many as a form of Discord's takes."""


def mirror_ask(args: Mapping[str, str], view: View) -> Screen:
    """Where to write the draft: in a form, where an answer may stand in a shared channel. args: place and
    message, which it is to answer; forwarded (yes, or wordless), or nothing."""
    say = view.words.say
    first = f"{say('mirror', 'forwarded_' + args['forwarded'])}\n" if "forwarded" in args else ""
    in_a_form = reaching.asks_before(view.reader.id)
    return Screen(
        text=f"{first}{asked_for(view, 'mirror', 'ask')}",
        rows=_form(view, "write_draft") if in_a_form else (),
    )


def mirror_reply(args: Mapping[str, str], view: View) -> Screen:
    """Why there is nothing to mirror: empty, emoji or wordless."""
    return Screen(text=view.words.say("mirror", args["what"]), rows=_again(view))


def mirror(args: Mapping[str, str], view: View) -> Screen:
    """What comes across. args: understood, valued, cared_for, also (keys); carried_… (a part's place), long;
    wish, author and said_at of a note that its reader has opened."""
    say = view.words.say
    if "unknown" in args:
        return Screen(text=say("mirror", "unknown"), rows=_again(view))
    lines = [_component(view, name, args) for name in COMPONENTS]
    lines += [say("mirror", key) for key in args["also"].split() if key]
    if args.get("wish"):
        values = {"author": view.name(args["author"]), "time": view.time(args["said_at"])}
        lines.append(say("nudge", f"wish_{args['wish']}", **values))
    lines += [say("mirror", "long")] if "long" in args else []
    text = "\n".join([*lines, say("mirror", "after")])
    return Screen(title=say("mirror", "title"), text=text, rows=_again(view))


def _component(view: View, name: str, args: Mapping[str, str]) -> str:
    """One line. A place is named only for what comes across, and never with a word of the draft."""
    score, say = float(args[name]), view.words.say
    key = "clear" if score >= COMES_ACROSS else "little" if score >= LITTLE else "absent"
    line = say("mirror", key, name=say("mirror", name).capitalize())
    carried = args.get(f"carried_{name}", "")
    if not carried or key == "absent":
        return line
    if carried == "several":
        return f"{line}{say('mirror', 'by_several')}"
    kind, _, place = carried.partition(" ")
    ordinal = say("ordinals", place)
    return f"{line}{say('mirror', f'by_{kind}', place=ordinal)}"


def _again(view: View) -> tuple[tuple[Button, ...], ...]:
    """Another draft for the same message: in a form, or as the next private message."""
    return _form(view, "another_draft")


def _form(view: View, words: str) -> tuple[tuple[Button, ...], ...]:
    label = view.words.say("mirror", "field")
    form = (Field(DRAFT, label, multiline=True, max_length=LONGEST_DRAFT),)
    return ((Button(name="another_draft", label=button(view, words).label, form=form),),)


SCREENS = {"mirror_ask": mirror_ask, "mirror": mirror, "mirror_reply": mirror_reply}
