"""Which prompts a chat's check-ins ask: its packs, and its own ones in its own words. The same for all."""

from __future__ import annotations

from collections.abc import Mapping

from core.prompts import LONGEST_OWN, MOST_OWN
from core.reading.scores import DEEPEST
from core.screens.buttons import asked_for, button, row
from core.screens.model import Button, Field, Screen
from core.screens.wording import View

PACKS_IN_A_ROW = 2
OUT_IN_A_ROW = 5


def prompts(args: Mapping[str, str], view: View) -> Screen:
    """args: packs (that fit here), left_out, own (how many); or what."""
    say = view.words.say
    if "what" in args:
        return Screen(text=say("prompts", args["what"]))
    packs, left_out = args["packs"].split(), args["left_out"].split()
    asked = ", ".join(say("packs", pack) for pack in packs if pack not in left_out)
    lines = [say("prompts", packs=asked), say("prompts", "count", count=args["own"])]
    toggles = [_toggle(view, pack, on=pack not in left_out) for pack in packs]
    rows = [
        tuple(toggles[start : start + PACKS_IN_A_ROW]) for start in range(0, len(toggles), PACKS_IN_A_ROW)
    ]
    listed = (button(view, "own_list"),) if args["own"] != "0" else ()
    return Screen(
        title=say("prompts", "title"),
        text="\n".join(lines),
        rows=(*rows, (_add(view), *listed)),
    )


def prompt_ask(args: Mapping[str, str], view: View) -> Screen:
    """The next private message becomes a prompt of the chat."""
    text = asked_for(view, "own_prompts", "ask", count=str(LONGEST_OWN))
    return Screen(text=text, rows=(row(view, "never_mind"),))


def prompt_not_added(args: Mapping[str, str], view: View) -> Screen:
    """args: what (empty, long, same, full)"""
    count = MOST_OWN if args["what"] == "full" else LONGEST_OWN
    return Screen(text=view.words.say("own_prompts", args["what"], count=str(count)))


def prompt_kept(args: Mapping[str, str], view: View) -> Screen:
    """To whoever added it. args: prompt, level; or what (out, kept)"""
    say = view.words.say
    if "what" in args:
        return Screen(text=say("own_prompts", args["what"]))
    text = say("own_prompts", "added", prompt=view.words.prompt(args["prompt"]), now=_depth(view, args))
    ends = {0: "own_lighter", DEEPEST: "own_deeper"}.get(int(args["level"]))
    steps = [name for name in ("own_lighter", "own_deeper") if name != ends]
    return Screen(text=text, rows=(row(view, *steps), row(view, "own_out")))


def prompt_added(args: Mapping[str, str], view: View) -> Screen:
    """In the chat, to all of it. args: author, prompt"""
    say, prompt = view.words.say, view.words.prompt(args["prompt"])
    return Screen(
        title=say("own_prompts", "title"),
        text=say("own_prompts", "shown", author=view.name(args["author"]), prompt=prompt),
    )


def own_prompts(args: Mapping[str, str], view: View) -> Screen:
    """All of the chat's own, each with its way out. args: prompts (keys), levels"""
    say, keys = view.words.say, args["prompts"].split()
    if not keys:
        return Screen(text=say("own_prompts", "none"), rows=((_add(view),),))
    lines = [
        f"{place}. {view.words.prompt(key)} ({say('levels', level)})"
        for place, (key, level) in enumerate(zip(keys, args["levels"].split(), strict=True), start=1)
    ]
    outs = [
        Button(name=f"out_{place}", label=say("buttons", "own_out_one", count=str(place)))
        for place in range(1, len(keys) + 1)
    ]
    rows = tuple(tuple(outs[start : start + OUT_IN_A_ROW]) for start in range(0, len(outs), OUT_IN_A_ROW))
    return Screen(title=say("own_prompts", "list"), text="\n".join(lines), rows=rows)


def nothing_left(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("checkin_command", "nothing_left"))


def _add(view: View) -> Button:
    label = view.words.say("buttons", "own_add")
    field = Field(name="words", label=view.words.say("own_prompts", "field"), max_length=LONGEST_OWN)
    return Button(name="own_add", label=label, form=(field,))


def _toggle(view: View, pack: str, *, on: bool) -> Button:
    say = view.words.say
    label = say("buttons", "toggle_pack", name=say("packs", pack), state=say("states", "on" if on else "off"))
    return Button(name=f"pack_{pack}", label=label)


def _depth(view: View, args: Mapping[str, str]) -> str:
    return view.words.say("levels", args["level"])


SCREENS = {
    "prompts": prompts,
    "prompt_ask": prompt_ask,
    "prompt_not_added": prompt_not_added,
    "prompt_kept": prompt_kept,
    "prompt_added": prompt_added,
    "own_prompts": own_prompts,
    "nothing_left": nothing_left,
}
