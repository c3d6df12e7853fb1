"""The loop on Telegram: the real client against a loopback Bot API, the real shell behind it."""

from __future__ import annotations

from core.effects import EpisodeEnded, MessageRead, Nudge
from tests.servers.telegram_model import Message
from tests.stories.telegram_evening import TelegramEvening

SEALED = "A note, when you have a minute."
AFRAID = "I am afraid of tomorrow"


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
