"""What a private message was meant for, where that was not clear: its writer says so by a button."""

from __future__ import annotations

from bot import awaited, checkins
from bot.flows.checkins import take
from bot.flows.prompts import add, refused
from bot.visits import Press
from core.ids import ChatId, MessageId


async def on_which(visit: Press) -> None:
    """A question that it answers, or a new prompt; or none, and the message stays where it is."""
    if visit.button == "own_prompt" and "prompt_of" in visit.args:
        await _as_prompt(visit, ChatId(visit.args["prompt_of"]))
        return
    place, ids = visit.button.removeprefix("round_"), visit.args["rounds"].split()
    source = (ChatId(visit.args["private"]), MessageId(visit.args["message"]))
    words = visit.means.texts.of(*source)
    visit.means.texts.drop(*source)
    if visit.button == "answer_keep" or not place.isdecimal() or int(place) >= len(ids):
        await visit.instead("answer_which", {"what": "kept"})
        return
    waiting = await checkins.waiting_for(visit.desk, visit.who)
    round = next((one for one in waiting if one.id == ids[int(place)]), None)
    if round is None:
        await visit.instead("pressed", {"what": "gone"})
        return
    await visit.instead("answer_which", {"what": "taken"}, about=round.chat)
    await take(visit, round, source, words, None)


async def _as_prompt(visit: Press, chat_id: ChatId) -> None:
    source = (ChatId(visit.args["private"]), MessageId(visit.args["message"]))
    words, chat = visit.means.texts.of(*source), await visit.desk.chat(chat_id)
    visit.means.texts.drop(*source)
    if chat is None or refused(chat, visit.who):
        await visit.instead("pressed", {"what": "gone"})
    elif words is None:
        await visit.instead("answer_which", {"what": "lost"})
    else:
        await visit.instead("answer_which", {"what": "prompt"}, about=chat.id)
        await add(visit, chat, words.text)
        await awaited.next_with_care(visit.desk, visit.who)


BUTTONS = {"answer_which": on_which}
