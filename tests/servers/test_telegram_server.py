"""Messages of the bot on the loopback Telegram, sent by the real client, and how strict it is with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest

from tests.servers.asking import ask, keyboard
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_description import DESCRIPTION_PATH
from tests.servers.telegram_model import User

needs_description = pytest.mark.skipif(
    not DESCRIPTION_PATH.exists(), reason="the Bot API's description is not beside this checkout"
)


async def test_html_becomes_text_and_entities(server: TelegramServer, bot: Bot, anna: User) -> None:
    await server.starts(anna)
    sent = await bot.send_message(anna.id, "😀 <b>Ben &amp; you</b>", parse_mode="HTML")
    assert (sent.text, sent.parse_entities()) == ("😀 Ben & you", {sent.entities[0]: "Ben & you"})


async def test_bad_markup_is_refused_and_recorded(server: TelegramServer, bot: Bot, anna: User) -> None:
    await server.starts(anna)
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await bot.send_message(anna.id, "<b>", parse_mode="HTML")
    assert [v.method for v in server.violations] == ["sendMessage"]


async def test_a_text_of_4096_utf16_units_passes_and_one_more_does_not(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await server.starts(anna)
    await bot.send_message(anna.id, "😀" * 2048)
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(anna.id, "😀" * 2048 + "x")


async def test_callback_data_above_64_bytes_is_refused(server: TelegramServer, bot: Bot, anna: User) -> None:
    await server.starts(anna)
    await bot.send_message(anna.id, "ok", reply_markup=keyboard("ä" * 32))
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid|1-64 bytes"):
        await bot.send_message(anna.id, "no", reply_markup=keyboard("ä" * 32 + "x"))


async def test_an_edit_that_changes_nothing_is_refused_but_is_no_violation(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await server.starts(anna)
    sent = await bot.send_message(anna.id, "one", reply_markup=keyboard("yes"))
    await bot.edit_message_text("two", anna.id, sent.message_id, reply_markup=keyboard("yes"))
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("two", anna.id, sent.message_id, reply_markup=keyboard("yes"))
    assert server.violations == []


async def test_a_press_is_told_and_its_answer_is_seen(server: TelegramServer, bot: Bot, anna: User) -> None:
    await server.starts(anna)
    sent = await bot.send_message(anna.id, "Well?", reply_markup=keyboard("yes", "no"))
    press = await server.presses(anna, server.chat(anna).by_id[sent.message_id], "Yes")
    (update,) = [u for u in await bot.get_updates() if u.callback_query]
    assert update.callback_query is not None
    await update.callback_query.answer("Noted")
    await update.callback_query.edit_message_reply_markup(None)
    assert (update.callback_query.data, await press.wait_for_answer(), sent.message_id) == (
        "yes",
        {"text": "Noted"},
        server.chat(anna).messages[-1].id,
    )
    assert server.chat(anna).messages[-1].buttons == []


async def test_an_unknown_press_cannot_be_answered(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("12345")


async def test_a_copy_shows_no_origin_and_no_keyboard(
    server: TelegramServer, bot: Bot, anna: User, ben: User
) -> None:
    await server.starts(anna)
    await server.starts(ben)
    secret = await server.says(anna, anna, "I would say yes")
    voice = await server.sends_voice(anna, anna)
    await bot.copy_message(ben.id, anna.id, secret.id)
    await bot.copy_messages(ben.id, anna.id, [secret.id, voice.id])
    copies = server.chat(ben).messages[1:]
    assert [(m.sender, m.text, "voice" in m.content) for m in copies] == [
        (server.bot, "I would say yes", False),
        (server.bot, "I would say yes", False),
        (server.bot, "", True),
    ]


async def test_a_deleted_message_is_gone_for_everybody(server: TelegramServer, bot: Bot, anna: User) -> None:
    await server.starts(anna)
    sent = await bot.send_message(anna.id, "wrong")
    await bot.delete_message(anna.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(anna.id, sent.message_id)
    assert server.chat(anna).texts == ["/start"]


async def test_after_two_days_a_message_cannot_be_deleted() -> None:
    now = [datetime(2026, 10, 1, tzinfo=UTC)]
    async with (
        TelegramServer(clock=lambda: now[0]) as server,
        Bot(server.token, base_url=server.base_url) as bot,
    ):
        anna = server.user("Anna")
        await server.starts(anna)
        sent = await bot.send_message(anna.id, "old")
        now[0] += timedelta(hours=49)
        with pytest.raises(BadRequest, match="can't be deleted for everyone"):
            await bot.delete_message(anna.id, sent.message_id)


async def test_a_reply_to_a_message_that_is_not_there_is_refused_unless_it_may_be(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await server.starts(anna)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(anna.id, "hm", reply_to_message_id=999)
    sent = await bot.send_message(anna.id, "hm", reply_to_message_id=999, allow_sending_without_reply=True)
    assert sent.reply_to_message is None


# Strictness


@needs_description
@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("sendMessage", {"chat_id": "1", "text": "x", "texture": "y"}, "unknown parameter 'texture'"),
        ("sendMessage", {"text": "x"}, "missing parameter 'chat_id'"),
        ("sendMessage", {"chat_id": "one", "text": "x"}, "neither a number nor an @username"),
        ("sendMessage", {"chat_id": "1", "text": "x", "protect_content": "yes"}, "Boolean expected"),
        (
            "sendMessage",
            {"chat_id": "1", "text": "x", "reply_markup": '{"inline_keyboard": [[{}]]}'},
            "'text'",
        ),
        (
            "setMessageReaction",
            {"chat_id": "1", "message_id": "1", "reaction": '[{"type": "emo"}]'},
            "reaction",
        ),
        ("setMyCommands", {"commands": '[{"command": "a"}]'}, "missing field 'description'"),
        ("getUpdates", {"timeout": "soon"}, "Integer expected"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "0-200 characters expected"),
        (
            "sendMessage",
            {
                "chat_id": "1",
                "text": "x",
                "reply_markup": f'{{"inline_keyboard": [[{{"text": "y", "callback_data": "{"ä" * 33}"}}]]}}',
            },
            "1-64 bytes expected, got 66",
        ),
        (
            "setMyCommands",
            {"commands": f'[{{"command": "a", "description": "{"😀" * 129}"}}]'},
            "1-256 characters expected, got 258",
        ),
        ("sendNonsense", {}, "method not found"),
    ],
)
async def test_a_call_against_the_description_is_a_violation_and_is_refused(
    server: TelegramServer, method: str, params: dict[str, str], why: str
) -> None:
    answer = await ask(server, method, params)
    assert answer.status_code in {400, 404}
    assert [why in v.why for v in server.violations] == [True]


async def test_a_method_that_is_not_built_in_is_a_violation(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(BadRequest):
        await bot.send_dice(1)
    assert [v.method for v in server.violations] == ["sendDice"]


async def test_calls_are_recorded_with_decoded_parameters(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await server.starts(anna)
    await bot.send_message(anna.id, "hi", reply_markup=keyboard("yes"))
    assert server.calls[-1] == (
        "sendMessage",
        {
            "chat_id": anna.id,
            "text": "hi",
            "reply_markup": {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]},
        },
    )


async def test_people_cannot_do_what_their_app_forbids(server: TelegramServer, anna: User, ben: User) -> None:
    chat = server.group("Ben's", ben)
    with pytest.raises(ValueError, match="not in the chat"):
        await server.says(anna, chat, "let me in")
