"""The loopback Telegram, driven by the real python-telegram-bot client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import telegram
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.servers.telegram import TelegramServer
from tests.servers.telegram_description import DESCRIPTION_PATH
from tests.servers.telegram_model import Chat, User
from tests.servers.telegram_updates import faults_for_client

ALL = list(telegram.constants.UpdateType)
needs_description = pytest.mark.skipif(
    not DESCRIPTION_PATH.exists(), reason="the Bot API's description is not beside this checkout"
)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url) as client:
        yield client


@pytest.fixture
def anna(server: TelegramServer) -> User:
    return server.user("Anna", username="anna", language_code="de")


@pytest.fixture
def ben(server: TelegramServer) -> User:
    return server.user("Ben")


@pytest.fixture
async def friends(server: TelegramServer, bot: Bot, anna: User, ben: User) -> Chat:
    """Anna's group with Ben and the bot, which hears of everything and has confirmed all up to now."""
    await bot.get_updates(allowed_updates=ALL)
    chat = server.group("Friends", anna, ben)
    await server.adds_bot(chat, anna)
    await bot.get_updates(offset=-1)
    server.updates.pending.clear()
    return chat


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(d.title(), callback_data=d)] for d in data])


# Updates


async def test_start_behind_a_deep_link_carries_its_payload(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await server.starts(anna, "pair-7f3")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert (update.message.text, update.message.entities[0].type) == ("/start pair-7f3", "bot_command")


async def test_an_update_comes_again_until_a_later_offset_confirms_it(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await server.says(anna, anna, "one")
    await server.says(anna, anna, "two")
    first = await bot.get_updates()
    again = await bot.get_updates(offset=first[0].update_id)
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert ([u.update_id for u in again], len(rest)) == ([u.update_id for u in first], 1)


async def test_a_long_poll_ends_as_soon_as_somebody_writes(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await server.until(lambda: server.updates.is_polled)
    await server.says(anna, anna, "hello")
    assert len(await polling) == 1


async def test_a_second_poller_ends_the_first_with_a_conflict(server: TelegramServer, bot: Bot) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await server.until(lambda: server.updates.is_polled)
    await _raw(server, "getUpdates")
    with pytest.raises(telegram.error.Conflict):
        await polling


async def test_reactions_are_told_only_to_an_admin_who_asked_for_them(
    server: TelegramServer, bot: Bot, anna: User, ben: User, friends: Chat
) -> None:
    message = await server.says(anna, friends, "Passed my exam")
    await server.reacts(ben, message, "🔥")
    await server.promotes_bot(friends, anna)
    await server.reacts(ben, message, "❤")
    changes = [u.message_reaction for u in await bot.get_updates() if u.message_reaction]
    assert [
        (c.old_reaction[0].to_dict()["emoji"], c.new_reaction[0].to_dict()["emoji"]) for c in changes
    ] == [("🔥", "❤")]


async def test_an_update_the_bot_did_not_ask_for_is_never_made(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await server.says(anna, anna, "hello")
    assert await bot.get_updates() == ()


async def test_privacy_mode_hides_all_but_commands_replies_and_service_messages(
    server: TelegramServer, bot: Bot, anna: User, ben: User
) -> None:
    server.world.reads_all = False
    chat = server.group("Friends", anna, ben)
    await server.adds_bot(chat, anna)
    sent = await bot.send_message(chat.id, "Hello")
    await server.says(anna, chat, "nobody hears this")
    await server.says(anna, chat, "/help")
    await server.says(anna, chat, "/help@other_bot")
    await server.says(ben, chat, "yes", reply_to=chat.by_id[sent.message_id])
    await server.joins(server.user("Cleo"), chat)
    heard = [u.message.text for u in await bot.get_updates() if u.message]
    assert heard == [None, "/help", "yes", None]


async def test_turning_privacy_mode_off_helps_only_once_the_bot_is_added_again(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    server.world.reads_all = False
    chat = server.group("Friends", anna)
    await server.adds_bot(chat, anna)
    server.world.reads_all = True
    await server.says(anna, chat, "too early")
    await server.removes_bot(chat, anna)
    await server.adds_bot(chat, anna)
    await server.says(anna, chat, "now")
    texts = [u.message.text for u in await bot.get_updates() if u.message and u.message.text]
    assert texts == ["now"]


async def test_every_kind_of_update_is_one_the_client_knows_to_the_last_field(
    server: TelegramServer, bot: Bot, anna: User, ben: User, friends: Chat
) -> None:
    await _everything_people_do(server, bot, anna, ben, friends)
    raw = list(server.updates.pending)
    kinds = {key for update in raw for key in update} - {"update_id"}
    expected = {
        "message", "edited_message", "channel_post", "message_reaction", "callback_query", "my_chat_member",
        "chat_member",
    }  # fmt: skip
    assert (kinds, [f for u in raw for f in faults_for_client(u)]) == (expected, [])


async def test_a_shape_nobody_promised_is_given_out_as_it_is(server: TelegramServer) -> None:
    server.updates.add_raw({"novelty": {"of": "tomorrow"}})
    answer = await _raw(server, "getUpdates")
    assert answer.json()["result"][0]["novelty"] == {"of": "tomorrow"}


# Messages of the bot


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


# Who can be reached


async def test_nobody_is_written_to_before_they_pressed_start(
    server: TelegramServer, bot: Bot, anna: User, friends: Chat
) -> None:
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(anna.id, "hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(server.user("Stranger").id, "hello")


async def test_who_blocked_the_bot_or_is_gone_is_not_reached(
    server: TelegramServer, bot: Bot, anna: User, ben: User
) -> None:
    for person in (anna, ben):
        await server.starts(person)
    await server.blocks(anna)
    await server.deactivates(ben)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(anna.id, "hello")
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ben.id, "hello")


async def test_a_bot_that_was_removed_from_a_group_cannot_write_there(
    server: TelegramServer, bot: Bot, anna: User, friends: Chat
) -> None:
    await server.removes_bot(friends, anna)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(friends.id, "hello")


async def test_a_group_that_became_a_supergroup_tells_its_new_id(
    server: TelegramServer, bot: Bot, anna: User, friends: Chat
) -> None:
    new = await server.migrates(friends, anna)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(friends.id, "hello")
    assert caught.value.new_chat_id == new.id


async def test_message_ids_of_two_supergroups_collide(server: TelegramServer, bot: Bot, anna: User) -> None:
    ids = []
    for title in ("One", "Two"):
        chat = server.group(title, anna, kind="supergroup")
        await server.adds_bot(chat, anna)
        ids.append((await bot.send_message(chat.id, "hello")).message_id)
    assert ids[0] == ids[1]


async def test_members_and_admins_are_told_as_they_are(
    server: TelegramServer, bot: Bot, anna: User, ben: User, friends: Chat
) -> None:
    await server.promotes_bot(friends, anna)
    status = [(await bot.get_chat_member(friends.id, u.id)).status for u in (anna, ben, server.bot)]
    admins = await bot.get_chat_administrators(friends.id)
    title = (await bot.get_chat(friends.id)).title
    assert (status, [a.user.first_name for a in admins], title) == (
        ["creator", "member", "administrator"],
        ["Anna", "Attune"],
        "Friends",
    )


async def test_commands_are_kept_by_scope_and_language(server: TelegramServer, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("help", "Hilfe")], telegram.BotCommandScopeAllPrivateChats(), "de")
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Help", "Hilfe")])
    assert server.commands == {
        ("all_private_chats", "de"): [{"command": "help", "description": "Hilfe"}],
    }


async def test_the_bot_reacts_and_shows_that_it_types(
    server: TelegramServer, bot: Bot, anna: User, friends: Chat
) -> None:
    message = await server.says(anna, friends, "Passed!")
    await bot.set_message_reaction(friends.id, message.id, "🎉")
    await bot.send_chat_action(friends.id, "typing")
    with pytest.raises(BadRequest, match=r"(?i)reaction_invalid"):
        await bot.set_message_reaction(friends.id, message.id, "🥨")
    assert message.reactions[server.bot.id] == [{"type": "emoji", "emoji": "🎉"}]


async def test_webhook_questions_are_answered_as_without_a_webhook(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await server.starts(anna)
    await bot.delete_webhook()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("", 1)


async def test_in_a_topic_what_replies_to_nothing_replies_to_its_beginning(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    forum = server.group("Forum", anna, kind="supergroup", is_forum=True)
    await server.adds_bot(forum, anna)
    topic = await server.opens_topic(anna, forum, "Trips")
    await server.says(anna, forum, "to the sea", topic=topic)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.reply_to_message is not None
    begun = message.reply_to_message.forum_topic_created
    assert begun is not None
    assert (message.message_thread_id, begun.name) == (topic, "Trips")


async def test_into_a_closed_topic_only_who_may_manage_it_writes(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    forum = server.group("Forum", anna, kind="supergroup", is_forum=True)
    await server.adds_bot(forum, anna)
    topic = await server.opens_topic(anna, forum, "Trips")
    await bot.send_message(forum.id, "hello", message_thread_id=topic)
    await server.closes_topic(anna, forum, topic)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum.id, "hello", message_thread_id=topic)
    await server.promotes_bot(forum, anna, frozenset({"can_manage_topics"}))
    await bot.send_message(forum.id, "hello", message_thread_id=topic)


async def test_a_restricted_bot_is_told_so_and_cannot_write(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    town = server.group("Town", anna, kind="supergroup")
    await server.adds_bot(town, anna)
    await server.restricts_bot(town, anna)
    change = (await bot.get_updates())[-1].my_chat_member
    assert change is not None
    assert change.new_chat_member.status == "restricted"
    with pytest.raises(BadRequest, match="Not enough rights to send text messages"):
        await bot.send_message(town.id, "hello")


async def test_of_a_message_that_is_gone_a_press_tells_only_where_it_stood(
    server: TelegramServer, bot: Bot, anna: User
) -> None:
    await server.starts(anna)
    sent = await bot.send_message(anna.id, "Well?", reply_markup=keyboard("yes"))
    message = server.chat(anna).by_id[sent.message_id]
    await bot.delete_message(anna.id, sent.message_id)
    with pytest.raises(ValueError, match="does not see"):
        await server.presses(anna, message, "Yes")
    await server.presses(anna, message, "Yes", late=True)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.message.message_id, query.message.to_dict().get("text")) == (message.id, None)


async def test_an_album_is_several_messages_with_one_id(server: TelegramServer, bot: Bot, anna: User) -> None:
    await server.sends_album(anna, anna, "the sea", "", "")
    messages = [update.message for update in await bot.get_updates() if update.message is not None]
    assert [message.caption for message in messages] == ["the sea", None, None]
    assert len({message.media_group_id for message in messages}) == 1


async def test_an_admin_who_remains_anonymous_reacts_as_the_group(
    server: TelegramServer, bot: Bot, anna: User, friends: Chat
) -> None:
    await server.promotes_bot(friends, anna)
    message = await server.says(anna, friends, "Passed my exam")
    await server.reacts(anna, message, {"type": "custom_emoji", "custom_emoji_id": "5"}, hidden=True)
    change = (await bot.get_updates())[-1].message_reaction
    assert change is not None
    assert change.actor_chat is not None
    assert (change.user, change.actor_chat.id, change.new_reaction[0].type) == (
        None,
        friends.id,
        "custom_emoji",
    )


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
    answer = await _raw(server, method, params)
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


async def _everything_people_do(server: TelegramServer, bot: Bot, anna: User, ben: User, chat: Chat) -> None:
    forum = server.group("Forum", anna, ben, kind="supergroup", is_forum=True)
    channel = server.group("News", anna, kind="channel", username="news")
    await server.adds_bot(forum, anna, admin=True, payload="group-1")
    await server.adds_bot(channel, anna, admin=True)
    topic = await server.opens_topic(anna, forum, "Trips")
    said = await server.says(anna, forum, "Look @ben_b at https://example.org", topic=topic)
    await server.says(ben, forum, "at what?", reply_to=said, quote="Look", topic=topic)
    await server.edits(anna, said, "Look!")
    await server.reacts(ben, said, "🔥", "❤")
    await server.reacts(ben, said)
    await server.forwards(ben, said, chat)
    await server.forwards(ben, said, chat, hidden=True)
    await server.says_anonymously(forum, "The admins agree")
    await server.posts(channel, "News!")
    await server.sends_sticker(anna, chat, "😂")
    await server.sends_voice(anna, chat)
    await server.sends_video_note(anna, chat)
    await server.edits(anna, await server.sends_photo(anna, chat, "Us, yesterday"), "Us, today")
    await server.sends_album(anna, chat, "Us", "")
    await server.sends_poll(anna, chat, "Pizza?", "Yes", "No")
    await server.closes_topic(anna, forum, topic)
    await server.renames(anna, chat, "Best friends")
    cleo = server.user("Cleo", last_name="N.")
    await server.joins(cleo, forum, by=anna)
    await server.promotes(cleo, forum, anna)
    await server.leaves(cleo, forum, by=anna)
    await server.starts(ben, "x")
    sent = await bot.send_message(ben.id, "Well?", reply_markup=keyboard("yes"))
    await server.presses(ben, server.chat(ben).by_id[sent.message_id], "yes")
    await server.presses(ben, server.chat(ben).by_id[sent.message_id], "yes", late=True)
    await server.blocks(ben)
    await server.unblocks(ben)
    await server.promotes_bot(chat, anna)
    await server.demotes_bot(chat, anna)
    await server.migrates(chat, anna)


async def _raw(server: TelegramServer, method: str, params: dict[str, Any] | None = None) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.post(f"{server.base_url}{server.token}/{method}", data=params)
