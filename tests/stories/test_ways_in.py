"""Ways into Telegram: a topic of a community, a link for two, another id, and what the bot may hear there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.effects import MessageRead
from tests.servers.telegram_model import Chat, Message, User
from tests.stories.telegram_evening import TelegramEvening, telegram_evening

AFRAID = "I am afraid of tomorrow"
CARD = "Hello, I'm Attune"


@pytest.fixture
async def evening() -> AsyncIterator[TelegramEvening]:
    async with telegram_evening() as evening:
        yield evening


def link_of(evening: TelegramEvening, who: User) -> str:
    """The payload of the newest link that somebody was given."""
    text = next(t for t in reversed(evening.texts(who)) if "?start=" in t)
    address = text.splitlines()[-1]
    assert address.startswith(f"https://t.me/{evening.server.bot.username}?start=")
    return address.partition("?start=")[2]


async def pairs(evening: TelegramEvening) -> None:
    """Ana hands on a link, Ben opens it, and both agree."""
    await evening.tells_bot(evening.ana, "/pair")
    await evening.server.starts(evening.ben, link_of(evening, evening.ana))
    await evening.settles()
    await evening.presses(evening.ben, "I agree")
    await evening.presses(evening.ana, "Open")
    await evening.presses(evening.ana, "I agree")


def copies(evening: TelegramEvening, who: User) -> list[str]:
    return [m.text for m in evening.private(who) if m.copied_from is not None]


# A link for two


async def test_two_without_a_group_check_in_and_see_both_answers_on_a_tap(evening: TelegramEvening) -> None:
    await pairs(evening)
    await evening.tells_bot(evening.ana, "the sun on the tram")
    await evening.tells_bot(evening.ben, "your laugh at breakfast")
    for who in (evening.ana, evening.ben):
        assert copies(evening, who) == []
        await evening.presses(who, "Open")
        assert copies(evening, who) == ["the sun on the tram", "your laugh at breakfast"]
    assert evening.server.refusals == []


async def test_a_link_opened_by_a_third_person_leads_nowhere(evening: TelegramEvening) -> None:
    await evening.tells_bot(evening.ana, "/pair")
    payload = link_of(evening, evening.ana)
    await evening.server.starts(evening.ben, payload)
    eve = evening.server.user("Eve")
    await evening.server.starts(eve, payload)
    await evening.settles()
    assert evening.texts(eve) == [
        "That link is over by now. Whoever gave it to you can make another one with /pair."
    ]


async def test_ones_own_answer_is_marked_in_private_by_a_reply(evening: TelegramEvening) -> None:
    await pairs(evening)
    answer = await evening.tells_bot(evening.ana, "the sun on the tram")
    await evening.tells_bot(evening.ben, "your laugh at breakfast")
    await evening.server.says(evening.ana, evening.ana, "/mark", reply_to=answer)
    await evening.settles()
    await evening.presses(evening.ana, "Listen")
    await evening.passes(hours=2)
    await evening.presses(evening.ben, "Open")
    assert "listening is wanted, not advice." in "".join(evening.texts(evening.ben))


async def test_a_link_and_its_buttons_work_after_a_restart_and_no_log_holds_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with telegram_evening(tmp_path / "attune.db") as evening:
        await evening.tells_bot(evening.ana, "/pair")
        payload = link_of(evening, evening.ana)
        await evening.restarts()
        await evening.server.starts(evening.ben, payload)
        await evening.settles()
        await evening.restarts()
        await evening.presses(evening.ben, "I agree")
        await evening.restarts()
        await evening.presses(evening.ana, "Open")
        await evening.presses(evening.ana, "I agree")
        assert "small good moment" in evening.last(evening.ben)
        await evening.restarts()
        await evening.tells_bot(evening.ana, "the sun on the tram")
        await evening.tells_bot(evening.ben, "your laugh at breakfast")
        await evening.restarts()
        await evening.presses(evening.ben, "Open")
        assert copies(evening, evening.ben) == ["the sun on the tram", "your laugh at breakfast"]
    assert payload[1:] not in "".join((*capsys.readouterr(), caplog.text))


# A community with topics


async def community(evening: TelegramEvening) -> tuple[Chat, int]:
    """A forum of four in which the bot is an admin, and one of its topics."""
    server = evening.server
    forum = server.group(
        "Gardeners",
        evening.ana,
        evening.ben,
        server.user("Cleo"),
        server.user("Dan"),
        kind="supergroup",
        is_forum=True,
    )
    await server.adds_bot(forum, evening.ana, admin=True)
    topic = await server.opens_topic(evening.ana, forum, "Roses")
    await evening.settles()
    return forum, topic


def in_topic(message: Message) -> int | None:
    return message.frame.get("message_thread_id")


async def says_in(evening: TelegramEvening, who: User, forum: Chat, topic: int, text: str) -> None:
    """As every message of a topic, it is a reply to the topic's first one."""
    await evening.server.says(who, forum, text, topic=topic, reply_to=forum.by_id[topic])
    await evening.settles()


async def test_a_card_asked_for_in_a_topic_stands_there(evening: TelegramEvening) -> None:
    forum, topic = await community(evening)
    await says_in(evening, evening.ben, forum, topic, "/start")
    assert [in_topic(card) for card in evening.cards(forum)] == [None, topic]


async def test_answers_to_a_check_in_asked_for_in_a_topic_are_shown_there(evening: TelegramEvening) -> None:
    forum, topic = await community(evening)
    for who in (evening.ana, evening.ben):
        await evening.follows_card(who, forum)
        await evening.presses(who, "I agree")
        await evening.passes(hours=1)
    for who in (evening.ana, evening.ben):
        if any("Pass" in [b.text for b in m.buttons] for m in evening.private(who)):
            await evening.presses(who, "Pass")
    await says_in(evening, evening.ana, forum, topic, "/moderate")
    for switch in ("This channel: off", "Public check-ins: off"):
        await evening.presses(evening.ana, switch)
    await says_in(evening, evening.ben, forum, topic, "/checkin")
    await evening.tells_bot(evening.ana, "the sun on the tram")
    await evening.tells_bot(evening.ben, "your laugh at breakfast")
    shown = [m for m in evening.by_bot(forum) if not m.text.startswith(CARD)]
    assert [in_topic(m) for m in shown] == [topic] * 5


async def test_in_a_community_a_new_card_comes_once_a_day(evening: TelegramEvening) -> None:
    server = evening.server
    square = server.group("Square", evening.ana, kind="supergroup", username="square")
    await evening.adds_bot(square)
    for name in ("Eve", "Fay", "Gus"):
        await server.joins(server.user(name), square)
    await evening.settles()
    assert len(evening.cards(square)) == 2


# What it may hear


async def test_who_added_it_is_told_once_what_it_cannot_hear(evening: TelegramEvening) -> None:
    evening.server.world.reads_all = False
    await evening.restarts()
    await evening.tells_bot(evening.ana, "/start")
    before = len(evening.texts(evening.ana))
    await evening.adds_bot()
    (told,) = evening.texts(evening.ana)[before:]
    assert told.startswith("In “Ana and Ben” only commands reach me")
    assert len(evening.by_bot(evening.home)) == 1
    await evening.says(evening.ben, "/help")
    await evening.passes(hours=30)
    assert len([t for t in evening.texts(evening.ana) if "only commands reach me" in t]) == 1


async def test_who_never_pressed_start_is_told_nothing(evening: TelegramEvening) -> None:
    evening.server.world.reads_all = False
    await evening.restarts()
    await evening.adds_bot()
    await evening.passes(hours=30)
    assert evening.private(evening.ana) == []
    assert len(evening.by_bot(evening.home)) == 1


async def test_unmade_an_admin_it_says_so_once_a_day(evening: TelegramEvening) -> None:
    evening.server.world.reads_all = False
    await evening.restarts()
    await evening.tells_bot(evening.ana, "/start")
    await evening.server.adds_bot(evening.home, evening.ana, admin=True)
    await evening.settles()
    for _ in range(2):
        await evening.server.demotes_bot(evening.home, evening.ben)
        await evening.settles()
        assert [("only commands" in text) for text in evening.texts(evening.ana)].count(True) == 1
        await evening.server.promotes_bot(evening.home, evening.ben)
        await evening.settles()
    assert len(evening.by_bot(evening.home)) == 1


async def test_check_ins_and_marks_work_where_nothing_is_heard(evening: TelegramEvening) -> None:
    evening.server.world.reads_all = False
    await evening.restarts()
    await evening.adds_bot()
    await evening.follows_card(evening.ben)
    assert "I do not read messages in this chat" in evening.last(evening.ben)
    await evening.agrees(evening.ana, evening.ben)
    await evening.tells_bot(evening.ana, "the sun on the tram")
    await evening.tells_bot(evening.ben, "your laugh at breakfast")
    assert "the sun on the tram" in [m.text for m in evening.by_bot(evening.home)]
    await evening.marks(evening.ana, await evening.says(evening.ana, "so, that was the day"), "Listen")
    await evening.passes(hours=2)
    await evening.presses(evening.ben, "Open")
    assert evening.last(evening.ben).startswith("Ana marked the")


async def test_made_an_admin_later_it_reads_nobody_before_they_agreed_to_that(
    evening: TelegramEvening,
) -> None:
    evening.server.world.reads_all = False
    await evening.restarts()
    await evening.adds_bot()
    await evening.agrees(evening.ana, evening.ben)
    await evening.server.promotes_bot(evening.home, evening.ana)
    await evening.settles()
    await evening.says(evening.ana, AFRAID)
    assert evening.backstage.seen(MessageRead) == []
    for who in (evening.ana, evening.ben):
        assert "Now I can hear it." in evening.last(who)
    await evening.presses(evening.ana, "I agree")
    await evening.says(evening.ana, AFRAID)
    assert evening.backstage.seen(MessageRead) == []
    await evening.presses(evening.ben, "I agree")
    await evening.says(evening.ana, AFRAID)
    await evening.passes(minutes=3)
    assert len(evening.backstage.seen(MessageRead)) == 1


async def test_who_says_no_to_being_read_keeps_the_rest(evening: TelegramEvening) -> None:
    evening.server.world.reads_all = False
    await evening.restarts()
    await evening.adds_bot()
    await evening.agrees(evening.ana, evening.ben)
    await evening.server.promotes_bot(evening.home, evening.ana)
    await evening.settles()
    await evening.presses(evening.ana, "I agree")
    await evening.presses(evening.ben, "Not now")
    assert evening.last(evening.ben).startswith("That's fine. It stays as it was")
    await evening.says(evening.ana, AFRAID)
    assert evening.backstage.seen(MessageRead) == []
    await evening.tells_bot(evening.ana, "the sun on the tram")
    await evening.tells_bot(evening.ben, "your laugh at breakfast")
    assert "the sun on the tram" in [m.text for m in evening.by_bot(evening.home)]


# Nobody in particular


async def test_an_anonymous_admin_gets_a_plain_answer_once_an_hour(evening: TelegramEvening) -> None:
    await evening.begins()
    private = len(evening.private(evening.ana)), len(evening.private(evening.ben))
    for _ in range(3):
        await evening.server.says_anonymously(evening.home, f"/mydata@{evening.server.bot.username}")
    await evening.settles()
    said = [m.text for m in evening.by_bot(evening.home)][1:]
    assert [text[:28] for text in said] == ["I cannot see who is asking, "]
    await evening.server.says_anonymously(evening.home, "just talking")
    await evening.server.says_anonymously(evening.home, "/start")
    await evening.settles()
    assert (len(evening.cards()), len(evening.by_bot(evening.home))) == (2, 3)
    assert (len(evening.private(evening.ana)), len(evening.private(evening.ben))) == private


# Another id


async def test_a_group_that_becomes_a_supergroup_goes_on_where_it_was(evening: TelegramEvening) -> None:
    await evening.begins()
    await evening.says(evening.ana, AFRAID)
    await evening.says(evening.ana, "/checkin")
    await evening.tells_bot(evening.ana, "the sun on the tram")
    there = await evening.server.migrates(evening.home, evening.ana)
    await evening.settles()
    await evening.tells_bot(evening.ben, "your laugh at breakfast")
    assert [m.text for m in evening.by_bot(there) if m.copied_from is not None] == [
        "the sun on the tram",
        "your laugh at breakfast",
    ]
    await evening.says(evening.ana, "/chat", chat=there)
    assert evening.by_bot(there)[-1].text.startswith("What holds for this chat")
    read = len(evening.backstage.seen(MessageRead))
    await evening.says(evening.ben, "I am with you", chat=there)
    await evening.passes(minutes=3)
    assert len(evening.backstage.seen(MessageRead)) == read + 1
    assert evening.server.refusals == []
