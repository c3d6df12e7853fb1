"""/hide on Discord: what stands in direct messages gives way; what only its reader sees in a channel is left
to Discord's own way."""

from __future__ import annotations

import pytest

from tests.servers.discord import words_on
from tests.stories.discord_evening import added
from tests.stories.test_discord_unwritten import agrees_quietly

NEUTRAL = "Nothing new."
DISMISS = "Nothing new. What only you see in a channel goes with Discord's own “Dismiss message”."


@pytest.mark.parametrize("quiet", [False, True])
async def test_hiding_sends_nothing_new_and_says_what_goes_otherwise(quiet: bool) -> None:
    async with added() as evening:
        if quiet:
            await agrees_quietly(evening)
        else:
            await evening.agrees(evening.ana, evening.ben)
        for command in ("settings", "help", "privacy", "why"):
            await evening.ben.slash(command, where=evening.home)
        before = len(evening.ben.inbox)
        for _ in range(2):
            hidden = await evening.ben.slash("hide", where=evening.home)
            assert (hidden.ephemeral, words_on(hidden)) == (True, DISMISS)
            assert set(evening.texts(evening.ben)) <= {NEUTRAL}
            await evening.ben.slash("show", where=evening.home)
            assert len(evening.ben.inbox) == before


async def test_in_direct_messages_alone_there_is_nothing_more_to_say() -> None:
    async with added() as evening:
        await evening.ana.slash("help")
        await evening.ben.slash("help")
        await evening.ben.slash("hide")
        assert set(evening.texts(evening.ben)) == {NEUTRAL}
