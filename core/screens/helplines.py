"""Human contacts on /help: the same shape for everybody, in a country that only the reader chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.screens.buttons import button
from core.screens.model import Button, Screen
from core.screens.wording import Helpline, Helplines, View

COUNTRIES_ON_A_PAGE = 16
COUNTRIES_IN_A_ROW = 4
"""Four rows of countries and one below them: no platform takes more than five."""


def people_to_talk_to(known: Helplines, view: View) -> str:
    """The lines of /help that lead to people."""
    say = view.words.say
    words = known.emergency_words
    emergency = [_line(each) for each in known.emergency] or [words[:1].upper() + words[1:]]
    parts = [
        _section(say("help", "emergency"), emergency),
        _section(say("help", "talk"), [_line(each) for each in known.talk]),
        _section(say("help", "unsafe"), [_line(each) for each in known.unsafe]),
        say("help", "someone"),
    ]
    if known.directory not in (*known.talk, *known.unsafe):
        parts.append(_section(say("help", "elsewhere"), [_line(known.directory)]))
    return "\n\n".join(parts)


def country_name(code: str | None, view: View) -> str:
    """A country in words; its code where there is no entry for it."""
    if code is None:
        return view.words.say("states", "none")
    return view.words.names("countries").get(code, code)


def country(args: Mapping[str, str], view: View) -> Screen:
    """Choosing a country. args: page, from 0."""
    names = view.words.names("countries")
    codes = sorted(names, key=names.__getitem__)
    page = int(args["page"]) * COUNTRIES_ON_A_PAGE
    shown = codes[page : page + COUNTRIES_ON_A_PAGE]
    more = len(codes) > page + COUNTRIES_ON_A_PAGE
    starts = range(0, len(shown), COUNTRIES_IN_A_ROW)
    rows = [tuple(_choice(code, view) for code in shown[i : i + COUNTRIES_IN_A_ROW]) for i in starts]
    below = [button(view, "country_more")] if more else []
    return Screen(text=view.words.say("country"), rows=(*rows, (*below, button(view, "country_off"))))


def _choice(code: str, view: View) -> Button:
    return Button(name=f"country_{code}", label=country_name(code, view))


def _section(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(f"• {line}" for line in dict.fromkeys(lines))])


def _line(each: Helpline) -> str:
    where = ", ".join(part for part in (each.number, each.page) if part is not None)
    more = ", ".join(part for part in (each.hours, each.note) if part is not None)
    return f"{each.name}: {where}" + (f" ({more})" if more else "")
