"""Reminders in the outbox: a note that waits for its moment, and is looked at once more before it goes.

The person's own row says what is wanted; a waiting note whose reminder was removed, or has another moment by
now, does not go. Each moment of a message has one note, by its key: it comes at most once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import Desk
from bot.visits import Visit
from core import reminders
from core.ids import ChatId, MessageId, PersonId
from core.notes import Note, NoteId
from core.people import Person, Remembered
from core.ports import Transaction
from core.quiet import quiet_end
from core.reminders import KEPT_AFTER, Reminder

WHILE_PAUSED = timedelta(hours=1)
"""How often what is due is looked at again while its person rests without a date. [P]"""


async def remember(desk: Desk, who: PersonId, reminder: Reminder) -> None:
    """Keeps a reminder, and posts the note that brings it."""
    await desk.change_person(who, Remembered(desk.now, reminder))
    await _post(desk, who, reminder)


async def post_again(desk: Desk, who: PersonId) -> None:
    """Every reminder's note, where waiting notes to this person were dropped. What was sent is not posted."""
    for reminder in reminders.standing((await desk.person(who)).reminders, desk.now):
        await _post(desk, who, reminder)


async def show(visit: Visit, reminder: Reminder, kind: str, replaces: NoteId | None = None) -> None:
    """A reminder with its words below, copied by the platform from where they stand."""
    args = {**await args_of(visit.desk, visit.who, reminder), "opened": "yes"}
    note = Note(kind=kind, args=args, to_person=visit.who, answering=visit.update.answering)
    await visit.desk.say(replace(note, replaces=replaces, copies=((reminder.chat, reminder.message),)))


async def args_of(desk: Desk, who: PersonId, reminder: Reminder) -> dict[str, str]:
    """Arguments of the screens about one reminder."""
    person = await desk.person(who)
    comes = quiet_end(person, reminder.at)
    args = {
        "place": reminder.chat,
        "message": reminder.message,
        "chosen": reminder.at.isoformat(),
        "at": comes.isoformat(),
    }
    if person.rests(comes):
        args["paused"] = "yes"
    return args if comes == reminder.at else {**args, "put_off": "yes"}


async def goes_at(tx: Transaction, note: Note, now: datetime) -> datetime | None:
    """From when on a waiting reminder may go: after a pause and quiet hours as they are now. None: not any
    more, for it was removed, has another moment, or is too long over."""
    person = await tx.person(note.to_person) if note.to_person is not None else None
    if person is None:
        return None
    chat, message = ChatId(note.args["place"]), MessageId(note.args["message"])
    known = reminders.of(person.reminders, chat, message)
    if known is None or known.at.isoformat() != note.args["chosen"] or now - known.at >= KEPT_AFTER:
        return None
    if person.rests(now):
        return rest_over(person, now)
    return quiet_end(person, now)


def rest_over(person: Person, now: datetime) -> datetime:
    """When to look again at what waits for somebody who rests."""
    return person.paused_until if person.paused_until is not None else now + WHILE_PAUSED


async def _post(desk: Desk, who: PersonId, reminder: Reminder) -> None:
    args = await args_of(desk, who, reminder)
    due_at = datetime.fromisoformat(args["at"])
    key = f"keep/{who}/{reminder.chat}/{reminder.message}/{args['chosen']}"
    await desk.say(Note(kind="keep_due", args=args, to_person=who, key=key, due_at=due_at))
