"""Two on Discord who came together by a link, and one of whom takes no direct messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from tests.servers.discord import Answer, words_on
from tests.stories.discord_evening import DiscordEvening, discord_evening

SEALED = "A note, when you have a minute."
HOUR = timedelta(hours=1)


@asynccontextmanager
async def answered() -> AsyncIterator[DiscordEvening]:
    """Ben turned direct messages off after the first question; both answered it."""
    async with discord_evening() as evening:
        link = await evening.ana.slash("pair", where=evening.home)
        await evening.ben.dms(words_on(link).split("\n")[-1])
        await evening.presses(evening.ben, "I agree")
        await evening.presses(evening.ana, "Open")
        await evening.presses(evening.ana, "I agree")
        await switch(evening, "Direct messages: on")
        await evening.ana.dms("the sun on the tram")
        await evening.ben.dms("your laugh")
        yield evening


async def switch(evening: DiscordEvening, label: str) -> None:
    settings = await evening.ben.slash("settings", where=evening.home)
    await evening.ben.presses(settings, label)


async def checkin(evening: DiscordEvening) -> Answer:
    return await evening.ben.slash("checkin", where=evening.home)


async def test_the_answers_that_wait_are_shown_by_the_command_and_open_there() -> None:
    async with answered() as evening:
        before = len(evening.ben.inbox)
        shown = await checkin(evening)
        assert (shown.ephemeral, words_on(shown)) == (True, SEALED)
        opened = await evening.ben.presses(shown, "Open")
        assert "Your answers" in words_on(opened)
        alone = " ".join(words_on(m) for m in evening.ben.sees(evening.home) if m.flags.ephemeral)
        assert "> the sun on the tram" in alone
        assert len(evening.ben.inbox) == before


async def test_until_they_are_opened_they_wait_and_after_that_they_come_no_more() -> None:
    async with answered() as evening:
        await checkin(evening)
        await evening.passes(HOUR)
        shown = await checkin(evening)
        assert words_on(shown) == SEALED
        await evening.ben.presses(shown, "Open")
        assert words_on(await checkin(evening)) != SEALED
        before = len(evening.ben.inbox)
        await switch(evening, "Direct messages: off")
        await evening.passes(HOUR)
        assert SEALED not in evening.texts(evening.ben)[before:]


@pytest.mark.parametrize("quiet", [False, True])
async def test_in_their_quiet_hours_what_they_ask_for_is_shown(quiet: bool) -> None:
    async with answered() as evening:
        if quiet:
            await evening.ben.slash("settings", where=evening.home, change="quiet 00:00-23:00")
        assert words_on(await checkin(evening)) == SEALED
