"""The client shows screens on a loopback Telegram: at most once, edited in place, with copies below."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.telegram.client import TelegramPlatform
from core.ids import ChatId, MessageId, PersonId
from core.notes import Note, NoteId
from core.ports import MaybeSent, Moved, NotSent, Refused, Unreachable
from core.screens.model import Attachment, Button, Screen
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_faults import (
    Drips,
    DropsAfterAcceptance,
    DropsBeforeAcceptance,
    Fault,
    FloodWait,
    GarbageBody,
    HalfOpen,
    ProxyPage,
    ServerError,
    TimesOutAfterAcceptance,
)
from tests.servers.telegram_model import Chat, Message, User
from tests.servers.telegram_rules import bad_request
from tests.telegram.small_shell import FAST, platform_of

NOTE = NoteId(17)
ASK = Screen(text="Did you feel understood?", rows=((Button("yes", "Yes"), Button("no", "No")),))


@pytest.fixture
async def platform(server: TelegramServer) -> AsyncIterator[TelegramPlatform]:
    client = platform_of(server)
    yield client
    await client.close()


@pytest.fixture
async def ana(server: TelegramServer) -> User:
    """Ana, who has started the bot."""
    ana = server.user("Ana")
    await server.starts(ana)
    return ana


@pytest.fixture
async def ben(server: TelegramServer) -> User:
    """Ben, who has started the bot."""
    ben = server.user("Ben")
    await server.starts(ben)
    return ben


@pytest.fixture
async def us(server: TelegramServer, ana: User, ben: User) -> Chat:
    """Ana's and Ben's chat with the bot."""
    chat = server.group("Us", ana, ben)
    await server.adds_bot(chat, ana)
    return chat


def to(who: User, **more: Any) -> Note:
    return Note(kind="question", to_person=PersonId(f"telegram:{who.id}"), **more)


def reveal(chat: Chat, *answers: Message, **names: str) -> Note:
    """A reveal in a chat with copies of private answers."""
    copies = tuple((ChatId(f"telegram:{a.chat.id}"), MessageId(str(a.id))) for a in answers)
    return Note(kind="reveal", to_chat=ChatId(f"telegram:{chat.id}"), copies=copies, args=names)


def seen_by(server: TelegramServer, who: User) -> list[str]:
    """What the bot said to a person, after their /start."""
    return server.chat(who).texts[1:]


async def test_a_note_to_a_person_arrives_in_their_own_chat_with_its_buttons(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    shown = await platform.show(NOTE, to(ana), ASK, None)
    message = server.chat(ana).messages[-1]
    assert shown == f"{ana.id}/{message.id}"
    assert (message.text, [b.data for b in message.buttons]) == (ASK.text, ["17:yes", "17:no"])


async def test_a_file_follows_its_screen(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    file = Attachment("own-data.json", "application/json", b"{}")
    shown = await platform.show(NOTE, to(ana), Screen(text="Your data.", attachment=file), None)
    words, sent = server.chat(ana).messages[-2:]
    assert (shown, words.text) == (f"{ana.id}/{words.id}", "Your data.")
    assert (sent.content["document"]["file_name"], sent.content["document"]["file_size"]) == (file.name, 2)


async def test_a_picture_is_shown_with_its_words(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    file = Attachment("recap.png", "image/png", b"png", alt="Four weeks.")
    await platform.show(NOTE, to(ana), Screen(text="How you take turns.", attachment=file), None)
    sent = server.chat(ana).messages[-1].content
    assert (sent["photo"][0]["file_size"], sent["caption"]) == (3, "Four weeks.")


async def test_a_card_in_a_chat_leads_to_the_private_chat(
    server: TelegramServer, platform: TelegramPlatform, us: Chat
) -> None:
    card = Screen(text="Hello", rows=((Button("decide", "Read it in private", start="cQ2"),),))
    shown = await platform.show(NOTE, Note(kind="card", to_chat=ChatId(f"telegram:{us.id}")), card, None)
    message = us.messages[-1]
    assert (shown, message.button("Read it in private").url) == (
        f"{us.id}/{message.id}",
        "https://t.me/attune_bot?start=cQ2",
    )


async def test_a_message_is_neither_silent_nor_protected_and_previews_nothing(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    await platform.show(NOTE, to(ana), Screen(text="https://example.org"), None)
    message, call = server.chat(ana).messages[-1], server.calls_of("sendMessage")[-1]
    assert (message.silent, message.protected, call["link_preview_options"]) == (
        False,
        False,
        {"is_disabled": True},
    )


async def test_a_note_that_replaces_another_edits_it_in_place(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    first = await platform.show(NOTE, to(ana), ASK, None)
    second = await platform.show(NoteId(18), to(ana), Screen(text="Thank you."), first)
    assert (second, seen_by(server, ana)) == (first, ["Thank you."])
    assert server.chat(ana).messages[-1].buttons == []


async def test_replacing_a_note_by_the_same_words_is_no_failure(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    first = await platform.show(NOTE, to(ana), ASK, None)
    assert await platform.show(NOTE, to(ana), ASK, first) == first


async def test_a_note_whose_message_is_gone_comes_as_a_new_one(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    first = await platform.show(NOTE, to(ana), ASK, None)
    await server.deletes(server.chat(ana).messages[-1])
    second = await platform.show(NoteId(18), to(ana), Screen(text="Thank you."), first)
    assert (second != first, seen_by(server, ana)) == (True, ["Thank you."])


@pytest.mark.parametrize("replaces", ["", "nonsense", "1/2", "-4/x", "web/7"])
async def test_a_reference_to_another_place_is_not_edited(
    server: TelegramServer, platform: TelegramPlatform, ana: User, replaces: str
) -> None:
    await platform.show(NOTE, to(ana), ASK, replaces)
    assert seen_by(server, ana) == [ASK.text]


async def test_a_reveal_copies_each_answer_below_its_authors_name(
    server: TelegramServer, platform: TelegramPlatform, ana: User, ben: User, us: Chat
) -> None:
    answers = [await server.says(ana, ana, "The sea"), await server.sends_voice(ben, ben)]
    before = len(us.messages)
    note = reveal(us, *answers, name0="Ana", name1="<b>Ben</b> & co")
    shown = await platform.show(NOTE, note, Screen(text="Both answered"), None)
    head, anas, first, bens, second = us.messages[before:]
    assert [m.text for m in (head, anas, first, bens)] == [
        "Both answered",
        "Ana",
        "The sea",
        "<b>Ben</b> & co",
    ]
    assert [first.copied_from, second.copied_from] == answers
    assert shown == f"{us.id}/{head.id} {first.id} {second.id}"


async def test_somebodys_own_words_come_back_below_a_private_note(
    server: TelegramServer, platform: TelegramPlatform, ana: User, us: Chat
) -> None:
    words = await server.says(ana, ana, "ask about the interview")
    place = (ChatId(f"telegram:{ana.id}"), MessageId(str(words.id)))
    sealed = await platform.show(NOTE, to(ana), ASK, None)
    shown = await platform.show(NOTE, to(ana, copies=(place,)), ASK, sealed)
    copy = server.chat(ana).messages[-1]
    assert (copy.copied_from, shown.split()) == (words, [sealed, str(copy.id)])
    assert "ask about the interview" not in us.texts


async def test_a_reveal_without_names_copies_all_the_same(
    server: TelegramServer, platform: TelegramPlatform, ana: User, us: Chat
) -> None:
    answer = await server.says(ana, ana, "The sea")
    await platform.show(NOTE, reveal(us, answer, name0="\u200b"), Screen(text="Answered"), None)
    assert us.texts[-2:] == ["Answered", "The sea"]


@pytest.mark.parametrize("gone", ["deleted", "blocked", "a server in trouble"])
@pytest.mark.parametrize("names", [{}, {"name0": "Ana", "name1": "Ben"}], ids=["unnamed", "named"])
async def test_of_an_answer_that_is_gone_nothing_stands_and_the_others_are_shown(
    server: TelegramServer,
    platform: TelegramPlatform,
    ana: User,
    ben: User,
    us: Chat,
    names: dict[str, str],
    gone: str,
) -> None:
    answers = [await server.says(ana, ana, "The sea"), await server.says(ben, ben, "The hills")]
    match gone:
        case "deleted":
            await server.deletes(answers[0])
        case "blocked":
            await server.blocks(ana)
        case _:
            server.breaks_next("copyMessage", *[FloodWait(0)] * 3)
    shown = await platform.show(NOTE, reveal(us, *answers, **names), Screen(text="Answers"), None)
    copy = us.messages[-1]
    assert us.texts[-3:] == ["Answers", "Ben", "The hills"] if names else ["Answers", "The hills"]
    assert "Ana" not in us.texts
    assert shown.split()[1:] == ["-", str(copy.id)]


@pytest.mark.parametrize("fault", [TimesOutAfterAcceptance(), DropsBeforeAcceptance()], ids=repr)
async def test_a_name_whose_answer_may_stand_below_it_stays(
    server: TelegramServer, platform: TelegramPlatform, ana: User, us: Chat, fault: Fault
) -> None:
    answer = await server.says(ana, ana, "The sea")
    server.breaks_next("copyMessage", fault)
    await platform.show(NOTE, reveal(us, answer, name0="Ana"), Screen(text="Answers"), None)
    assert ("Ana" in us.texts, server.calls_of("deleteMessage")) == (True, [])


async def test_a_name_that_cannot_be_taken_back_is_tried_once_and_the_rest_is_shown(
    server: TelegramServer, platform: TelegramPlatform, ana: User, ben: User, us: Chat
) -> None:
    answers = [await server.says(ana, ana, "The sea"), await server.says(ben, ben, "The hills")]
    await server.deletes(answers[0])
    server.breaks_next("deleteMessage", ServerError())
    await platform.show(NOTE, reveal(us, *answers, name0="Ana", name1="Ben"), Screen(text="Answers"), None)
    assert us.texts[-2:] == ["Ben", "The hills"]
    assert len(server.calls_of("deleteMessage")) == 1


@pytest.mark.parametrize("fault", [FloodWait(1), TimesOutAfterAcceptance()], ids=repr)
async def test_a_reveal_under_way_is_finished_and_nothing_of_it_is_repeated(
    server: TelegramServer, platform: TelegramPlatform, ana: User, ben: User, us: Chat, fault: Fault
) -> None:
    answers = [await server.says(ana, ana, "The sea"), await server.says(ben, ben, "The hills")]
    server.breaks_next("copyMessage", fault)
    await platform.show(NOTE, reveal(us, *answers), Screen(text="Both answered"), None)
    assert us.texts[-3:] == ["Both answered", "The sea", "The hills"]


async def test_flood_control_says_when_to_try_again(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    server.breaks_next("sendMessage", FloodWait(9))
    with pytest.raises(NotSent) as caught:
        await platform.show(NOTE, to(ana), ASK, None)
    assert (caught.value.retry_after_s, seen_by(server, ana)) == (9, [])


async def test_another_note_to_the_same_chat_waits_as_long_as_flood_control_asked(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    server.breaks_next("sendMessage", FloodWait(1))
    with pytest.raises(NotSent):
        await platform.show(NOTE, to(ana), ASK, None)
    before = time.monotonic()
    await platform.show(NoteId(18), to(ana), ASK, None)
    assert time.monotonic() - before > 0.9


async def test_without_a_server_nothing_was_sent(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    await platform.show(NOTE, to(ana), ASK, None)
    await server.goes_down()
    with pytest.raises(NotSent):
        await platform.show(NOTE, to(ana), ASK, None)


async def test_a_first_note_without_a_server_was_not_sent_either(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    await server.goes_down()
    with pytest.raises(NotSent):
        await platform.show(NOTE, to(ana), ASK, None)


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        (TimesOutAfterAcceptance(), True),
        (HalfOpen(), False),
        (DropsAfterAcceptance(), True),
        (DropsBeforeAcceptance(), False),
        (ServerError(accepted=True), True),
        (ServerError(502), False),
        (GarbageBody(), True),
        (GarbageBody('{"ok": true}'), True),
        (GarbageBody('{"ok": true, "result": {}}'), True),
        (Drips(0.1), False),
        *((ProxyPage(status), False) for status in (302, 400, 403, 409, 413, 511)),
    ],
    ids=repr,
)
async def test_without_a_clear_answer_a_note_may_have_arrived_and_is_not_repeated(
    server: TelegramServer, platform: TelegramPlatform, ana: User, fault: Fault, arrived: bool
) -> None:
    server.breaks_next("sendMessage", fault)
    with pytest.raises(MaybeSent) as caught:
        await platform.show(NOTE, to(ana), ASK, None)
    assert seen_by(server, ana) == [ASK.text] * arrived
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


@pytest.mark.parametrize(
    "fault",
    [TimesOutAfterAcceptance(), DropsAfterAcceptance(), ServerError(accepted=True), GarbageBody()],
    ids=repr,
)
async def test_an_edit_without_a_clear_answer_is_not_repeated_either(
    server: TelegramServer, platform: TelegramPlatform, ana: User, fault: Fault
) -> None:
    first = await platform.show(NOTE, to(ana), ASK, None)
    server.breaks_next("editMessageText", fault)
    with pytest.raises(MaybeSent):
        await platform.show(NOTE, to(ana), Screen(text="Thank you."), first)
    assert len(server.calls_of("editMessageText")) == 1
    assert seen_by(server, ana) == ["Thank you."]


@pytest.mark.parametrize("fault", [GarbageBody(), GarbageBody('{"ok": true}'), ProxyPage(404)], ids=repr)
async def test_before_telegram_said_who_the_bot_is_nothing_leaves(
    server: TelegramServer, ana: User, fault: Fault
) -> None:
    server.breaks_next("getMe", fault)
    client = platform_of(server)
    with pytest.raises(NotSent):
        await client.show(NOTE, to(ana), ASK, None)
    await client.close()
    assert server.calls_of("sendMessage") == []


async def test_a_name_that_is_not_found_means_that_nothing_was_sent(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    await platform.show(NOTE, to(ana), ASK, None)
    client = TelegramPlatform(token=server.token, base_url="http://nowhere.invalid:1", timing=FAST)
    client._me = platform._me  # it was there when the bot started
    with pytest.raises(NotSent) as caught:
        await client.show(NOTE, to(ana), ASK, None)
    await client.close()
    assert caught.value.in_order


async def test_a_note_whose_turn_comes_only_later_goes_back_and_is_not_kept_waiting_here(
    server: TelegramServer, ana: User
) -> None:
    client = TelegramPlatform(token=server.token, base_url=server.base_url, timing=FAST)
    server.breaks_next("sendMessage", FloodWait(60))
    for _ in range(2):
        with pytest.raises(NotSent) as caught:
            await client.show(NOTE, to(ana), ASK, None)
        assert 59 < caught.value.retry_after_s <= 60
    await client.close()
    assert len(server.calls_of("sendMessage")) == 1


async def test_people_who_cannot_be_written_to_are_refused(
    server: TelegramServer, platform: TelegramPlatform, ana: User, ben: User, us: Chat
) -> None:
    cleo, dora = server.user("Cleo"), server.user("Dora")
    await server.joins(cleo, us)
    await server.blocks(ana)
    await server.deactivates(ben)
    for who in (ana, ben, cleo, dora):
        with pytest.raises(Unreachable):
            await platform.show(NOTE, to(who), ASK, None)


async def test_somebody_whom_telegram_does_not_know_is_out_of_reach(platform: TelegramPlatform) -> None:
    nobody = Note(kind="question", to_person=PersonId("telegram:5"))
    with pytest.raises(Unreachable):
        await platform.show(NOTE, nobody, ASK, None)


async def test_a_chat_that_the_bot_left_is_refused(
    server: TelegramServer, platform: TelegramPlatform, ana: User, us: Chat
) -> None:
    await server.removes_bot(us, ana)
    with pytest.raises(Refused):
        await platform.show(NOTE, reveal(us), ASK, None)


async def test_a_chat_that_moved_is_refused_with_its_new_id(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    moved = server.group("Moved", ana)
    await server.adds_bot(moved, ana)
    there = await server.migrates(moved, ana)
    with pytest.raises(Moved) as refused:
        await platform.show(NOTE, reveal(moved), ASK, None)
    assert refused.value.to == f"telegram:{there.id}"


async def test_what_stands_below_follows_a_chat_that_moves_meanwhile(
    server: TelegramServer, platform: TelegramPlatform, ana: User, ben: User
) -> None:
    moved = server.group("Moved", ana, ben)
    await server.adds_bot(moved, ana)
    answers = [await server.says(who, who, "the sun on the tram") for who in (ana, ben)]
    server.breaks_next("copyMessage", FloodWait(1))
    asked = reveal(moved, *answers, name0="Ana", name1="Ben")
    showing = asyncio.create_task(platform.show(NOTE, asked, ASK, None))
    await server.until(lambda: bool(server.calls_of("copyMessage")))
    there = await server.migrates(moved, ana)
    reference = (await showing).split(" ")
    sent = [m for m in there.messages if m.sender == server.bot and not m.is_service]
    assert len(sent) == 3  # Ana's answer, Ben's name and Ben's answer
    assert reference[0].startswith(f"{moved.id}/")
    assert reference[1:] == ["-", "-"]


async def test_what_was_asked_for_in_a_topic_stands_there_with_its_copies_and_its_file(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    forum = server.group("Gardeners", ana, kind="supergroup", is_forum=True)
    await server.adds_bot(forum, ana)
    topic = await server.opens_topic(ana, forum, "Roses")
    answer = await server.says(ana, ana, "the sun on the tram")
    there, private = ChatId(f"telegram:{forum.id}"), ChatId(f"telegram:{ana.id}")
    copies = ((private, MessageId(str(answer.id))),)
    asked = Note(kind="reveal", to_chat=there, topic=str(topic), copies=copies, args={"name0": "Ana"})
    file = Attachment("a.json", "application/json", b"{}")
    await platform.show(NOTE, asked, Screen(text="Your answers", attachment=file), None)
    sent = [m for m in forum.messages if m.sender == server.bot and not m.is_service]
    assert [m.frame.get("message_thread_id") for m in sent] == [topic] * 4


async def test_where_the_topic_is_gone_it_stands_in_the_chat(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    forum = server.group("Gardeners", ana, kind="supergroup", is_forum=True)
    await server.adds_bot(forum, ana)
    asked = Note(kind="card", to_chat=ChatId(f"telegram:{forum.id}"), topic="99")
    await platform.show(NOTE, asked, Screen(text="Hello"), None)
    assert forum.messages[-1].text == "Hello"


async def test_a_link_to_hand_on_stands_below_the_words(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    await platform.show(NOTE, to(ana), Screen(text="Pass this on:", link="pA-b_c"), None)
    assert seen_by(server, ana)[-1] == "Pass this on:\nhttps://t.me/attune_bot?start=pA-b_c"


async def test_a_person_of_another_platform_is_refused(platform: TelegramPlatform, ana: User) -> None:
    with pytest.raises(Refused):
        await platform.show(NOTE, Note(kind="question", to_person=PersonId("discord:1")), ASK, None)


async def test_markup_that_telegram_cannot_read_is_sent_once_more_as_plain_words(
    server: TelegramServer, platform: TelegramPlatform, ana: User
) -> None:
    """Ours is always readable, so this server is told to misread it once."""
    sends, refused = server._table["sendMessage"], []

    async def misreads(params: dict[str, Any]) -> Any:
        if "parse_mode" in params:
            refused.append(params["text"])
            raise bad_request("can't parse entities: Unsupported start tag")
        return await sends(params)

    server._table["sendMessage"] = misreads
    await platform.show(NOTE, to(ana), Screen(text="a < b", title="Help"), None)
    assert (refused, seen_by(server, ana)) == (["<b>Help</b>\na &lt; b"], ["Help\na < b"])
