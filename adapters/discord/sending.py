"""Messages on their way out: edited in place, or sent once, with copies of others below."""

from __future__ import annotations

from typing import TypeAlias

import discord

from adapters.discord.delivery import LATER_S, delivery
from adapters.discord.gateway import Gateway
from adapters.discord.ids import MISSING_COPY, Place, Reference, place_of
from adapters.discord.render import Page, quote_view
from core.ids import ChatId, MessageId
from core.ports import MaybeSent, NotSent, Refused

Messageable: TypeAlias = discord.DMChannel | discord.PartialMessageable


async def edited(client: Gateway, page: Page, before: Reference | None) -> Reference | None:
    """In place; None when there is nothing to edit any more."""
    if before is None or before.fleeting:
        return None
    message = client.get_partial_messageable(before.channel).get_partial_message(before.message)
    try:
        await message.edit(view=page.view, attachments=page.files(), allowed_mentions=client.allowed_mentions)
    except discord.NotFound:
        return None
    return before


async def sent(client: Gateway, place: Place, page: Page, nonce: str) -> Reference:
    """A new message. Discord takes a nonce once: the library repeats a request that met a fault."""
    message = await (await _open(client, place)).send(view=page.view, files=page.files(), nonce=nonce)
    return Reference(message.channel.id, message.id)


async def quoted(client: Gateway, chat: ChatId, message: MessageId) -> Page | None:
    """A private message as it stands now; None when it is gone. Nothing was sent yet if this fails."""
    place = place_of(chat)
    if place is None or not message.isdecimal():
        return None
    try:
        with delivery():
            found = await (await _open(client, place)).fetch_message(int(message))
    except Refused:
        return None
    except MaybeSent:
        raise NotSent(LATER_S, in_order=True) from None
    pictures = [each.url for each in found.attachments if (each.content_type or "").startswith("image/")]
    others = [each.url for each in found.attachments if each.url not in pictures]
    return Page(quote_view(found.author.display_name, "\n".join([found.content, *others]).strip(), pictures))


async def copied(client: Gateway, place: Place, quote: Page | None, nonce: str) -> str:
    """The id of a copy. The screen above it stands already, so that a refusal now leaves it unknown."""
    if quote is None:
        return MISSING_COPY
    try:
        with delivery():
            return str((await sent(client, place, quote, nonce)).message)
    except Refused:
        raise MaybeSent from None


async def _open(client: Gateway, place: Place) -> Messageable:
    if place.direct:
        return await client.create_dm(discord.Object(place.snowflake))
    return client.get_partial_messageable(place.snowflake)
