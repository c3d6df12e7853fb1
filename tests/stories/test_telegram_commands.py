"""What people tell the bot on Telegram, with commands and forms: answered to its person alone."""

from __future__ import annotations

import pytest

from core.effects import MessageRead, Nudge
from tests.stories.telegram_evening import TelegramEvening

SEALED = "A note, when you have a minute."
AFRAID = "I am afraid of tomorrow"


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
