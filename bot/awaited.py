"""What a private message is taken for: nothing that its writer was not asked for, or did not see."""

from __future__ import annotations

from bot import checkins
from bot.desk import Desk
from core.hiding import standing
from core.ids import PersonId
from core.inbound import Posted
from core.people import Awaited, Expectation, Expecting, Person
from core.rounds import Round


async def expected(desk: Desk, person: Person, post: Posted) -> Expectation | None:
    """What is awaited of this person now. A reply to a check-in's question answers that one.

    While the thread is hidden no answer is awaited: what they were asked is not to be seen there.
    """
    if person.hidden:
        found = await _fresh(desk, person)
        return None if found is not None and found.what is Expecting.ANSWER else found
    replied = await replied_to(desk, person.id, post)
    if replied is not None:
        return Expectation(what=Expecting.ANSWER, chat=replied.chat, round=replied.id)
    return await _fresh(desk, person)


async def replied_to(desk: Desk, who: PersonId, post: Posted) -> Round | None:
    """The round whose question the message replies to, while it waits for this person.

    The last part of a platform's reference is the number of the message, as a reply names it.
    """
    if post.reply_to is None:
        return None
    for stored in reversed(standing(await desk.tx.notes_to(who))):
        named = (stored.sent_as or "").rpartition("/")[2]
        if named == post.reply_to and stored.note.kind == "checkin":
            waiting = await checkins.waiting_for(desk, who)
            return next((round for round in waiting if round.id == stored.note.args["round"]), None)
    return None


async def _fresh(desk: Desk, person: Person) -> Expectation | None:
    """What was asked for last, unless that was too long ago; then the check-in that still waits."""
    found = person.expecting
    if found is not None and found.lapsed(desk.now):
        found = await checkins.still_asked(desk, person.id)
        await desk.change_person(person.id, Awaited(found))
    return found
