"""Two without a chat of theirs: the link, the yes of whoever opened it, and the yes of whoever made it."""

from __future__ import annotations

from collections.abc import Mapping

from core import reaching
from core.ids import PersonId
from core.screens.buttons import button, row, sealed
from core.screens.model import Screen, Tone
from core.screens.wording import View


def pair_link(args: Mapping[str, str], view: View) -> Screen:
    """To be handed on; its words are stored nowhere. args: start (a payload)"""
    say, lines = view.words.say, []
    if reaching.asks_before(view.reader.id):
        lines = [say("pair", "direct" if reaching.is_reached(view.reader) else "unwritten")]
    return Screen(text="\n".join((*lines, say("pair", "link"))), link=args["start"])


def pair_ask(args: Mapping[str, str], view: View) -> Screen:
    """To whoever opened it. args: maker, link"""
    return _consent(view, view.words.say("pair", "ask", maker=view.name(PersonId(args["maker"]))))


def pair_confirm(args: Mapping[str, str], view: View) -> Screen:
    """To its maker. args: opener, link; opened"""
    if "opened" not in args:
        return sealed(view)
    return _consent(view, view.words.say("pair", "confirm", opener=view.name(PersonId(args["opener"]))))


def pair_reply(args: Mapping[str, str], view: View) -> Screen:
    """args: what (own, own_over, over, not_yet, declined, waits); of the last, maker and link"""
    what, say = args["what"], view.words.say
    if what != "waits":
        return Screen(text=say("pair", what))
    text = say("pair", what, maker=view.name(PersonId(args["maker"])))
    return Screen(text=text, rows=(row(view, "not_now"),))


def paired(args: Mapping[str, str], view: View) -> Screen:
    """To whoever had agreed before. args: partner; opened"""
    if "opened" not in args:
        return sealed(view)
    return Screen(text=view.words.say("pair", "begun", partner=view.name(PersonId(args["partner"]))))


def revealed(args: Mapping[str, str], view: View) -> Screen:
    """Answers that wait for a tap, where they cannot stand in a chat. args: as of a reveal, copies"""
    return sealed(view)


def _consent(view: View, first: str) -> Screen:
    say = view.words.say
    lines = [first, say("pair", "what"), say("consent", operator=view.operator)]
    if reaching.asks_before(view.reader.id):
        off = view.reader.written_to is False
        lines.append(say("agreed", "unwritten") if off else say("pair", "direct"))
    yes = button(view, "agree", tone=Tone.PRIMARY)
    rows = ((yes, button(view, "not_now")), row(view, "what_is_kept"))
    return Screen(title=say("pair", "title"), text="\n".join(lines), rows=rows)


SCREENS = {
    "pair_link": pair_link,
    "pair_ask": pair_ask,
    "pair_confirm": pair_confirm,
    "pair_reply": pair_reply,
    "paired": paired,
    "revealed": revealed,
}
