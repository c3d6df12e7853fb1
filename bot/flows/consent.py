"""From the card in the chat to a person's own yes, and whether it is still fine later on."""

from __future__ import annotations

import secrets
from dataclasses import replace

from bot import checkins, listening_here, planned, reach
from bot.desk import Desk, marked_id
from bot.flows import helping, hours, pairing
from bot.noted import noted
from bot.visits import Command, Means, Press, Visit, among
from core import precedence
from core.chats import Chat, Consent, Member
from core.events import ConsentEnded, ConsentGiven, Joined
from core.ids import ChatId, PersonId
from core.inbound import BotAdded
from core.notes import Note
from core.screens.agreeing import AGREE, AGREE_UNWRITTEN

MOST_OUTSIDE = 5
"""Cards that answer one /start where the bot is not: Discord takes an answer and five messages after it there
(its change log, 27 June 2024)."""


async def added(desk: Desk, means: Means, what: BotAdded, moved: bool = False) -> None:
    """The bot is in a chat now: it says so there, and asks whom it knows in private.

    `moved`: a chat got this id lately, and the bot was in it all along.
    """
    chat = await desk.chat(what.chat)
    if chat is None:
        members = {who.id: Member() for who in what.people}
        chat = Chat(id=what.chat, kind=what.kind, title=what.title, members=members)
    if moved:
        await listening_here.changed(desk, chat, what.hears, what.missing)
        return
    chat = replace(chat, added_by=what.by.id if what.by is not None else None)
    await listening_here.changed(desk, chat, what.hears, what.missing, anew=True)
    for who in what.people:
        await desk.known_name(who.id, who.name)
    await renew_card(desk, what.chat)
    chat = desk.touched[what.chat]
    for who in what.people:
        if await desk.tx.forgotten_at(means.keyed.mark(who.id)) is None:
            await desk.say(_consent_card(chat, who.id))


async def renew_card(desk: Desk, chat: ChatId, topic: str = "", key: str | None = None) -> None:
    """The card in the chat: the bot is never there covertly."""
    known = await desk.chat(chat)
    args = {"token": secrets.token_urlsafe(9), **(among(known) if known is not None else {})}
    await desk.say(Note(kind="card", args=args, to_chat=chat, about_chat=chat, topic=topic, key=key))


async def start(visit: Command) -> None:
    """/start: by a card's link, in a chat, or in private for every chat not agreed to yet."""
    desk, what, who = visit.desk, visit.what, visit.who
    if what.private and what.argument.startswith(pairing.PAYLOAD):
        await pairing.opened(visit, what.argument.removeprefix(pairing.PAYLOAD))
        return
    if what.private and what.argument.startswith("c"):
        number, _, token = what.argument[1:].partition("-")
        card = await noted(desk, visit.means.keyed, number)
        if card is not None and card.note.kind == "card" and card.note.args.get("token") == token:
            await _invite(visit, card.note.about_chat)
            return
    if not what.private and await desk.chat(what.chat) is not None:
        if visit.update.answering:  # only this person sees what answers them; the card came with the bot
            await _invite(visit, what.chat)
        else:
            await renew_card(desk, what.chat, what.topic)
        return
    named = await _named_to(visit) if what.private else []
    asked = [chat for chat in named if not chat.agreed(who)]
    for chat in asked[:MOST_OUTSIDE] if what.outside else asked:
        await _invite(visit, chat.id)
    if what.outside and len(asked) > MOST_OUTSIDE:
        await visit.tell("pressed", {"what": "more_chats"})
    if asked:
        return
    if what.private and not named:
        await visit.tell("start_alone")
    else:
        await helping.command(visit)


async def on_card(visit: Press) -> None:
    await _invite(visit, visit.about)


async def on_consent(visit: Press) -> None:
    """A yes or a no, in private."""
    desk, chat_id, who = visit.desk, visit.about, visit.who
    if chat_id is None:
        return
    if visit.button == "what_is_kept":
        await visit.tell("privacy")
        return
    again = "again" in visit.args
    yes = visit.button in (AGREE, AGREE_UNWRITTEN)
    if not yes and again:  # they agreed to what needs no listening, and still do
        await visit.instead("not_now", {"again": "yes"})
        return
    if not yes:
        await checkins.withdraw(desk, chat_id, who)
        await desk.apply(chat_id, ConsentEnded(author=who))
        await visit.instead("not_now")
        return
    if not again:
        await reach.ask(desk, who, yes=visit.button == AGREE)
    await desk.apply(chat_id, ConsentGiven(author=who, heard="heard" in visit.args))
    chat = await desk.chat(chat_id)
    if again:
        await visit.instead("agreed", {"again": "yes"})
        return
    await hours.guess(visit)  # a moment is told by their own clock
    await visit.instead("agreed", await _so_far(desk, chat, who) if chat is not None else {})
    if chat is not None:  # the card was shown before anything could be heard
        await listening_here.ask_to_be_read(desk, chat, who, pressed=True)
        chat = await desk.chat(chat_id)
    await hours.offer(visit)  # before the check-in, whose prompt is to stand last
    if chat is not None and checkins.starts_by_itself(chat):
        await checkins.start_next(desk, chat, visit.means.library, marked_id(visit.update.id))


async def _named_to(visit: Visit) -> list[Chat]:
    """The chats of which somebody is told in private. A community's only who answered its card once: its
    moderators may have left somebody out of a channel that this person does not see."""
    desk, who = visit.desk, visit.who
    chats = [chat for id in await desk.tx.chats_of(who) if (chat := await desk.chat(id)) is not None]
    return [chat for chat in chats if not precedence.moderated(chat) or _answered(chat, who)]


def _answered(chat: Chat, who: PersonId) -> bool:
    return chat.members.get(who, Member()).consent is not Consent.UNASKED


async def _invite(visit: Visit, chat_id: ChatId | None) -> None:
    """The private consent card, for somebody who asked for it in the chat."""
    chat = await visit.desk.chat(chat_id) if chat_id is not None else None
    if chat is None:
        await visit.tell("pressed", {"what": "gone"})
        return
    await visit.desk.apply(chat.id, Joined(person=visit.who))
    card = _consent_card(chat, visit.who)
    await visit.tell(card.kind, card.args, about=chat.id)


def _consent_card(chat: Chat, who: PersonId) -> Note:
    """What somebody is asked to agree to: where the bot cannot hear, it does not speak of reading."""
    member = chat.members.get(who)
    args = among(chat) | ({"heard": "yes"} if chat.hears else {})
    if chat.hears and member is not None and member.unheard and chat.agreed(who):
        args = listening_here.again(chat)
    return Note(kind="consent", args=args, to_person=who, about_chat=chat.id)


async def _so_far(desk: Desk, chat: Chat, who: PersonId) -> dict[str, str]:
    """Whether it has begun for who agreed just now; whether a first check-in began before, and when the next
    one comes by plan."""
    if not chat.listens_to(who):
        return among(chat)
    if not precedence.is_read(chat):
        return among(chat) | {"complete": "yes", "off": "yes"}
    if checkins.starts_by_itself(chat):
        return among(chat) | {"complete": "yes"}
    at = None if planned.held_by(chat, desk.policy) else await planned.next_for(desk, chat, who)
    next_one = {"next": at.isoformat()} if at is not None else {}
    return among(chat) | {"complete": "yes", "late": "yes"} | next_one


COMMANDS = {"start": start}
BUTTONS = {"card": on_card, "consent": on_consent}
