"""Whether the bot may write first is said once; a later yes to something else turns nothing."""

from __future__ import annotations

import pytest

from tests.servers.discord import Answer, buttons_on, words_on
from tests.stories.discord_evening import CARD, DiscordEvening, added, discord_evening
from tests.stories.test_discord_unwritten import QUIETLY, agrees_quietly

DIRECT = "direct messages"


async def reads_another_card(evening: DiscordEvening) -> Answer:
    other = evening.server.create_text_channel("others")
    await evening.ana.slash("start", where=other, kind="couple")
    card = next(m for m in reversed(evening.ben.sees(other)) if CARD in buttons_on(m))
    return await evening.ben.presses(card, CARD)


async def switch(evening: DiscordEvening) -> str:
    settings = await evening.ben.slash("settings", where=evening.home)
    return next(label for label in buttons_on(settings) if label.startswith("Direct messages"))


@pytest.mark.parametrize("quiet", [False, True])
async def test_where_it_was_said_before_the_card_does_not_ask_and_turns_nothing(quiet: bool) -> None:
    async with added() as evening:
        if quiet:
            await agrees_quietly(evening)
        else:
            await evening.agrees(evening.ana, evening.ben)
        before = await switch(evening)
        card = await reads_another_card(evening)
        assert (QUIETLY in buttons_on(card), DIRECT in words_on(card)) == (False, False)
        count = len(evening.ben.inbox)
        await evening.ben.presses(card, "I agree")
        assert await switch(evening) == before == f"Direct messages: {'off' if quiet else 'on'}"
        assert not quiet or len(evening.ben.inbox) == count


async def test_turned_off_in_settings_it_stays_off_after_a_yes_to_a_link() -> None:
    async with discord_evening() as evening:
        await evening.ben.slash("pair", where=evening.home)
        settings = await evening.ben.slash("settings", where=evening.home)
        await evening.ben.presses(settings, "Direct messages: on")
        link = await evening.ana.slash("pair", where=evening.home)
        await evening.ben.dms(words_on(link).split("\n")[-1])
        assert "I write to you in no direct message by myself" in evening.last(evening.ben)
        await evening.presses(evening.ben, "I agree")
        assert await switch(evening) == "Direct messages: off"
        await evening.presses(evening.ana, "Open")
        count = len(evening.ben.inbox)
        await evening.presses(evening.ana, "I agree")
        assert len(evening.ben.inbox) == count
        shown = await evening.ben.slash("checkin", where=evening.home)
        assert "Check-in" in words_on(shown)


async def test_a_link_of_ones_own_leaves_it_off_for_whoever_opens_it() -> None:
    async with added() as evening:
        await agrees_quietly(evening)
        link = await evening.ben.slash("pair", where=evening.home)
        count = len(evening.ben.inbox)
        await evening.ana.dms(words_on(link).split("\n")[-1])
        await evening.presses(evening.ana, "I agree")
        assert (await switch(evening), len(evening.ben.inbox)) == ("Direct messages: off", count)
