"""A check-in: started by a command, answered or passed in private."""

from __future__ import annotations

from bot import checkins
from bot.engine import answer_id, marked_id
from bot.flows import schedule
from bot.visits import Command, Press, Written
from core import precedence, prompts, rounds
from core.events import Confided
from core.ids import RoundId
from core.people import Expecting


async def begin(visit: Command) -> None:
    """/checkin"""
    desk, who = visit.desk, visit.who
    chat = await visit.chat()
    reply = "where"
    if chat is not None and chat.agreed(who):
        # Who passed is done with the round under way; whether others passed, nobody can tell from this.
        under_way = [round for round in await desk.tx.rounds(chat.id) if round.concerns(who)]
        if not precedence.checkins_are_on(chat):
            reply = "off"
        elif under_way:
            reply = "running"
        elif len(chat.circle()) > 1 and prompts.next_prompt(chat, visit.means.library, desk.now) is None:
            reply = "nothing_left"
        else:
            library, source = visit.means.library, marked_id(visit.update.id)
            started = await checkins.start_next(desk, chat, library, source, by=who)
            reply = "started" if started else "not_agreed"
    elif chat is not None:
        reply = "not_agreed"
    await visit.tell("checkin_reply", {"what": reply})


async def pass_it(visit: Press) -> None:
    """Under a prompt: pass, free and unlogged, unless it is put off."""
    if await schedule.put_off(visit):
        return
    round = await visit.desk.tx.round(RoundId(visit.args["round"]))
    if round is None:
        await visit.instead("pressed", {"what": "gone"})
        return
    await visit.desk.apply_round(round, rounds.Passed(at=visit.desk.now, person=visit.who))
    await checkins.await_next(visit.desk, visit.who)
    await visit.instead("passed")


async def answer(visit: Written) -> bool:
    """False when its round is over: then the message is none that was asked for."""
    desk, post, person = visit.desk, visit.post, visit.who
    round = await desk.tx.round(visit.expected.round) if visit.expected.round is not None else None
    if round is None:
        return False
    message = answer_id(round.chat, post.chat, post.message)
    chat = await desk.chat(round.chat)
    reading = None
    if chat is not None and chat.listens_to(person):
        reading = visit.means.listener.answer(post.words, post.given)
        visit.means.texts.remember(round.chat, message, post.words, desk.now, person, sticky=True)
    if reading is not None:
        await desk.apply(round.chat, Confided(author=person, message=message, reading=reading))
    answered = rounds.Answered(at=desk.now, person=person, message=message, reading=reading)
    await desk.apply_round(round, answered)
    await checkins.await_next(desk, person)
    return True


COMMANDS = {"checkin": begin}
BUTTONS = {"checkin": pass_it}
WRITTEN = {Expecting.ANSWER: answer}
