"""The channels of one server, switched on and off together from the panel of one of them.

Each keeps a configuration of its own. Only a community's is ruled by it: in a couple's or a group of friends'
it says nothing, so that nobody can tell from the panel which channel is theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.desk import Desk
from bot.flows import consent
from bot.visits import Press
from core import precedence
from core.chats import Chat, ChatKind
from core.events import Joined
from core.ids import ChatId, PersonId
from core.inbound import BotAdded
from core.moderation import FIELDS, Moderation


async def switched_on(desk: Desk, channels: Iterable[ChatId]) -> tuple[ChatId, ...]:
    """Those of these channels that moderators switched on."""
    found = [await desk.chat(channel) for channel in channels]
    return tuple(chat.id for chat in found if chat is not None and chat.moderation.enabled)


async def switch(visit: Press, beside: Chat, *, on: Collection[ChatId], off: Collection[ChatId]) -> None:
    """Switches channels of the server on and off; one that is not known begins as `beside` is configured."""
    for channel, title in visit.channels.items():
        if channel not in on and channel not in off:
            continue
        chat = await visit.desk.chat(channel)
        if chat is not None and chat.moderation.enabled != (channel in on):
            moderation = chat.moderation
            if precedence.moderated(chat):
                moderation = moderation.switched(visit.desk.now, on=channel in on)
            await visit.desk.save(replace(chat, moderation=replace(moderation, enabled=channel in on)))
        elif chat is None and channel in on:
            await _begin(visit, channel, title, beside)


async def configure(desk: Desk, chat: Chat, moderation: Moderation) -> Chat:
    """Whoever changes something, or is left out, is known to the chat: so they can be forgotten there."""
    by = {line.by for line in moderation.audit if line.by is not None}
    for person in sorted({*by, *moderation.exempt_people} - chat.members.keys()):
        await desk.apply(chat.id, Joined(person=PersonId(person)))
    chat = await desk.chat(chat.id) or chat
    await desk.save(precedence.configured(chat, moderation))
    return desk.touched[chat.id]


async def _begin(visit: Press, channel: ChatId, title: str, beside: Chat) -> None:
    """The card says in the channel that the bot is there."""
    what = BotAdded(chat=channel, kind=ChatKind.COMMUNITY, title=title, hears=beside.hears)
    await consent.added(visit.desk, visit.means, what)
    chat = visit.desk.touched[channel]
    same = Moderation(**{name: getattr(beside.moderation, name) for name in FIELDS})
    await configure(visit.desk, chat, replace(same, enabled=False).switched(visit.desk.now, on=True))
