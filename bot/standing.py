"""How the bot stands in a chat: it came or went, hears or does not; and commands of nobody in particular."""

from __future__ import annotations

from bot import checkins
from bot.desk import Desk
from bot.flows import consent
from core.chats import Chat, ChatKind, Consent
from core.events import ConsentEnded, Joined
from core.inbound import CommandedByNobody, MemberJoined, MemberLeft, Who
from core.notes import Note


async def removed(desk: Desk, chat: Chat) -> None:
    """Removing the bot voids every consent here; what is kept is erased after thirty days."""
    for person, member in chat.members.items():
        if member.consent is Consent.AGREED:
            await checkins.withdraw(desk, chat.id, person)
            await desk.apply(chat.id, ConsentEnded(author=person, seen=True))


async def joined(desk: Desk, chat: Chat, what: MemberJoined) -> None:
    """The card is renewed; in a community, where people come all the time, once a day: and who comes there
    is written down when they turn to the bot."""
    if _is_known(chat, what.who):
        await desk.known_name(what.who.id, what.who.name)
        await desk.apply(chat.id, Joined(person=what.who.id))
    if chat.kind is ChatKind.COUPLE and what.who.id not in chat.members:
        await checkins.stop(desk, chat.id)  # a couple's chat rests until this person agreed, too
    daily = f"card/{chat.id}/{desk.now:%Y-%m-%d}" if chat.kind is ChatKind.COMMUNITY else None
    await consent.renew_card(desk, chat.id, key=daily)


async def left(desk: Desk, chat: Chat, what: MemberLeft) -> None:
    if not _is_known(chat, what.who):
        return
    await checkins.withdraw(desk, what.chat, what.who.id)
    await desk.apply(what.chat, ConsentEnded(author=what.who.id, left=True, seen=True))


def _is_known(chat: Chat, who: Who) -> bool:
    """Whether the coming and going of somebody is written down: in a community only of who turned to the
    bot. A couple rests while somebody is there who did not agree, and friends are asked by /start."""
    return chat.kind is not ChatKind.COMMUNITY or who.id in chat.members


async def commanded_by_nobody(desk: Desk, chat: Chat, what: CommandedByNobody) -> None:
    """The card is for everybody; anything else is answered to people, and here they do not show themselves.
    That is said in the chat where it was asked, once an hour at most."""
    if what.name == "start":
        await consent.renew_card(desk, chat.id, what.topic)
        return
    hourly = f"nobody/{chat.id}/{desk.now:%Y-%m-%d-%H}"
    await desk.say(Note(kind="nobody", to_chat=chat.id, about_chat=chat.id, topic=what.topic, key=hourly))
