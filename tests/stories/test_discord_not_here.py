"""Where an answer stands in the couple's channel, nothing asks for private words "here"."""

from __future__ import annotations

import pytest

from tests.servers.discord import Answer, buttons_on, words_on
from tests.stories.discord_evening import DiscordEvening, added
from tests.stories.test_discord_unwritten import agrees_quietly

GUESS = "Guess what mattered most"
DIRECT = "in a direct message"


async def both_agree(evening: DiscordEvening, *, quiet: bool) -> None:
    if quiet:
        await agrees_quietly(evening)
    else:
        await evening.agrees(evening.ana, evening.ben)


@pytest.mark.parametrize("quiet", [False, True])
async def test_a_draft_is_written_in_a_form_or_in_a_direct_message(quiet: bool) -> None:
    async with added() as evening:
        await both_agree(evening, quiet=quiet)
        asked = await evening.ben.slash("mirror", where=evening.home)
        assert (asked.ephemeral, buttons_on(asked)) == (True, ["Write a draft"])
        assert (DIRECT in words_on(asked), " here" in words_on(asked)) == (True, False)
        form = await evening.ben.presses(asked, "Write a draft")
        shown = await evening.ben.submits(form, {"draft": "I am with you"})
        assert "What comes across" in words_on(shown)
        assert not any("What comes across" in words_on(m) for m in evening.by_bot(evening.ana))


async def test_a_draft_in_a_direct_message_is_read_too() -> None:
    async with added() as evening:
        await evening.agrees(evening.ana, evening.ben)
        await evening.ben.slash("mirror", where=evening.home)
        await evening.ben.dms("I am with you")
        assert "What comes across" in evening.last(evening.ben)


@pytest.mark.parametrize("quiet", [False, True])
async def test_a_guess_is_written_in_a_direct_message(quiet: bool) -> None:
    async with added() as evening:
        await both_agree(evening, quiet=quiet)
        await evening.ana.dms("the sun")
        await evening.ben.slash("checkin", where=evening.home)
        await evening.ben.dms("your laugh")
        asked = await guesses(evening)
        assert (asked.ephemeral, DIRECT in words_on(asked), " here" in words_on(asked)) == (True, True, False)
        left = await evening.ben.presses(asked, buttons_on(asked)[0])
        assert " here" not in words_on(left)


async def guesses(evening: DiscordEvening) -> Answer:
    reveal = next(m for m in reversed(evening.by_bot(evening.ana)) if GUESS in buttons_on(m))
    return await evening.ben.presses(reveal, GUESS)
