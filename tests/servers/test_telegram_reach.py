"""Whom the bot reaches on the loopback Telegram, and what it may know and do there."""

from __future__ import annotations

import pytest
import telegram
from telegram import Bot, BotCommand
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.servers.asking import keyboard
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_model import Chat, User


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
