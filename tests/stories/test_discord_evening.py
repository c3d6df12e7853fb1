"""The loop on Discord without passive listening: real discord.py in a simulation, the real shell behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.effects import EpisodeEnded, MessageRead, Nudge
from tests.servers.discord import words_on
from tests.stories.discord_evening import DiscordEvening, added, begun, discord_evening, marked

pytestmark = pytest.mark.slow

SEALED = "A note, when you have a minute."
HOUR = timedelta(hours=1)
PROMPT = "What was a small good moment of the last few days?"


def shared(evening: DiscordEvening) -> list[str]:
    """What the bot wrote in the channel, each by its first line."""
    return [words_on(message).splitlines()[0] for message in evening.by_bot(evening.ben)]


# Agreeing


async def test_start_shows_one_card_to_all_and_the_consent_to_whoever_started() -> None:
    async with discord_evening() as evening:
        answer = await evening.starts(evening.ana)
        assert shared(evening) == ["**Hello, I'm Attune**"]
        assert (answer.ephemeral, "Olga runs this bot" in words_on(answer)) == (True, True)
        assert len(evening.seen_by(evening.ben)) == 1


async def test_the_cards_button_shows_the_consent_to_its_presser_alone() -> None:
    async with added() as evening:
        seen = evening.seen_by(evening.ana)
        answer = await evening.reads_card(evening.ben)
        assert (answer.ephemeral, "Olga runs this bot" in words_on(answer)) == (True, True)
        assert evening.seen_by(evening.ana) == seen


async def test_a_refusal_shows_nowhere_and_changes_nothing_for_the_other() -> None:
    async with added() as evening:
        await evening.agrees(evening.ana)
        seen = evening.seen_by(evening.ana)
        answer = await evening.ben.presses(await evening.reads_card(evening.ben), "Not now")
        assert words_on(answer).startswith("That's fine.")
        assert evening.seen_by(evening.ana) == seen


# Checking in


async def test_the_first_check_in_is_answered_in_private_and_shown_in_the_channel() -> None:
    async with added() as evening:
        await evening.agrees(evening.ana, evening.ben)
        assert all(PROMPT in evening.last(who) for who in (evening.ana, evening.ben))
        await evening.ana.dms("the sun on the tram")
        assert "tram" not in "".join(evening.seen_by(evening.ben))
        await evening.ben.dms("your laugh at breakfast")
        assert [words_on(message) for message in evening.by_bot(evening.ben)][1:] == [
            f"**Your answers**\n{PROMPT}",
            "**ana**\n> the sun on the tram",
            "**ben**\n> your laugh at breakfast",
        ]


async def test_a_pass_looks_like_an_answer_that_does_not_come() -> None:
    async with added() as evening:
        await evening.agrees(evening.ana, evening.ben)
        await evening.ana.dms("the sun on the tram")
        seen = evening.seen_by(evening.ana)
        await evening.presses(evening.ben, "Pass")
        assert evening.seen_by(evening.ana) == seen


async def test_a_check_in_asked_for_in_the_channel_comes_in_private() -> None:
    async with begun() as evening:
        answer = await evening.ben.slash("checkin", where=evening.home)
        assert (answer.ephemeral, "on its way" in words_on(answer)) == (True, True)
        assert "What did somebody do lately that made your day easier?" in evening.last(evening.ana)
        assert shared(evening) == ["**Hello, I'm Attune**"]


# Words behind a command


@pytest.mark.parametrize(
    ("command", "word", "said"),
    [
        ("settings", {"change": "quiet 22:00-08:00"}, "Quiet hours: 22:00–08:00"),
        ("settings", {"change": "zone Europe/Berlin"}, "Time zone: Europe/Berlin"),
        ("pause", {"until": "24h"}, "Paused until Friday 2 January, 01:00"),
        ("recap", {"change": "weekly"}, "A recap comes every Sunday now"),
        ("checkins", {"change": "mon thu 20:00"}, "Monday and Thursday at 20:00"),
    ],
)
async def test_what_is_written_behind_a_command_is_understood(
    command: str, word: dict[str, str], said: str
) -> None:
    async with begun() as evening:
        answer = await evening.ana.slash(command, where=evening.home, **word)
        assert answer.ephemeral
        assert any(said in text for text in (words_on(answer), *evening.seen_by(evening.ana)))


# Marking, and the note


async def test_a_mark_reaches_the_partner_with_its_wish_after_an_hour_in_one_note() -> None:
    async with marked() as evening:
        assert evening.last(evening.ben) == SEALED
        await evening.presses(evening.ben, "Open")
        assert evening.last(evening.ben) == "ana marked the 01:00 message: listening is wanted, not advice."
        count = len(evening.ben.inbox)
        await evening.passes(20 * HOUR)
        assert len(evening.ben.inbox) == count


async def test_the_author_and_the_channel_see_nothing_of_the_note() -> None:
    async with begun() as evening:
        message = await evening.ana.says(evening.home, "so, that was the day")
        await evening.marks(evening.ana, message, "Listen")
        seen = evening.seen_by(evening.ana)
        await evening.passes(HOUR)
        for label in ("Open", "Why", "Fewer notes"):
            await evening.presses(evening.ben, label)
        await evening.presses(evening.ben, "Not this")
        assert evening.seen_by(evening.ana) == seen


async def test_a_mark_is_asked_for_its_wish_in_private() -> None:
    async with begun() as evening:
        message = await evening.ana.says(evening.home, "so, that was the day")
        seen = evening.seen_by(evening.ben)
        answer = await evening.ana.context_menu("This matters", message)
        assert (answer.ephemeral, words_on(answer)) == (True, "What would you like for your 01:00 message?")
        assert evening.seen_by(evening.ben) == seen


async def test_a_mark_names_the_moment_of_the_message_not_of_the_mark() -> None:
    async with begun() as evening:
        message = await evening.ana.says(evening.home, "so, that was the day")
        await evening.passes(timedelta(minutes=20))
        await evening.marks(evening.ana, message, "Celebrate")
        await evening.passes(HOUR)
        await evening.presses(evening.ben, "Open")
        assert evening.last(evening.ben).startswith("ana marked the 01:00 message")


async def test_only_ones_own_messages_can_be_marked() -> None:
    async with begun() as evening:
        message = await evening.ana.says(evening.home, "so, that was the day")
        answer = await evening.ben.context_menu("This matters", message)
        assert words_on(answer) == "One can mark one's own messages only."


async def test_ones_own_revealed_answer_can_be_marked_on_its_copy() -> None:
    async with added() as evening:
        await evening.agrees(evening.ana, evening.ben)
        await evening.ana.dms("the sun on the tram")
        await evening.ben.dms("your laugh at breakfast")
        await evening.marks(evening.ana, evening.by_bot(evening.ana)[-2], "Listen")
        refused = await evening.ben.context_menu("This matters", evening.by_bot(evening.ben)[-2])
        assert "Marked: listening is wanted." in evening.seen_by(evening.ana)
        assert words_on(refused) == "One can mark one's own messages only."


async def test_later_brings_the_note_back_once() -> None:
    async with marked() as evening:
        await evening.presses(evening.ben, "Open")
        await evening.presses(evening.ben, "Later")
        await evening.passes(timedelta(minutes=61))
        assert evening.last(evening.ben) == SEALED
        await evening.passes(20 * HOUR)
        assert evening.texts(evening.ben).count(SEALED) == 1


async def test_why_tells_the_reason() -> None:
    async with marked() as evening:
        await evening.presses(evening.ben, "Open")
        await evening.presses(evening.ben, "Why")
        assert "as one that matters" in evening.last(evening.ben)


async def test_we_have_talked_closes_the_episode() -> None:
    async with marked() as evening:
        await evening.presses(evening.ben, "Open")
        await evening.presses(evening.ben, "We've talked")
        (ended,) = evening.backstage.seen(EpisodeEnded)
        assert (ended.episode.state, evening.last(evening.ben)) == ("answered", "Good. That's closed.")


async def test_what_is_said_in_the_channel_is_never_read() -> None:
    async with marked() as evening:
        for who in (evening.ana, evening.ben):
            await evening.ana.reacts(await who.says(evening.home, "I am afraid of tomorrow"), "❤️")
        await evening.passes(HOUR)
        assert evening.backstage.seen(MessageRead) == []
        assert len(evening.backstage.seen(Nudge)) == 1


# Commands


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("help", "What you can do"),
        ("privacy", "Olga runs this bot and can technically read"),
        ("settings", "Only you see these. Quiet hours: off"),
        ("recap", "Too early to say anything"),
        ("mydata", "Name: ana."),
        ("why", "There is no note to explain."),
        ("mirror", "What would you like to say? Write it with the button below"),
        ("mark", "This matters"),
    ],
)
async def test_a_command_is_answered_to_its_person_alone_wherever_it_was_said(
    command: str, shown: str
) -> None:
    async with begun() as evening:
        seen = evening.seen_by(evening.ben)
        assert shown in words_on(await evening.ana.slash(command))
        answer = await evening.ana.slash(command, where=evening.home)
        assert (answer.ephemeral, shown in words_on(answer)) == (True, True)
        assert evening.seen_by(evening.ben) == seen


async def test_a_settings_switch_turns_in_place() -> None:
    async with begun() as evening:
        answer = await evening.ana.slash("settings", where=evening.home)
        count = len(evening.seen_by(evening.ana))
        await evening.ana.presses(answer, "The one question: on")
        assert len(evening.seen_by(evening.ana)) == count


async def test_a_draft_is_mirrored_against_the_message_it_answers() -> None:
    async with begun() as evening:
        message = await evening.ana.says(evening.home, "I am afraid of tomorrow")
        seen = evening.seen_by(evening.ana)
        opened = await evening.ben.context_menu("Mirror my answer", message)
        answer = await evening.ben.submits(opened, {"draft": "I am with you"})
        assert (answer.ephemeral, "Understood: comes across" in words_on(answer)) == (True, True)
        assert evening.seen_by(evening.ana) == seen


async def test_a_draft_given_with_the_command_is_mirrored_at_once() -> None:
    async with begun() as evening:
        answer = await evening.ben.slash("mirror", where=evening.home, draft="I am with you")
        assert "Understood: comes across" in words_on(answer)


async def test_a_draft_after_mirror_is_mirrored_in_private() -> None:
    async with begun() as evening:
        await evening.ben.slash("mirror")
        await evening.ben.dms("you are pathetic")
        assert "It may also sound like blame." in evening.last(evening.ben)


async def test_whoever_paused_gets_no_notes_and_nobody_is_told() -> None:
    async with begun() as evening:
        seen = evening.seen_by(evening.ana)
        answer = await evening.ben.slash("pause", where=evening.home)
        assert words_on(answer).startswith("Paused.")
        message = await evening.ana.says(evening.home, "so, that was the day")
        await evening.marks(evening.ana, message, "Listen")
        await evening.passes(20 * HOUR)
        assert evening.backstage.seen(Nudge) == []
        assert [text for text in evening.seen_by(evening.ana) if text not in seen] == [
            "Marked: listening is wanted."
        ]
        assert words_on(await evening.ben.presses(answer, "Resume")) == "Resumed."


async def test_whoever_left_gets_nothing_more_and_nobody_is_told() -> None:
    async with begun() as evening:
        seen = evening.seen_by(evening.ana)
        answer = await evening.ben.slash("leave", where=evening.home)
        assert words_on(await evening.ben.presses(answer, "Leave")).startswith("You have left.")
        assert evening.seen_by(evening.ana) == seen


async def test_whoever_was_forgotten_gets_a_receipt_and_begins_from_nothing() -> None:
    async with begun() as evening:
        seen = evening.seen_by(evening.ben)
        asked = await evening.ana.slash("forget", where=evening.home)
        sure = await evening.ana.presses(asked, "Everything")
        await evening.ana.presses(sure, "Yes, forget me")
        assert any("Done: erased from the store" in text for text in evening.seen_by(evening.ana))
        assert "Chats: 0. Moments you opened: 0." in words_on(await evening.ana.slash("mydata"))
        assert evening.seen_by(evening.ben) == seen


# What can go wrong


async def test_after_a_restart_old_buttons_still_work(tmp_path: Path) -> None:
    async with discord_evening(tmp_path / "attune.db") as evening:
        await evening.starts(evening.ana)
        consent = await evening.reads_card(evening.ana)
        await evening.restarts()
        await evening.ana.presses(consent, "I agree")
        await evening.agrees(evening.ben)
        await evening.ana.dms("the sun on the tram")
        await evening.restarts()
        await evening.ben.dms("your laugh at breakfast")
        assert len(evening.by_bot(evening.ana)) == 4
        wish = await evening.ana.context_menu("This matters", evening.by_bot(evening.ana)[-2])
        await evening.restarts()
        await evening.ana.presses(wish, "Listen")
        await evening.passes(HOUR)
        await evening.restarts()
        await evening.presses(evening.ben, "Open")
        assert "listening is wanted" in evening.last(evening.ben)
        await evening.restarts()
        await evening.presses(evening.ben, "We've talked")
        assert evening.last(evening.ben) == "Good. That's closed."


async def test_closed_direct_messages_end_a_note_quietly() -> None:
    async with begun() as evening:
        message = await evening.ana.says(evening.home, "so, that was the day")
        await evening.marks(evening.ana, message, "Listen")
        evening.ben.closes_dms()
        seen = evening.seen_by(evening.ana)
        evening.world.take_sent()
        await evening.passes(HOUR)
        await evening.passes(20 * HOUR)
        assert len([one for one in evening.world.take_sent() if one.message is not None]) == 1
        assert evening.seen_by(evening.ana) == seen


async def test_a_send_that_may_have_arrived_is_never_sent_again() -> None:
    async with begun() as evening:
        message = await evening.ana.says(evening.home, "so, that was the day")
        await evening.marks(evening.ana, message, "Listen")
        path = f"/channels/{evening.ben.dm.id}/messages"
        evening.world.env.inject_error("POST", path, status=503, code=0, message="no")
        evening.world.take_sent()
        await evening.passes(HOUR)
        await evening.passes(20 * HOUR)
        assert [one.path for one in evening.world.take_sent() if one.message is not None] == [path]


async def test_the_channel_hears_only_the_card_and_what_was_asked_for() -> None:
    async with marked() as evening:
        await evening.presses(evening.ben, "Open")
        await evening.presses(evening.ben, "We've talked")
        await evening.passes(48 * HOUR)
        assert shared(evening) == ["**Hello, I'm Attune**"]
