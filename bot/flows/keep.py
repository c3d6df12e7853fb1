"""Keep in mind: a private reminder that somebody sets for themselves, and nobody else ever sees.

Its words are a message in the private chat; what is kept is which message, and when. It comes as a note that
waits in the outbox until then (`bot/keeping.py`).
"""

from __future__ import annotations

from datetime import datetime

from bot import checkins, keeping
from bot.visits import Command, Press, Visit, Written
from core import reminders, when
from core.ids import ChatId, MessageId
from core.people import Awaited, Expectation, Expecting, LetGo
from core.quiet import quiet_end
from core.reminders import Reminder
from core.screens.keeping import ON_A_PAGE

DAYS = {"keep_tomorrow": 1, "keep_days": 3, "keep_week": 7}
"""Buttons that put something so many days ahead."""


async def command(visit: Command) -> None:
    """/keep: alone it asks when; with a moment it asks what; with both it keeps them. As a reply in private
    it keeps what it replies to."""
    what, person = visit.what, await visit.desk.person(visit.who)
    if not what.argument:
        waiting = reminders.standing(person.reminders, visit.desk.now)
        await visit.tell("keep", {"count": str(len(waiting))})
        return
    said = when.parse(what.argument, visit.desk.now, person.zone)
    if said is None:
        await visit.tell("keep_reply", {"what": "unclear"})
    elif said.at <= visit.desk.now:
        await visit.tell("keep_reply", {"what": "past"})
    elif said.rest and what.message is not None and not what.private:
        await visit.tell("keep_reply", {"what": "in_private"})  # its words stand there for all to read
    elif what.private and (message := what.message if said.rest else what.about) is not None:
        await _keep(visit, Reminder(what.chat, message, said.at))
    else:  # no words yet; or a command that is no message there, so that they could not be brought back
        await _ask_words(visit, what.chat, said.at)


async def words(visit: Written) -> bool:
    """What to keep in mind, as the next private message; anything that can be brought back."""
    at = visit.expected.at
    await checkins.await_next(visit.desk, visit.who)
    if at is None or at <= visit.desk.now:
        await visit.tell("keep_reply", {"what": "past"})
    else:
        await _keep(visit, Reminder(visit.post.chat, visit.post.message, at))
    return True


async def on_when(visit: Press) -> None:
    """The moment, by a button."""
    if visit.button == "keep_list":
        await _list(visit, 0)
        return
    person, now = await visit.desk.person(visit.who), visit.desk.now
    if visit.button == "keep_evening":
        at = when.this_evening(now, person.zone)
    elif visit.button in DAYS:
        at = when.in_days(DAYS[visit.button], now, person.zone)
    else:
        return
    await _ask_words(visit, ChatId(""), at)


async def on_words(visit: Press) -> None:
    """Nothing after all, before the words were written."""
    if visit.button == "keep_stop":
        expected = (await visit.desk.person(visit.who)).expecting
        if expected is not None and expected.what is Expecting.KEEP:
            await checkins.await_next(visit.desk, visit.who)
        await visit.instead("keep_reply", {"what": "stopped"})


async def on_one(visit: Press) -> None:
    """Done, removed, or put off: whether it has come or still waits."""
    if visit.button == "keep_list":
        await _list(visit, 0)
        return
    person, now = await visit.desk.person(visit.who), visit.desk.now
    chat, message = ChatId(visit.args["place"]), MessageId(visit.args["message"])
    known = reminders.of(person.reminders, chat, message)
    if known is None or known.at.isoformat() != visit.args["chosen"]:
        await visit.instead("keep_reply", {"what": "gone"})
    elif visit.button == "open":
        await keeping.show(visit, known, "keep_due", replaces=visit.stored.id)
    elif visit.button in DAYS:
        at = when.again(DAYS[visit.button], known.at, now, person.zone)
        put_off = Reminder(chat, message, at)
        await keeping.remember(visit.desk, visit.who, put_off)
        await visit.instead("keep_set", await keeping.args_of(visit.desk, visit.who, put_off))
    elif visit.button in ("keep_done", "keep_remove"):
        await visit.desk.change_person(visit.who, LetGo(chat, message))
        await visit.instead("keep_reply", {"what": "done" if visit.button == "keep_done" else "removed"})


async def on_list(visit: Press) -> None:
    """One of the list, with its words; the next page; a new one."""
    if visit.button == "keep_new":
        await visit.instead("keep", {"count": visit.args["of"]})
    elif visit.button == "keep_more":
        await _list(visit, int(visit.args["from"]) + ON_A_PAGE)
    elif visit.button.startswith("keep_show_"):
        place = visit.button.removeprefix("keep_show_")
        moments, messages = visit.args["moments"].split(), visit.args["messages"].split()
        known = None
        if place.isdecimal() and int(place) < len(moments):
            person = await visit.desk.person(visit.who)
            standing = reminders.standing(person.reminders, visit.desk.now)
            at, message = datetime.fromisoformat(moments[int(place)]), messages[int(place)]
            known = next((one for one in standing if (one.at, one.message) == (at, message)), None)
        if known is None:
            await visit.tell("keep_reply", {"what": "gone"})
        else:
            await keeping.show(visit, known, "keep_one")


async def _ask_words(visit: Visit, chat: ChatId, at: datetime) -> None:
    person = await visit.desk.person(visit.who)
    if not reminders.has_room(person.reminders, visit.desk.now):
        await visit.tell("keep_reply", {"what": "full"})
        return
    expectation = Expectation(what=Expecting.KEEP, chat=chat, at=at, since=visit.desk.now)
    await visit.desk.change_person(visit.who, Awaited(expectation))
    say = visit.instead if isinstance(visit, Press) else visit.tell
    await say("keep_words", {"at": quiet_end(person, at).isoformat()})


async def _keep(visit: Visit, reminder: Reminder) -> None:
    person = await visit.desk.person(visit.who)
    if not reminders.has_room(person.reminders, visit.desk.now):
        await visit.tell("keep_reply", {"what": "full"})
        return
    await keeping.remember(visit.desk, visit.who, reminder)
    await visit.tell("keep_set", await keeping.args_of(visit.desk, visit.who, reminder))


async def _list(visit: Press, first: int) -> None:
    person = await visit.desk.person(visit.who)
    waiting = reminders.standing(person.reminders, visit.desk.now)
    page = waiting[first : first + ON_A_PAGE]
    args = {
        "moments": " ".join(one.at.isoformat() for one in page),
        "messages": " ".join(one.message for one in page),
        "from": str(first),
        "of": str(len(waiting)),
    }
    await visit.instead("keep_list", args)


COMMANDS = {"keep": command}
BUTTONS = {
    "keep": on_when,
    "keep_words": on_words,
    "keep_set": on_one,
    "keep_one": on_one,
    "keep_due": on_one,
    "keep_list": on_list,
}
WRITTEN = {Expecting.KEEP: words}
