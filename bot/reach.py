"""Whoever nothing reaches by itself is left in peace: who closed their private chat to the bot, or did not
ask to be written to.

The first are taken up again when they write, the others when they say so. To everybody else that is silence:
nothing of what others get, nor when, hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot import calling, checkins, keeping, together
from bot.desk import Desk, Visitor
from core import reaching
from core.effects import Asked
from core.ids import ChatId, PersonId
from core.inbound import ButtonPressed, Commanded, MarkedPost, MirrorAsked, Posted, Update
from core.notes import Note, StoredNote
from core.noting import note_of
from core.people import Person, SettingsChanged
from core.ports import Transaction
from core.unasked import ANSWERS, is_unasked

KEPT_FOR_THEM = frozenset({"revealed"})
"""Kinds that wait while nothing reaches somebody, or they rest: what another gave them is nowhere else."""
THEIR_OWN = "keep_due"
"""A kind that waits as well, as long as what they keep in mind is kept."""


async def close(desk: Desk, who: PersonId) -> None:
    """What waits for them goes, and nothing is awaited of them: they may never have seen what was asked."""
    person = await desk.tx.person(who)
    if person is not None and not person.closed:
        await desk.tx.save_person(replace(person, closed=True, expecting=None))
    await desk.let_go(who, besides=KEPT_FOR_THEM)


def comes_back(update: Update) -> PersonId | None:
    """Who writes to the bot in private with this."""
    match update.what:
        case Posted(private=True, author=who) | Commanded(private=True, outside=False, who=who):
            return who.id
        case _:
            return None


def _is_over(note: Note, now: datetime) -> bool:
    """Whether the moment of something that they keep in mind came while nothing reached them."""
    return note.kind == THEIR_OWN and datetime.fromisoformat(note.args["chosen"]) <= now


def visitor(update: Update) -> Visitor | None:
    """Who is answered on the spot, where only they see it."""
    match update.what:
        case MarkedPost(author=who) | ButtonPressed(who=who) | Commanded(who=who) | MirrorAsked(who=who):
            return Visitor(who.id, update.answering) if update.answering else None
        case _:
            return None


async def reopen(desk: Desk, who: PersonId) -> None:
    """They wrote again: their private chat takes what is sent."""
    person = await desk.tx.person(who)
    if person is not None and person.closed:
        await desk.tx.save_person(replace(person, closed=False))
        if reaching.may_write(person):
            await _take_up(desk, who)


async def turn(desk: Desk, who: PersonId) -> None:
    """The switch: whether what comes by itself is to come."""
    before = await desk.person(who)
    if reaching.is_reached(before):
        await desk.change_person(who, SettingsChanged((("written_to", False),)))
        await desk.let_go(who, besides=KEPT_FOR_THEM)
        return
    await desk.tx.save_person(replace(before, closed=False))
    await desk.change_person(who, SettingsChanged((("written_to", True),)))
    await _take_up(desk, who)


async def ask(desk: Desk, who: PersonId, *, yes: bool) -> None:
    """What they said to being written to first, where that is asked. Whoever said no before takes that back
    in /settings alone; whose private chat takes nothing is not tried again for it."""
    before = await desk.person(who)
    if before.written_to is yes or not (reaching.asks_before(who) and (before.written_to is None or not yes)):
        return
    after = await desk.change_person(who, SettingsChanged((("written_to", yes),)))
    if reaching.is_reached(after) and not reaching.is_reached(before):
        await _take_up(desk, who)


async def _take_up(desk: Desk, who: PersonId) -> None:
    """What they keep in mind waits for its moment; what is asked of them is asked anew."""
    await keeping.post_again(desk, who)
    for stored in await desk.tx.notes_to(who):
        if stored.note.kind in KEPT_FOR_THEM or _is_over(stored.note, desk.now):
            await desk.tx.put_off(stored.id, desk.now)
    await together.ask_again(desk, who)
    await ask_anew(desk, who)


async def ask_anew(desk: Desk, who: PersonId, only: ChatId | None = None) -> bool:
    """The questions that wait for them; False where none does. `only`: of the chat about which they ask."""
    waiting = [one for one in await checkins.waiting_for(desk, who) if only in (None, one.chat)]
    for round in waiting:
        again = Asked(to=who, round=round.id, prompt=round.prompt, closes_at=round.closes_at, at_once=True)
        note = note_of(again, round.chat, desk.now)
        if note is not None:
            asked_for = {} if only is None else {ANSWERS: "yes"}
            await desk.say(replace(note, args={**note.args, **asked_for}))
            await calling.await_answer(desk, who, round)
    return bool(waiting)


async def show_waiting(desk: Desk, who: PersonId) -> bool:
    """What another gave them and waits for a tap; False where nothing does. It waits on until it is
    opened: this showing may get lost."""
    notes = await desk.tx.notes_to(who)
    waiting = [s.note for s in notes if s.status == "ready" and s.note.kind in KEPT_FOR_THEM]
    waiting = [note for note in waiting if not is_opened(note, notes)]
    for note in waiting:
        await desk.say(replace(note, args={**note.args, ANSWERS: "yes"}, key=None, due_at=None))
    return bool(waiting)


def is_opened(revealed: Note, notes: Iterable[StoredNote]) -> bool:
    """Whether these answers were opened, by another showing of them."""
    opened = (s.note for s in notes if s.note.kind == "reveal" and s.note.about_chat == revealed.about_chat)
    return any(note.args.get("round") == revealed.args.get("round") for note in opened)


async def looked_at_again(tx: Transaction, note: Note, now: datetime) -> datetime | None:
    """When to look again at a note that would not reach whom it is to; None: it does not wait for them."""
    waits = note.kind in KEPT_FOR_THEM
    waits = waits or (note.kind == THEIR_OWN and await keeping.goes_at(tx, note, now) is not None)
    return now + keeping.WHILE_PAUSED if waits else None


async def is_closed(tx: Transaction, note: Note) -> bool:
    """Whether it would not reach whom it is to. What answers an interaction reaches them there."""
    if note.to_person is None or note.answering:
        return False
    person = await tx.person(note.to_person) or Person(id=note.to_person)
    return person.closed or (_by_itself(note) and not reaching.may_write(person))


def _by_itself(note: Note) -> bool:
    """Whether nobody but others, or time, brought it about. The question of a check-in that somebody began
    follows from that."""
    return is_unasked(note) and "at_once" not in note.args


async def stays_in_place(tx: Transaction, note: Note) -> bool:
    """Whether it is shown only as the answer, or in place of the message, that it is."""
    if note.to_person is None or not (note.answering or note.replaces is not None):
        return False
    return not reaching.is_reached(await tx.person(note.to_person) or Person(id=note.to_person))
