"""A form's field that was written as a private message, for platforms without forms."""

from __future__ import annotations

from bot import checkins, flows
from bot.visits import Press, Visit, Written
from core.notes import NoteId
from core.people import Expecting


async def filled_in(visit: Written) -> bool:
    """The button is pressed once more, with this message in its field. False: its note is gone by now."""
    number = visit.expected.note
    stored = await visit.desk.tx.note(number) if number is not None else None
    await checkins.await_next(visit.desk, visit.who)
    if stored is None or stored.note.to_person != visit.who or stored.note.kind not in flows.BUTTONS:
        return False
    press = Press(
        means=visit.means,
        desk=visit.desk,
        update=visit.update,
        who=visit.who,
        stored=stored,
        button=visit.expected.button,
        fields={"written": visit.post.words.text},
        below=True,
    )
    await flows.BUTTONS[stored.note.kind](press)
    return True


async def on_asked(visit: Press) -> None:
    """Rather not: what the form belongs to is there again."""
    await leave(visit)
    stored = await visit.desk.tx.note(NoteId(int(visit.args["form"])))
    if stored is None:
        await visit.instead("pressed", {"what": "gone"})
    else:
        await visit.instead(stored.note.kind, stored.note.args)


async def leave(visit: Visit) -> None:
    """No field is waited for any more: what it asked for was said otherwise."""
    expected = (await visit.desk.person(visit.who)).expecting
    if expected is not None and expected.what is Expecting.FORM:
        await checkins.await_next(visit.desk, visit.who)


BUTTONS = {"form_ask": on_asked}
WRITTEN = {Expecting.FORM: filled_in}
