"""Updates of the loopback Telegram: what is told to whom, confirmed, withheld and given again."""

from __future__ import annotations

import asyncio

import pytest
import telegram
from telegram import Bot

from tests.servers.asking import ask, keyboard
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_model import Chat, User
from tests.servers.telegram_updates import faults_for_client


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
    await ask(server, "getUpdates")
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
    answer = await ask(server, "getUpdates")
    assert answer.json()["result"][0]["novelty"] == {"of": "tomorrow"}


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
