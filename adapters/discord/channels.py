"""Which channels of a server somebody may choose among: no others are listed, named or switched for them.
And which of them not everybody there sees."""

from __future__ import annotations

from typing import Final

import discord

from adapters.discord.ids import channel_chat
from core.ids import ChatId

TO_SEE: Final = discord.Permissions(view_channel=True)
TO_WRITE: Final = discord.Permissions(view_channel=True, send_messages=True)


def channels_for(interaction: discord.Interaction[discord.Client]) -> dict[ChatId, str]:
    """Text channels of the interaction's server, with their names: those that this person sees, as Discord
    says with the interaction, and in which the bot may write. Empty outside of servers, and of one that the
    gateway has not told of."""
    server, person, bot = interaction.guild, interaction.user, interaction.client.user
    me = server.get_member(bot.id) if server is not None and bot is not None else None
    if server is None or me is None or not isinstance(person, discord.Member):
        return {}
    return {
        channel_chat(each.id): each.name
        for each in server.text_channels
        if each.permissions_for(person) >= TO_SEE and each.permissions_for(me) >= TO_WRITE
    }


def is_closed(client: discord.Client, channel: object) -> bool:
    """Whether not everybody on its server sees a channel, as far as the gateway told."""
    found = client.get_channel(int(str(channel)))
    if not isinstance(found, discord.abc.GuildChannel | discord.Thread):
        return False
    if isinstance(found, discord.Thread) and found.is_private():
        return True
    everybody = found.guild.get_role(found.guild.id)
    parent = found.parent if isinstance(found, discord.Thread) else found
    return everybody is not None and parent is not None and not parent.permissions_for(everybody) >= TO_SEE
