"""The loop on Telegram: the real client against a loopback Bot API, the real shell behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.effects import EpisodeEnded, MessageRead, Nudge
from tests.servers.telegram_faults import DropsAfterAcceptance, FloodWait, TimesOutAfterAcceptance
from tests.servers.telegram_model import Message
from tests.stories.telegram_evening import TelegramEvening, telegram_evening

SEALED = "A note, when you have a minute."
AFRAID = "I am afraid of tomorrow"


@pytest.fixture
async def added() -> AsyncIterator[TelegramEvening]:
    """The bot came into the group; nobody agreed yet."""
    async with telegram_evening() as evening:
        await evening.adds_bot()
        yield evening


@pytest.fixture
async def evening() -> AsyncIterator[TelegramEvening]:
    """Both agreed, the first check-in is behind them."""
    async with telegram_evening() as evening:
        await evening.begins()
        yield evening


@pytest.fixture
async def marked(evening: TelegramEvening) -> TelegramEvening:
    """Ana marked a message and wishes to be listened to; Ben has not answered for an hour."""
    await evening.marks(evening.ana, await evening.says(evening.ana, "so, that was the day"), "Listen")
    await evening.passes(hours=1)
    return evening


def copies(evening: TelegramEvening) -> list[Message]:
    return [m for m in evening.by_bot(evening.home) if m.copied_from is not None]


# Agreeing


async def test_the_bot_says_in_the_chat_that_it_is_there_and_waits(added: TelegramEvening) -> None:
    assert [m.text.splitlines()[0] for m in added.by_bot(added.home)] == ["Hello, I'm Attune"]
    assert added.private(added.ana) == []


async def test_the_card_leads_each_to_a_consent_of_their_own_that_names_the_operator(
    added: TelegramEvening,
) -> None:
    await added.follows_card(added.ben)
    assert "Olga runs this bot and can technically read" in added.last(added.ben)
    assert added.private(added.ana) == []


async def test_nothing_is_read_before_both_agreed(added: TelegramEvening) -> None:
    await added.agrees(added.ana)
    await added.says(added.ana, AFRAID)
    await added.says(added.ben, "I won")
    assert added.backstage.seen(MessageRead) == []


async def test_a_refusal_shows_nowhere_and_changes_nothing_for_the_other(added: TelegramEvening) -> None:
    await added.agrees(added.ana)
    seen = added.texts(added.ana), len(added.home.messages)
    await added.follows_card(added.ben)
    await added.presses(added.ben, "Not now")
    assert added.last(added.ben).startswith("That's fine.")
    assert (added.texts(added.ana), len(added.home.messages)) == seen


async def test_who_declined_may_agree_later(added: TelegramEvening) -> None:
    await added.agrees(added.ana)
    await added.follows_card(added.ben)
    await added.presses(added.ben, "Not now")
    await added.tells_bot(added.ben, "/start")
    await added.presses(added.ben, "I agree")
    assert "small good moment" in added.last(added.ana)


async def test_a_made_up_link_leads_nowhere(added: TelegramEvening) -> None:
    eve = added.server.user("Eve")
    number, _, _ = added.payload().partition("-")
    await added.server.starts(eve, f"{number}-AAAAAAAAAAAA")
    await added.settles()
    assert not any("I would read" in text for text in added.texts(eve))


async def test_start_in_the_group_shows_the_card_again(added: TelegramEvening) -> None:
    await added.says(added.ben, "/start@attune_bot")
    assert len(added.cards()) == 2


async def test_somebody_who_joins_pauses_the_couple_and_renews_the_card(evening: TelegramEvening) -> None:
    await evening.server.joins(evening.server.user("Cleo"), evening.home, by=evening.ana)
    await evening.settles()
    before = len(evening.backstage.seen(MessageRead))
    await evening.says(evening.ana, AFRAID)
    assert (len(evening.cards()), len(evening.backstage.seen(MessageRead))) == (2, before)


# Checking in


async def test_the_first_check_in_is_asked_in_private_and_shown_in_the_chat_as_copies(
    added: TelegramEvening,
) -> None:
    await added.agrees(added.ana, added.ben)
    await added.tells_bot(added.ana, "the sun on the tram")
    assert "tram" not in "".join(m.text for m in (*added.home.messages, *added.private(added.ben)))
    await added.tells_bot(added.ben, "your laugh at breakfast")
    assert [m.text for m in added.by_bot(added.home)][1:] == [
        "Your answers\nWhat was a small good moment of the last few days?",
        "Ana",
        "the sun on the tram",
        "Ben",
        "your laugh at breakfast",
    ]


async def test_a_reply_to_a_copy_closes_that_answers_episode(added: TelegramEvening) -> None:
    await added.agrees(added.ana, added.ben)
    await added.tells_bot(added.ana, "the sun on the tram")
    await added.tells_bot(added.ben, "your laugh at breakfast")
    await added.says(added.ana, "I am with you there", to=copies(added)[1])
    await added.passes(minutes=3)
    ended = [e.episode.author for e in added.backstage.seen(EpisodeEnded)]
    assert ended == [f"telegram:{added.ben.id}"]


async def test_a_pass_looks_like_an_answer_that_does_not_come(added: TelegramEvening) -> None:
    await added.agrees(added.ana, added.ben)
    await added.tells_bot(added.ana, "the sun on the tram")
    seen = added.texts(added.ana), added.home.texts
    await added.presses(added.ben, "Pass")
    assert (added.texts(added.ana), added.home.texts) == seen


async def test_a_check_in_still_waits_after_a_draft_was_mirrored(added: TelegramEvening) -> None:
    await added.agrees(added.ana, added.ben)
    await added.tells_bot(added.ana, "/mirror")
    await added.tells_bot(added.ana, "I am with you")
    await added.tells_bot(added.ana, "the sun on the tram")
    await added.tells_bot(added.ben, "your laugh at breakfast")
    assert [m.text for m in copies(added)] == ["the sun on the tram", "your laugh at breakfast"]


async def test_whoever_left_during_a_check_in_is_taken_at_no_word(added: TelegramEvening) -> None:
    await added.agrees(added.ana, added.ben)
    await added.tells_bot(added.ana, "/leave")
    await added.presses(added.ana, "Leave")
    await added.tells_bot(added.ana, "the sun on the tram")
    assert added.last(added.ana).startswith("I take nothing from private messages")


async def test_a_check_in_asked_for_in_the_group_is_answered_in_private(evening: TelegramEvening) -> None:
    said = len(evening.by_bot(evening.home))
    await evening.says(evening.ben, "/checkin")
    assert "What did somebody do lately that made your day easier?" in evening.last(evening.ana)
    assert len(evening.by_bot(evening.home)) == said


# Marking


async def test_a_mark_reaches_the_partner_with_its_wish_after_an_hour_in_one_note(
    marked: TelegramEvening,
) -> None:
    assert marked.last(marked.ben) == SEALED
    await marked.presses(marked.ben, "Open")
    assert marked.last(marked.ben) == "Ana marked the 19:00 message: listening is wanted, not advice."
    await marked.passes(hours=20)
    assert sum(SEALED in text or "marked" in text for text in marked.texts(marked.ben)) == 1


async def test_the_author_and_the_group_see_nothing_of_the_note(evening: TelegramEvening) -> None:
    await evening.marks(evening.ana, await evening.says(evening.ana, "so, that was the day"), "Listen")
    seen = evening.texts(evening.ana), evening.home.texts
    await evening.passes(hours=1)
    for label in ("Open", "Why"):
        await evening.presses(evening.ben, label)
    await evening.presses(evening.ben, "Not this")
    assert (evening.texts(evening.ana), evening.home.texts) == seen


async def test_a_mark_names_the_moment_of_the_message_not_of_the_mark(evening: TelegramEvening) -> None:
    message = await evening.says(evening.ana, "so, that was the day")
    await evening.passes(minutes=20)
    await evening.marks(evening.ana, message, "Celebrate")
    await evening.passes(hours=1)
    await evening.presses(evening.ben, "Open")
    assert evening.last(evening.ben).startswith("Ana marked the 19:00 message")


async def test_only_ones_own_messages_can_be_marked(evening: TelegramEvening) -> None:
    message = await evening.says(evening.ana, "so, that was the day")
    await evening.says(evening.ben, "/mark", to=message)
    assert evening.last(evening.ben) == "One can mark one's own messages only."


async def test_somebody_elses_message_from_before_the_agreement_cannot_be_marked(
    added: TelegramEvening,
) -> None:
    message = await added.says(added.ana, "so, that was the day")
    await added.agrees(added.ana, added.ben)
    await added.says(added.ben, "/mark", to=message)
    assert added.last(added.ben) == "One can mark one's own messages only."


async def test_ones_own_revealed_answer_can_be_marked_on_its_copy(added: TelegramEvening) -> None:
    await added.agrees(added.ana, added.ben)
    await added.tells_bot(added.ana, "the sun on the tram")
    await added.tells_bot(added.ben, "your laugh at breakfast")
    await added.marks(added.ana, copies(added)[0], "Listen")
    assert added.last(added.ana) == "Marked: listening is wanted."


async def test_a_mark_without_a_message_says_how(evening: TelegramEvening) -> None:
    await evening.says(evening.ana, "/mark")
    assert evening.last(evening.ana).startswith("Reply to your own message with /mark")


# A note and its buttons


async def test_an_unanswered_disclosure_is_pointed_to_once(evening: TelegramEvening) -> None:
    await evening.says(evening.ana, AFRAID)
    await evening.passes(hours=1)
    await evening.presses(evening.ben, "Open")
    assert evening.last(evening.ben) == "I may be wrong: Ana's 19:00 message might be one to come back to."


async def test_a_warm_reply_leads_to_no_note_and_to_one_question(evening: TelegramEvening) -> None:
    await evening.says(evening.ana, AFRAID)
    await evening.passes(minutes=5)
    await evening.says(evening.ben, "I am with you")
    seen_by_ben = evening.texts(evening.ben)
    await evening.passes(minutes=15)
    await evening.presses(evening.ana, "Open")
    assert evening.last(evening.ana) == "About your 19:00 message: did you feel understood?"
    await evening.presses(evening.ana, "Partly")
    await evening.passes(hours=20)
    assert evening.last(evening.ana).startswith("Thank you. Only I know")
    assert (evening.texts(evening.ben), evening.backstage.seen(Nudge)) == (seen_by_ben, [])


async def test_why_tells_the_reason_and_offers_fewer(marked: TelegramEvening) -> None:
    await marked.presses(marked.ben, "Open")
    await marked.presses(marked.ben, "Why")
    assert "as one that matters" in marked.last(marked.ben)
    await marked.presses(marked.ben, "Fewer notes")
    assert marked.last(marked.ben) == "Notes come at most once a week now."


async def test_not_this_ends_the_note(marked: TelegramEvening) -> None:
    await marked.presses(marked.ben, "Open")
    await marked.presses(marked.ben, "Not this")
    assert marked.last(marked.ben) == "Understood. Such notes will be rarer."


async def test_later_brings_the_note_back_once(marked: TelegramEvening) -> None:
    await marked.presses(marked.ben, "Open")
    await marked.presses(marked.ben, "Later")
    await marked.passes(minutes=61)
    assert marked.last(marked.ben) == SEALED
    await marked.passes(hours=20)
    assert marked.texts(marked.ben).count(SEALED) == 1


async def test_we_have_talked_closes_the_episode(marked: TelegramEvening) -> None:
    await marked.presses(marked.ben, "Open")
    await marked.presses(marked.ben, "We've talked")
    (ended,) = marked.backstage.seen(EpisodeEnded)
    assert ended.episode.state == "answered"
    assert marked.last(marked.ben) == "Good. That's closed."


async def test_a_press_on_what_is_over_says_so(marked: TelegramEvening) -> None:
    note = marked.private(marked.ben)[-1]
    await marked.tells_bot(marked.ben, "/forget")
    await marked.presses(marked.ben, "Everything")
    await marked.presses(marked.ben, "Yes, forget me")
    await marked.presses_on(marked.ben, note, "Open")
    assert marked.last(marked.ben) == "That is over by now."


# Commands


def answered(evening: TelegramEvening) -> str:
    """What Ana was told last; below it may stand a file."""
    told = [m.text for m in evening.private(evening.ana) if "text" in m.content]
    return told[-1]


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("/help", "What you can do"),
        ("/privacy", "Olga runs this bot and can technically read"),
        ("/settings", "Only you see these. Quiet hours: off"),
        ("/recap", "Too early to say anything"),
        ("/mydata", "Name: Ana."),
        ("/why", "There is no note to explain."),
        ("/mirror", "Write here what you would like to say."),
    ],
)
async def test_a_command_is_answered_to_its_person_alone_wherever_it_was_said(
    evening: TelegramEvening, command: str, shown: str
) -> None:
    seen = evening.texts(evening.ben), len(evening.by_bot(evening.home))
    await evening.tells_bot(evening.ana, command)
    assert shown in answered(evening)
    count = len(evening.private(evening.ana))
    await evening.says(evening.ana, f"{command}@attune_bot")
    assert shown in answered(evening)
    with_file = command in ("/recap", "/mydata")
    assert len(evening.private(evening.ana)) == count + (2 if with_file else 1)
    assert (evening.texts(evening.ben), len(evening.by_bot(evening.home))) == seen


async def test_a_settings_switch_turns_in_place(evening: TelegramEvening) -> None:
    await evening.tells_bot(evening.ana, "/settings")
    count = len(evening.private(evening.ana))
    await evening.presses(evening.ana, "The one question: on")
    labels = [button.text for button in evening.private(evening.ana)[-1].buttons]
    assert ("The one question: off" in labels, len(evening.private(evening.ana))) == (True, count)


async def test_what_a_form_would_ask_is_asked_in_its_place_and_answered_below(
    evening: TelegramEvening,
) -> None:
    await evening.tells_bot(evening.ana, "/pause week")
    paused = evening.private(evening.ana)[-1]
    before = paused.text
    await evening.presses(evening.ana, "Until a day")
    assert paused.text == "Write it here, in one message: Until which day? Like fri or 2026-12-24"
    await evening.presses(evening.ana, "Rather not")
    assert (paused.text, evening.private(evening.ana)[-1]) == (before, paused)
    await evening.presses(evening.ana, "Until a day")
    await evening.tells_bot(evening.ana, "tomorrow")
    answer = evening.private(evening.ana)[-1]
    assert answer is not paused
    assert answer.text.startswith("Paused until Tuesday 3 March")
    assert [button.text for button in paused.buttons] == ["Rather not"]


async def test_quiet_hours_and_zone_are_set_in_words(evening: TelegramEvening) -> None:
    await evening.tells_bot(evening.ana, "/settings quiet 22:00-08:00")
    await evening.tells_bot(evening.ana, "/settings zone Europe/Berlin")
    assert "Quiet hours: 22:00–08:00. Time zone: Europe/Berlin." in evening.last(evening.ana)


async def test_a_draft_given_with_the_command_is_mirrored_at_once(evening: TelegramEvening) -> None:
    await evening.tells_bot(evening.ben, "/mirror you are pathetic")
    assert "It may also sound like blame." in evening.last(evening.ben)


async def test_a_draft_after_mirror_is_mirrored_and_goes_nowhere(evening: TelegramEvening) -> None:
    await evening.says(evening.ana, AFRAID)
    seen = evening.texts(evening.ana), evening.home.texts
    await evening.tells_bot(evening.ben, "/mirror")
    await evening.tells_bot(evening.ben, "I am with you")
    assert "Understood: comes across" in evening.last(evening.ben)
    assert (evening.texts(evening.ana), evening.home.texts) == seen


async def test_whoever_paused_is_not_read_until_they_resume(evening: TelegramEvening) -> None:
    await evening.tells_bot(evening.ana, "/pause")
    await evening.says(evening.ana, AFRAID)
    assert evening.backstage.seen(MessageRead) == []
    await evening.presses(evening.ana, "Resume")
    await evening.tells_bot(evening.ana, "/pause")
    await evening.tells_bot(evening.ana, "/resume")
    await evening.says(evening.ana, AFRAID)
    await evening.passes(minutes=3)
    assert len(evening.backstage.seen(MessageRead)) == 1


async def test_whoever_left_is_not_read_and_nobody_is_told(evening: TelegramEvening) -> None:
    seen = evening.texts(evening.ben), len(evening.by_bot(evening.home))
    await evening.tells_bot(evening.ana, "/leave")
    await evening.presses(evening.ana, "Leave")
    await evening.says(evening.ana, AFRAID)
    await evening.passes(hours=8)
    assert evening.last(evening.ana).startswith("You have left.")
    assert (evening.backstage.seen(MessageRead), evening.backstage.seen(Nudge)) == ([], [])
    assert (evening.texts(evening.ben), len(evening.by_bot(evening.home))) == seen


async def test_whoever_was_forgotten_gets_a_receipt_and_begins_from_nothing(evening: TelegramEvening) -> None:
    seen = evening.texts(evening.ben), len(evening.by_bot(evening.home))
    await evening.says(evening.ana, AFRAID)
    await evening.tells_bot(evening.ana, "/forget")
    await evening.presses(evening.ana, "Everything")
    await evening.presses(evening.ana, "Yes, forget me")
    assert evening.last(evening.ana).startswith("Done: erased from the store")
    await evening.passes(hours=8)
    assert (evening.texts(evening.ben), len(evening.by_bot(evening.home))) == seen
    await evening.tells_bot(evening.ana, "/mydata")
    assert "Chats: 0. Moments you opened: 0." in answered(evening)


async def test_a_private_command_of_somebody_in_two_chats_asks_for_which(evening: TelegramEvening) -> None:
    club = evening.server.group("The club", evening.ana, evening.ben)
    await evening.adds_bot(club)
    await evening.follows_card(evening.ana, club)
    await evening.presses(evening.ana, "I agree")
    await evening.tells_bot(evening.ana, "/leave")
    assert {button.text for button in evening.private(evening.ana)[-1].buttons} == {"The club", "Ana and Ben"}
    await evening.presses(evening.ana, "The club")
    await evening.presses(evening.ana, "Leave")
    await evening.tells_bot(evening.ana, "/recap")  # one chat is left
    assert "Too early" in answered(evening)


async def test_a_picture_says_nothing_twice_and_is_not_sent_again_for_a_button_below_it(
    evening: TelegramEvening,
) -> None:
    await evening.tells_bot(evening.ana, "/recap")
    text, picture = evening.private(evening.ana)[-2:]
    assert ("photo" in picture.content, picture.text) == (True, "Week by week: 2 Mar: 0.")
    await evening.presses(evening.ana, "Send it every week")
    assert evening.private(evening.ana)[-2:] == [text, picture]
    assert [button.text for button in text.buttons] == ["No weekly recap"]


async def test_a_private_word_nobody_asked_for_is_not_taken(evening: TelegramEvening) -> None:
    await evening.tells_bot(evening.ana, AFRAID)
    assert evening.last(evening.ana).startswith("I take nothing from private messages")
    assert evening.backstage.seen(MessageRead) == []


# What can go wrong


async def test_after_a_restart_old_buttons_and_links_still_work(tmp_path: Path) -> None:
    async with telegram_evening(tmp_path / "attune.db") as evening:
        await evening.adds_bot()
        await evening.follows_card(evening.ana)
        await evening.restarts()
        await evening.presses(evening.ana, "I agree")
        await evening.agrees(evening.ben)
        await evening.tells_bot(evening.ana, "the sun on the tram")
        await evening.restarts()
        await evening.tells_bot(evening.ben, "your laugh at breakfast")
        assert [m.text for m in copies(evening)] == ["the sun on the tram", "your laugh at breakfast"]
        await evening.says(evening.ana, "I am with you", to=copies(evening)[1])
        await evening.says(evening.ben, "I am with you, too", to=copies(evening)[0])
        await evening.passes(hours=1)
        message = await evening.says(evening.ana, "so, that was the day")
        await evening.says(evening.ana, "/mark", to=message)
        await evening.restarts()
        await evening.presses(evening.ana, "Listen")
        await evening.passes(hours=1)
        await evening.restarts()
        await evening.presses(evening.ben, "Open")
        assert evening.last(evening.ben).startswith("Ana marked the 19:00 message: listening is wanted")
        await evening.restarts()
        await evening.presses(evening.ben, "We've talked")
        assert evening.last(evening.ben) == "Good. That's closed."


async def test_a_blocked_person_ends_quietly_and_is_not_tried_again(evening: TelegramEvening) -> None:
    await evening.says(evening.ana, AFRAID)
    await evening.server.blocks(evening.ben)
    await evening.settles()
    seen = evening.texts(evening.ana), evening.home.texts
    refused = len(evening.server.refusals)
    await evening.passes(hours=1)
    await evening.passes(hours=20)
    assert evening.server.refusals[refused:] == []
    assert (evening.texts(evening.ana), evening.home.texts) == seen


async def test_a_deleted_account_is_tried_once_and_then_left_alone(evening: TelegramEvening) -> None:
    await evening.server.deactivates(evening.ben)
    seen = evening.texts(evening.ana), len(evening.by_bot(evening.home))
    refused = len(evening.server.refusals)
    for _ in range(3):
        await evening.says(evening.ana, AFRAID)
        await evening.passes(hours=1)
        await evening.passes(hours=30)
    assert [refusal.code for refusal in evening.server.refusals[refused:]] == [403]
    assert (evening.texts(evening.ana), len(evening.by_bot(evening.home))) == seen


async def test_who_unblocks_and_writes_is_answered_again(evening: TelegramEvening) -> None:
    await evening.server.blocks(evening.ben)
    await evening.settles()
    await evening.server.starts(evening.ben)
    await evening.settles()
    assert evening.last(evening.ben).startswith("What you can do")


@pytest.mark.parametrize("fault", [TimesOutAfterAcceptance(), DropsAfterAcceptance()], ids=repr)
async def test_a_send_that_may_have_arrived_is_never_sent_again(
    evening: TelegramEvening, fault: TimesOutAfterAcceptance | DropsAfterAcceptance
) -> None:
    await evening.says(evening.ana, AFRAID)
    evening.server.breaks_next("sendMessage", fault)
    await evening.passes(hours=1)
    await evening.passes(hours=1)
    await evening.presses(evening.ben, "Open")
    sealed = [text for text in evening.texts(evening.ben) if text == SEALED]
    assert (len(sealed), "19:00" in evening.last(evening.ben)) == (1, True)


async def test_a_note_that_telegram_asked_to_wait_with_comes_later_and_once(evening: TelegramEvening) -> None:
    await evening.says(evening.ana, AFRAID)
    evening.server.breaks_next("sendMessage", FloodWait(1))
    await evening.passes(hours=1)
    assert SEALED not in evening.texts(evening.ben)
    await evening.passes(seconds=2)
    await evening.passes(hours=1)
    assert evening.texts(evening.ben).count(SEALED) == 1


async def test_removing_the_bot_ends_every_consent(evening: TelegramEvening) -> None:
    await evening.server.removes_bot(evening.home, evening.ana)
    await evening.settles()
    await evening.adds_bot()
    await evening.says(evening.ana, AFRAID)
    assert evening.backstage.seen(MessageRead) == []


async def test_the_group_hears_only_the_card_and_what_was_asked_for(marked: TelegramEvening) -> None:
    for label in ("Open", "Why", "We've talked"):
        note = next(m for m in reversed(marked.private(marked.ben)) if label in [b.text for b in m.buttons])
        await marked.presses_on(marked.ben, note, label)
    await marked.passes(hours=48)
    assert [m.text.splitlines()[0] for m in marked.by_bot(marked.home)] == ["Hello, I'm Attune"]
