"""Which channels of a server somebody may choose among: no others are listed, named or switched for them."""

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
