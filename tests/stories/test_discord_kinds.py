"""What a channel becomes with /start on a large server: nobody there goes round its moderators."""

from __future__ import annotations

import discord
import pytest

from core.chats import ChatKind
from tests.servers.discord import Channel
from tests.stories.discord_club import Club, club

MANY = 25


def crowded(here: Club) -> None:
    for number in range(MANY):
        here.world.person(f"gardener{number}", here.server)


def closed(here: Club) -> Channel:
    """Only Ana and the bot see it."""
    bot, seen = here.world.env.bot.user, discord.PermissionOverwrite(view_channel=True)
    assert bot is not None
    all_of_them, nobody = here.server.default_role, discord.PermissionOverwrite(view_channel=False)
    return here.server.create_text_channel(
        "two-of-us", overwrites={all_of_them: nobody, here.ana.user: seen, bot: seen}
    )


async def kind_of(here: Club, channel: Channel) -> ChatKind | None:
    chat = await here.chat(channel)
    return chat.kind if chat is not None else None


@pytest.mark.parametrize("kind", ["couple", "friends"])
async def test_a_member_makes_nothing_but_a_community_of_a_channel_that_all_of_many_see(kind: str) -> None:
    async with club() as here:
        crowded(here)
        await here.ana.slash("start", where=here.seeds, kind=kind)
        await here.fay.slash("start", where=here.tools, kind=kind)
        assert await kind_of(here, here.seeds) is ChatKind.COMMUNITY
        assert await kind_of(here, here.tools) is ChatKind(kind)


async def test_two_who_have_a_channel_of_their_own_on_a_large_server_are_a_couple_there() -> None:
    async with club() as here:
        crowded(here)
        theirs = closed(here)
        await here.ana.slash("start", where=theirs, kind="couple")
        assert await kind_of(here, theirs) is ChatKind.COUPLE


@pytest.mark.parametrize("many", [False, True])
async def test_while_discord_does_not_say_how_many_there_are_it_counts_what_it_told_at_login(
    many: bool,
) -> None:
    async with club() as here:
        if many:
            crowded(here)
        await here.evening.restarts()
        here.world.env.inject_error("GET", f"/guilds/{here.server.id}", status=503, times=None)
        await here.ana.slash("start", where=here.seeds, kind="friends")
        assert await kind_of(here, here.seeds) is (ChatKind.COMMUNITY if many else ChatKind.FRIENDS)
