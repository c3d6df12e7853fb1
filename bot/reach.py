"""Whoever nothing reaches any more is left in peace, and taken up again when they write.

They blocked the bot, closed their private chat, or are gone. To everybody else that is silence: nothing of
what others get, nor when, hangs on it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import calling, checkins, keeping, together
from bot.desk import Desk
from core.effects import Asked
from core.ids import PersonId
from core.inbound import Commanded, Posted, Update
from core.notes import Note
from core.noting import note_of
from core.ports import Transaction

KEPT_FOR_THEM = frozenset({"revealed"})
"""Kinds that wait while nothing reaches somebody, or they rest: what another gave them is nowhere else."""


async def close(desk: Desk, who: PersonId) -> None:
    """What waits for them goes, and nothing is awaited of them: they may never have seen what was asked."""
    person = await desk.tx.person(who)
    if person is not None and not person.closed:
        await desk.tx.save_person(replace(person, closed=True, expecting=None))
    await desk.let_go(who, besides=KEPT_FOR_THEM)


def comes_back(update: Update) -> PersonId | None:
    """Who writes to the bot in private with this."""
    match update.what:
        case Posted(private=True, author=who) | Commanded(private=True, who=who):
            return who.id
        case _:
            return None


async def reopen(desk: Desk, who: PersonId) -> None:
    """They wrote again: what they keep in mind waits for its moment; what is asked of them is asked anew."""
    person = await desk.tx.person(who)
    if person is None or not person.closed:
        return
    await desk.tx.save_person(replace(person, closed=False))
    await keeping.post_again(desk, who)
    for stored in await desk.tx.notes_to(who):
        if stored.note.kind in KEPT_FOR_THEM:
            await desk.tx.put_off(stored.id, desk.now)
    await together.ask_again(desk, who)
    for round in await checkins.waiting_for(desk, who):
        again = Asked(to=who, round=round.id, prompt=round.prompt, closes_at=round.closes_at, at_once=True)
        note = note_of(again, round.chat, desk.now)
        if note is not None:
            await desk.say(note)
            await calling.await_answer(desk, who, round)


def looked_at_again(note: Note, now: datetime) -> datetime | None:
    """When to look again at a note that would not reach whom it is to; None: it does not wait for them."""
    return now + keeping.WHILE_PAUSED if note.kind in KEPT_FOR_THEM else None


async def is_closed(tx: Transaction, note: Note) -> bool:
    """Whether it would not reach whom it is to. What answers an interaction reaches them there."""
    if note.to_person is None or note.answering:
        return False
    person = await tx.person(note.to_person)
    return person is not None and person.closed
