"""What can go wrong on Telegram: restarts, blocks, accounts that are gone, sends that may have arrived."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.effects import MessageRead
from tests.servers.telegram_faults import DropsAfterAcceptance, FloodWait, TimesOutAfterAcceptance
from tests.servers.telegram_model import Message
from tests.stories.telegram_evening import TelegramEvening, telegram_evening

SEALED = "A note, when you have a minute."
AFRAID = "I am afraid of tomorrow"


def copies(evening: TelegramEvening) -> list[Message]:
    return [m for m in evening.by_bot(evening.home) if m.copied_from is not None]


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
