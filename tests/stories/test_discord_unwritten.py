"""An evening on Discord with somebody who takes no direct messages: everything works where they press."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.discord import Answer, buttons_on, words_on
from tests.stories.discord_evening import DiscordEvening, added, begun, discord_evening

PROMPT = "What was a small good moment of the last few days?"
QUIETLY = "Agree, no direct messages"
HOUR = timedelta(hours=1)


async def agrees_quietly(evening: DiscordEvening) -> Answer:
    """Ana takes direct messages, Ben does not."""
    await evening.agrees(evening.ana)
    return await evening.ben.presses(await evening.reads_card(evening.ben), QUIETLY)


async def test_the_card_asks_and_both_ways_of_agreeing_are_one_tap() -> None:
    async with added() as evening:
        card = await evening.reads_card(evening.ben)
        assert "I then write to you in direct messages" in words_on(card)
        answer = await evening.ben.presses(card, QUIETLY)
        assert "I write to you in no direct message by myself" in words_on(answer)


async def test_the_first_question_stands_where_they_agreed_and_nothing_is_sent_to_them() -> None:
    async with added() as evening:
        await agrees_quietly(evening)
        shown = [words_on(m) for m in evening.ben.sees(evening.home) if m.flags.ephemeral]
        assert any(PROMPT in text for text in shown)
        assert evening.ben.inbox == []


async def test_a_check_in_is_shown_by_its_command_and_answered_in_a_message_to_the_bot() -> None:
    async with added() as evening:
        await agrees_quietly(evening)
        await evening.ana.dms("the sun on the tram")
        shown = await evening.ben.slash("checkin", where=evening.home)
        assert (shown.ephemeral, PROMPT in words_on(shown)) == (True, True)
        await evening.ben.dms("your laugh at breakfast")
        revealed = [words_on(message) for message in evening.by_bot(evening.ana)]
        assert revealed[-1] == "**ben**\n> your laugh at breakfast"
        assert evening.ben.inbox == []


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_pass_below_the_question_needs_no_direct_message(restarted: bool, tmp_path: Path) -> None:
    async with discord_evening(tmp_path / "attune.db") as evening:
        await evening.starts(evening.ana)
        await agrees_quietly(evening)
        shown = await evening.ben.slash("checkin", where=evening.home)
        if restarted:
            await evening.restarts()
        assert "Passed" in words_on(await evening.ben.presses(shown, "Pass"))
        assert evening.ben.inbox == []


async def test_no_note_of_a_whole_evening_comes_to_them_and_the_other_sees_silence() -> None:
    seen: list[list[str]] = []
    for quiet in (True, False):
        async with added() as evening:
            if quiet:
                await agrees_quietly(evening)
            else:
                await evening.agrees(evening.ana, evening.ben)
            await evening.ana.dms("the sun on the tram")
            message = await evening.ana.says(evening.home, "so, that was the day")
            await evening.marks(evening.ana, message, "Listen")
            await evening.passes(HOUR)
            await evening.passes(20 * HOUR)
            await evening.ana.slash("checkin", where=evening.home)
            await evening.passes(20 * HOUR)
            seen.append(evening.seen_by(evening.ana))
            assert bool(evening.ben.inbox) is not quiet
    assert seen[0] == seen[1]


async def test_what_is_asked_for_in_the_channel_is_answered_there() -> None:
    async with added() as evening:
        await agrees_quietly(evening)
        for command in ("help", "settings", "privacy", "recap", "mydata", "why", "keep", "level", "hours"):
            assert (await evening.ben.slash(command, where=evening.home)).ephemeral
        message = await evening.ben.says(evening.home, "so, that was the day")
        await evening.marks(evening.ben, message, "Listen")
        opened = await evening.ben.context_menu("Mirror my answer", message)
        assert (await evening.ben.submits(opened, {"draft": "I am with you"})).ephemeral
        assert evening.ben.inbox == []


async def test_what_they_keep_in_mind_is_listed_with_its_words_where_they_look() -> None:
    async with added() as evening:
        await agrees_quietly(evening)
        await evening.ben.slash("keep", where=evening.home, when="in 2 hours")
        await evening.ben.dms("ask about the interview")
        await evening.passes(3 * HOUR)
        count = len(evening.ben.inbox)
        listed = await evening.ben.presses(
            await evening.ben.slash("keep", where=evening.home), "What is waiting"
        )
        answer = await evening.ben.presses(listed, buttons_on(listed)[0])
        assert "> ask about the interview" in words_on(answer)
        assert len(evening.ben.inbox) == count


async def test_the_switch_turns_them_on_and_off() -> None:
    async with added() as evening:
        await agrees_quietly(evening)
        settings = await evening.ben.slash("settings", where=evening.home)
        await evening.ben.presses(settings, "Direct messages: off")
        assert PROMPT in evening.last(evening.ben)
        await evening.ben.presses(settings, "Direct messages: on")
        count = len(evening.ben.inbox)
        await evening.ben.dms("hello")
        await evening.ben.slash("help")
        answered = len(evening.ben.inbox)
        assert answered > count
        message = await evening.ana.says(evening.home, "so, that was the day")
        await evening.marks(evening.ana, message, "Listen")
        await evening.passes(HOUR)
        assert len(evening.ben.inbox) == answered


async def test_an_answer_that_lost_its_interaction_is_not_sent_as_a_message() -> None:
    """Discord forgets an interaction after fifteen minutes; a direct message would not be what was asked."""
    async with added() as evening:
        await agrees_quietly(evening)
        await evening.ben.slash("settings", where=evening.home, change="quiet 00:00-23:00")
        await evening.ana.slash("checkin", where=evening.home)
        await evening.passes(24 * HOUR)
        assert evening.ben.inbox == []


async def test_whose_direct_messages_were_closed_all_along_is_told_where_the_first_question_is() -> None:
    async with added() as evening:
        evening.ben.closes_dms()
        await evening.agrees(evening.ana)
        agreed = await evening.ben.presses(await evening.reads_card(evening.ben), "I agree")
        assert "If no question comes, /checkin shows it." in words_on(agreed)
        shown = await evening.ben.slash("checkin", where=evening.home)
        assert (shown.ephemeral, PROMPT in words_on(shown)) == (True, True)


async def test_whoever_closed_their_direct_messages_is_tried_once_and_told_where_to_look() -> None:
    async with begun() as evening:
        message = await evening.ana.says(evening.home, "so, that was the day")
        await evening.marks(evening.ana, message, "Listen")
        evening.ben.closes_dms()
        evening.world.take_sent()
        await evening.passes(HOUR)
        for _ in range(3):
            await evening.ana.slash("checkin", where=evening.home)
            await evening.passes(24 * HOUR)
        tried = [
            one for one in evening.world.take_sent() if one.path.startswith(f"/channels/{evening.ben.dm.id}")
        ]
        assert len(tried) == 1
        settings = await evening.ben.slash("settings", where=evening.home)
        assert "Direct messages: off" in buttons_on(settings)
        shown = await evening.ben.slash("checkin", where=evening.home)
        assert (shown.ephemeral, "Check-in" in words_on(shown)) == (True, True)
