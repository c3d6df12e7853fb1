"""A check-in: started by a command, answered or passed in private."""

from __future__ import annotations

from bot import awaited, checkins, reach
from bot.desk import answer_id, marked_id
from bot.flows import schedule
from bot.visits import Command, Press, Visit, Written, among
from core import precedence, prompts, reaching, rounds
from core.chats import Chat
from core.events import Confided
from core.ids import ChatId, MessageId, RoundId
from core.people import Expecting
from core.reading.scores import MessageReading
from core.rounds import Round
from core.utterance import Utterance


async def begin(visit: Command) -> None:
    """/checkin"""
    desk, who = visit.desk, visit.who
    chat = await visit.chat()
    if await _shown(visit, chat):
        return
    reply = "where"
    if chat is not None and chat.agreed(who) and (await desk.person(who)).rests(desk.now):
        reply = "resting"
    elif chat is not None and chat.agreed(who):
        # Who passed is done with the round under way; whether others passed, nobody can tell from this.
        under_way = [round for round in await desk.tx.rounds(chat.id) if round.concerns(who)]
        if not precedence.checkins_are_on(chat):
            reply = "left_off" if "checkins" in precedence.left_off(chat, desk.policy) else "off"
        elif under_way:
            reply = "running"
        elif checkins.too_many(chat):
            reply = "many"
        elif who not in chat.taking_part():
            reply = "not_agreed"
        elif prompts.next_prompt(chat, visit.means.library, desk.now) is None:
            reply = "nothing_left"
        else:
            library, source = visit.means.library, marked_id(visit.update.id)
            await visit.tell("checkin_reply", {"what": "started"})  # before the question, which stands last
            await checkins.start_next(desk, chat, library, source, by=who, topic=visit.topic)
            return
    elif chat is not None:
        reply = "not_agreed"
    await visit.tell("checkin_reply", {"what": reply, **among(chat)} if chat is not None else {"what": reply})


async def _shown(visit: Command, chat: Chat | None) -> bool:
    """Whether something of a check-in waited for whoever nothing reaches by itself, and is shown to them: of
    this chat, and of theirs that stand nowhere but in direct messages."""
    desk, who = visit.desk, visit.who
    person = await desk.person(who)
    if reaching.is_reached(person) or person.rests(desk.now):
        return False
    found = await reach.show_waiting(desk, who)
    known = [chat] if chat is not None else [await desk.chat(id) for id in await desk.tx.chats_of(who)]
    for place in known:
        if place is None or not (place.apart or place is chat):
            continue
        if place.agreed(who) and precedence.checkins_are_on(place):
            found = await reach.ask_anew(desk, who, place.id) or found
    return found


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
    desk, post = visit.desk, visit.post
    waiting = await checkins.waiting_for(desk, visit.who)
    if not waiting:
        return False
    replied = await awaited.replied_to(desk, visit.who, post)
    if replied is not None:
        waiting = [replied]
    elif len(waiting) > 1 or visit.expected.fresh(desk.now):
        await awaited.ask_which(visit, waiting)
        return True
    await take(visit, waiting[0], (post.chat, post.message), post.words, post.given)
    return True


async def take(
    visit: Visit,
    round: Round,
    source: tuple[ChatId, MessageId],
    words: Utterance | None,
    given: MessageReading | None,
) -> None:
    """Counts a message of a private chat as the answer. Words that are not in memory any more go unread."""
    desk, person = visit.desk, visit.who
    message = answer_id(round.chat, *source)
    chat = await desk.chat(round.chat)
    reading = None
    if words is not None and chat is not None and precedence.answer_is_read(person, chat):
        reading = visit.means.listener.answer(words, given)
        visit.means.texts.remember(round.chat, message, words, desk.now, person, sticky=True)
    if reading is not None:
        await desk.apply(round.chat, Confided(author=person, message=message, reading=reading))
    answered = rounds.Answered(at=desk.now, person=person, message=message, reading=reading)
    await desk.apply_round(round, answered)
    await awaited.next_with_care(desk, person)


COMMANDS = {"checkin": begin}
BUTTONS = {"checkin": pass_it}
WRITTEN = {Expecting.ANSWER: answer}
