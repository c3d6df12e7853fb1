"""What a private message is taken for: nothing that its writer was not asked for, or did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import checkins
from bot.desk import Desk
from bot.visits import Written
from core import reaching
from core.hiding import standing
from core.ids import ChatId, PersonId, RoundId
from core.inbound import Posted
from core.notes import Note, NoteId
from core.people import Awaited, Expectation, Expecting, Person
from core.rounds import Round

MOST_ROUNDS = 8
"""Questions that are offered, two in a row: Discord takes five rows."""
REACHED = frozenset({"sending", "sent", "unknown"})
"""What became of a note that somebody may have seen."""


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
    """The round whose question the message replies to, while it waits for this person."""
    note = await _named(desk, who, post)
    if note is None or note.kind != "checkin":
        return None
    return next((r for r in await checkins.waiting_for(desk, who) if r.id == note.args["round"]), None)


async def asked_since(desk: Desk, who: PersonId, post: Posted, kind: str) -> list[Round]:
    """The questions that reached this person after they were last asked for something of this kind, and wait
    for them. None when the message replies to that, or while the thread is hidden: then they saw no question.
    """
    note = await _named(desk, who, post)
    if (note is not None and note.kind == kind) or (await desk.person(who)).hidden:
        return []
    notes = await desk.tx.notes_to(who)
    at = max((stored.id for stored in notes if stored.note.kind == kind), default=NoteId(0))
    reached = [stored.note for stored in notes if stored.id > at and stored.status in REACHED]
    came = {note.args["round"] for note in reached if note.kind == "checkin"}
    return [round for round in await checkins.waiting_for(desk, who) if round.id in came]


async def ask_which(visit: Written, waiting: Sequence[Round], prompt_of: ChatId | None = None) -> None:
    """Asks what a message is for: one of these questions, or a new prompt of that chat.

    The words wait in memory to be read; where they are is kept in the note.
    """
    post, asked = visit.post, waiting[:MOST_ROUNDS]
    visit.means.texts.remember(post.chat, post.message, post.words, visit.desk.now, visit.who, sticky=True)
    args = {"rounds": " ".join(round.id for round in asked), "private": post.chat, "message": post.message}
    args |= {"prompt_of": prompt_of} if prompt_of is not None else {}
    await visit.tell("answer_which", args)


async def next_with_care(desk: Desk, who: PersonId) -> None:
    """The check-in that still waits is awaited; but the next message may go on with the one just taken, and
    belong to the chat that it was for."""
    await checkins.await_next(desk, who)
    expecting = (await desk.person(who)).expecting
    if expecting is not None and expecting.what is Expecting.ANSWER:
        await desk.change_person(who, Awaited(replace(expecting, since=desk.now)))


async def _named(desk: Desk, who: PersonId, post: Posted) -> Note | None:
    """The note that the message replies to.

    The last part of a platform's reference is the number of the message, as a reply names it.
    """
    if post.reply_to is None:
        return None
    notes = standing(await desk.tx.notes_to(who))
    named = (n.note for n in reversed(notes) if (n.sent_as or "").rpartition("/")[2] == post.reply_to)
    return next(named, None)


async def _fresh(desk: Desk, person: Person) -> Expectation | None:
    """What was asked for last, unless that was too long ago; then the check-in that still waits."""
    found = person.expecting
    if found is not None and found.lapsed(desk.now):
        found = await checkins.still_asked(desk, person.id)
        await desk.change_person(person.id, Awaited(found))
    if found is None or found.what is not Expecting.ANSWER or reaching.is_reached(person):
        return found
    return found if await _saw(desk, person.id, found.round) else None


async def _saw(desk: Desk, who: PersonId, round: RoundId | None) -> bool:
    """Whether the question of this round was shown to somebody whom nothing reaches by itself."""
    notes = await desk.tx.notes_to(who)
    shown = (stored.note for stored in notes if stored.status in REACHED and stored.note.kind == "checkin")
    return any(note.args["round"] == round for note in shown)
