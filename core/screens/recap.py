"""How two people take turns, in words and as a picture: byte for byte the same for both of them."""

from __future__ import annotations

from collections.abc import Mapping

from core import weave
from core.drawing import Drawing, Words, draw
from core.ids import PersonId
from core.naming import called
from core.screens.buttons import button, sealed
from core.screens.model import Button, Screen
from core.screens.wording import View, Wording
from core.weave import Opening, Weave, Week

NAME_LENGTH = 24
"""Of a name in a recap: it stands in many places there."""
IN_A_ROW = 4
"""Others in a group, as buttons in a row."""
AGAIN = "again"
"""Argument of a recap whose picture stands there already: only a button below it turned."""


def recap(args: Mapping[str, str], view: View) -> Screen:
    """args: nothing; or those of `claims`, one, other (ids), weave, pattern; in a group others."""
    say = view.words.say
    if "nothing" in args:
        return Screen(text=say("recap", "nothing"))
    lines = claims(args, view.words)
    if "few" not in args["keys"].split():
        found = weave.read(args["weave"])
        lines += ["", *_described(found, args, view)]
        lines += [say("recap", "hollow")] if found.heard else []
    return Screen(title=say("recap", "title"), text="\n".join(lines), rows=_others(args, view))


def claims(args: Mapping[str, str], words: Wording) -> list[str]:
    """What the figures allow to be said. args: keys (of sentences), count, from, percent, swaps."""
    numbers = {"count": int(args["count"]), "swaps": int(args["swaps"])}
    return [
        words.say(
            "recap",
            key,
            count=numbers[COUNTED.get(key, "count")],
            least=args["from"],
            percent=args["percent"],
        )
        for key in args["keys"].split()
    ]


COUNTED = {"swaps": "swaps"}
"""Which number a sentence counts, where it is not that of the moments."""


def drawing(args: Mapping[str, str], view: View) -> Drawing:
    """The sheet of a recap."""
    say, found = view.words.say, weave.read(args["weave"])
    one, other = names(args, view)
    return draw(
        found,
        Words(
            title=say("recap", "early" if "few" in args["keys"].split() else "title"),
            one=one,
            other=other,
            answered=say("recap", "answered"),
            unanswered=say("recap", "unanswered"),
            weeks=tuple(view.words.habits.short_day(week.monday) for week in found.weeks),
        ),
    )


def alt(args: Mapping[str, str], view: View) -> str:
    """What the picture shows, in words."""
    say, found = view.words.say, weave.read(args["weave"])
    if "few" in args["keys"].split():
        weeks = "; ".join(
            f"{view.words.habits.short_day(week.monday)}: {len(week.openings)}" for week in found.weeks
        )
        return "\n".join([*claims(args, view.words), say("recap", "weekly", weeks=weeks)])
    weeks = "; ".join(_week(week, args, view) for week in found.weeks)
    return "\n".join([*_described(found, args, view), say("recap", "weekly", weeks=weeks)])


def names(args: Mapping[str, str], view: View) -> tuple[str, str]:
    """Of the sorted pair; whose name is not known is one of you, or the other."""
    one, other = (view.names.get(PersonId(args[side])) for side in ("one", "other"))
    return short(one or view.words.say("recap", "one")), short(other or view.words.say("recap", "other"))


def short(name: str) -> str:
    return called(name, NAME_LENGTH)


def _seen(found: Weave, args: Mapping[str, str], view: View) -> str:
    """Who opened how often, and how often something came back, over the weeks in view."""
    say = view.words.say
    sides = [
        _side(name, [opening for opening in found.openings if opening.side == side], found.heard, view)
        for side, name in enumerate(names(args, view))
    ]
    weeks = say("recap", "weeks", count=len(found.weeks))
    return say("recap", "seen", weeks=weeks, sides=view.words.habits.listed(sides))


def _side(name: str, own: list[Opening], heard: bool, view: View) -> str:
    say = view.words.say
    opened = say("recap", "opened", count=len(own), name=name)
    if not own or not heard:
        return opened
    answered = sum(opening.answered for opening in own)
    return say("recap", "came_back", count=answered, opened=opened)


def _described(found: Weave, args: Mapping[str, str], view: View) -> list[str]:
    """What the picture shows at a glance."""
    say, pattern = view.words.say, args["pattern"]
    lines = [_seen(found, args, view)]
    if pattern != weave.Pattern.EARLY:
        lines.append(say("recap", pattern))
    if any(opening.asked for opening in found.openings):
        lines.append(say("recap", "asked_signs"))
    return lines


def _week(week: Week, args: Mapping[str, str], view: View) -> str:
    """One row: who opened how often, and how often the other opened next."""
    day = view.words.habits.short_day(week.monday)
    if not week.openings:
        return f"{day}: –"
    counts = ", ".join(
        f"{name} {sum(opening.side == side for opening in week.openings)}"
        for side, name in enumerate(names(args, view))
    )
    changes = view.words.say("recap", "changes", count=weave.changes(week.openings))
    return f"{day}: {counts}, {changes}"


def _others(args: Mapping[str, str], view: View) -> tuple[tuple[Button, ...], ...]:
    """In a group: with whom else. In a couple: whether it comes every week."""
    if "weekly" in args:
        return ((button(view, "weekly_off" if args["weekly"] == "on" else "weekly_on"),),)
    buttons = [
        Button(name=f"with_{place}", label=short(view.name(person)))
        for place, person in enumerate(args.get("others", "").split())
    ]
    return tuple(tuple(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW))


def weekly(args: Mapping[str, str], view: View) -> Screen:
    """Every week's, before it is opened."""
    return sealed(view)


def switched(args: Mapping[str, str], view: View) -> Screen:
    """In the chat: that it was turned on or off. args: what"""
    return Screen(text=view.words.say("recap_switch", args["what"]))


SCREENS = {"recap": recap, "weekly_recap": weekly, "recap_switch": switched}
