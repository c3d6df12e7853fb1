"""The test's side of the loopback Telegram: what people do in their apps, each act as one verb.

A verb changes the world as Telegram would and queues the updates the bot is entitled to: privacy mode,
membership, admin rights and `allowed_updates` decide. What an app would not allow raises `ValueError`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.servers.telegram_html import utf16_units
from tests.servers.telegram_model import (
    DEFAULT_ADMIN_RIGHTS,
    Chat,
    ChatKind,
    Member,
    Message,
    Press,
    Status,
    User,
    World,
    text_content,
)
from tests.servers.telegram_updates import UpdateQueue

Json = dict[str, Any]
Place = Chat | User

SAID_FIELDS = frozenset({"text", "entities", "caption", "caption_entities"})
LONGEST_TEXT = 4096  # UTF-16 units
ANONYMOUS_ADMIN = User(1_087_968_824, "Group", username="GroupAnonymousBot", is_bot=True)


class People:
    """The verbs. The server inherits them, so that a test reads `await server.says(anna, group, "hi")`."""

    def __init__(self, world: World, updates: UpdateQueue) -> None:
        self.world = world
        self.updates = updates
        self.presses_by_id: dict[str, Press] = {}

    # Who and where

    @property
    def bot(self) -> User:
        return self.world.bot

    def user(self, first_name: str, **more: Any) -> User:
        """A new person; `more` may give `last_name`, `username`, `language_code`, `is_bot`."""
        return self.world.add_user(first_name, **more)

    def group(
        self,
        title: str,
        *members: User,
        kind: ChatKind = "group",
        is_forum: bool = False,
        username: str | None = None,
    ) -> Chat:
        """A new group, supergroup or channel without the bot; the first member owns it."""
        chat = self.world.add_chat(kind, title, is_forum=is_forum, username=username)
        for user in members:
            chat.members[user.id] = Member(user, "creator" if user == members[0] else "member")
        return chat

    def chat(self, place: Place | int) -> Chat:
        """The chat itself; for a user, the private chat with the bot."""
        if isinstance(place, Chat):
            return place
        return self.world.chats[place.id if isinstance(place, User) else place]

    # Messages

    async def says(
        self,
        user: User,
        place: Place,
        text: str,
        *,
        reply_to: Message | None = None,
        quote: str | None = None,
        topic: int | None = None,
        entities: list[Json] | None = None,
    ) -> Message:
        """Somebody writes. In a private chat this also opens it, as Start does."""
        if not text.strip() or utf16_units(text) > LONGEST_TEXT:
            raise ValueError("the app sends neither an empty text nor more than 4,096 UTF-16 units")
        frame = _topic(topic)
        if quote is not None and reply_to is not None:
            where = utf16_units(reply_to.text[: reply_to.text.index(quote)])
            frame["quote"] = {"text": quote, "position": where, "is_manual": True}
        content = text_content(text, entities or [])
        return await self.sends(user, place, content, reply_to=reply_to, frame=frame)

    async def sends(
        self,
        user: User,
        place: Place,
        content: Json,
        *,
        reply_to: Message | None = None,
        frame: Json | None = None,
    ) -> Message:
        """Somebody sends a message of any content, given as the fields of `Message` that hold it."""
        chat = self._writable(user, place)
        message = self.world.post(chat, user, content, reply_to=reply_to, frame=dict(frame or {}))
        self._tell_of(message, edited=False)
        return message

    async def starts(self, user: User, payload: str = "") -> Message:
        """Presses Start, perhaps behind a deep link `t.me/<bot>?start=<payload>`; also ends a block."""
        if payload and not (len(payload) <= 64 and payload.replace("-", "").replace("_", "").isalnum()):
            raise ValueError("a deep link carries at most 64 of A-Z a-z 0-9 _ -")
        if self.chat(user).blocked:
            await self.unblocks(user)
        return await self.says(user, user, f"/start {payload}".strip())

    async def sends_sticker(self, user: User, place: Place, emoji: str = "👍", **more: Any) -> Message:
        sticker = {
            **self._file(),
            "type": "regular",
            "width": 512,
            "height": 512,
            "emoji": emoji,
            "is_animated": False,
            "is_video": False,
            "set_name": "Cats",
        }
        return await self.sends(user, place, {"sticker": sticker}, **more)

    async def sends_voice(self, user: User, place: Place, *, duration_s: int = 7, **more: Any) -> Message:
        voice = {**self._file(), "duration": duration_s, "mime_type": "audio/ogg"}
        return await self.sends(user, place, {"voice": voice}, **more)

    async def sends_video_note(
        self, user: User, place: Place, *, duration_s: int = 7, **more: Any
    ) -> Message:
        note = {**self._file(), "duration": duration_s, "length": 240}
        return await self.sends(user, place, {"video_note": note}, **more)

    async def sends_photo(self, user: User, place: Place, caption: str = "", **more: Any) -> Message:
        photo = [{**self._file(), "width": side, "height": side} for side in (90, 800)]
        said = text_content(caption, [], name="caption") if caption else {}
        return await self.sends(user, place, {"photo": photo, **said}, **more)

    async def sends_poll(
        self, user: User, place: Place, question: str, *options: str, **more: Any
    ) -> Message:
        choices = [{"text": o, "voter_count": 0, "persistent_id": str(i)} for i, o in enumerate(options)]
        poll = {
            "id": str(self.world.next()),
            "question": question,
            "options": choices,
            "type": "regular",
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
        return await self.sends(user, place, {"poll": poll}, **more)

    async def forwards(self, user: User, message: Message, place: Place, *, hidden: bool = False) -> Message:
        """Forwards a message; `hidden` where its author's settings show only a name."""
        if message.sender is None:
            raise ValueError("only messages of users are forwarded here")
        shown: Json = {"type": "hidden_user", "sender_user_name": message.sender.first_name}
        if not hidden:
            shown = {"type": "user", "sender_user": message.sender.json()}
        return await self.sends(
            user, place, dict(message.content), frame={"forward_origin": {**shown, "date": message.date}}
        )

    async def says_anonymously(self, chat: Chat, text: str) -> Message:
        """An admin who remains anonymous writes as the group itself."""
        frame = {"sender_chat": chat.json()}
        message = self.world.post(chat, ANONYMOUS_ADMIN, text_content(text, []), frame=frame)
        self._tell_of(message, edited=False)
        return message

    async def posts(self, channel: Chat, text: str) -> Message:
        """A post in a channel, which has no sender but the channel."""
        frame = {"sender_chat": channel.json()}
        message = self.world.post(channel, None, text_content(text, []), frame=frame)
        self._tell_of(message, edited=False)
        return message

    async def edits(self, user: User, message: Message, text: str) -> Message:
        """Edits one's own text, or the caption of one's own media."""
        if message.sender != user:
            raise ValueError(f"{user.first_name} did not write this")
        media = {k: v for k, v in message.content.items() if k not in SAID_FIELDS}
        message.content = media | text_content(text, [], name="caption" if media else "text")
        message.edit_date = self.world.now
        self._tell_of(message, edited=True)
        return message

    async def deletes(self, message: Message) -> None:
        """Deletes a message; Telegram tells a bot nothing of it."""
        message.deleted = True

    async def reacts(self, user: User, message: Message, *emoji: str) -> None:
        """Sets one's reactions to a message; none takes them back."""
        if not (message.chat.has(user) and not message.deleted):
            raise ValueError(f"{user.first_name} does not see this message")
        old = message.reactions.get(user.id, [])
        new = message.reactions[user.id] = [{"type": "emoji", "emoji": e} for e in emoji]
        if message.chat.kind == "private" or message.chat.member(self.bot).is_admin:
            change = {
                "chat": message.chat.json(),
                "message_id": message.id,
                "user": user.json(),
                "date": self.world.now,
                "old_reaction": old,
                "new_reaction": new,
            }
            self.updates.add("message_reaction", change)

    async def presses(self, user: User, message: Message, button: str) -> Press:
        """Presses a button of the bot's message, named by its text or its data."""
        if not (message.chat.has(user) and not message.deleted):
            raise ValueError(f"{user.first_name} does not see this message")
        data = message.button(button).data
        if data is None:
            raise ValueError(f"{button!r} only opens an address")
        press = Press(str(4_000_000_000_000_000_000 + self.world.next()), user, message)
        self.presses_by_id[press.id] = press
        query = {
            "id": press.id,
            "from": user.json(),
            "message": message.json(),
            "data": data,
            "chat_instance": str(abs(message.chat.id)),
        }
        self.updates.add("callback_query", query)
        return press

    # Membership

    async def adds_bot(
        self, chat: Chat, by: User, *, admin: bool = False, payload: str | None = None
    ) -> None:
        """Adds the bot to a group, at once as an admin or behind a link `?startgroup=<payload>` if asked."""
        self._sets_bot(chat, by, "administrator" if admin else "member")
        if chat.kind != "channel":
            self._service(chat, by, {"new_chat_members": [self.bot.json()]})
        if payload is not None:
            await self.says(by, chat, f"/start@{self.bot.username} {payload}")

    async def removes_bot(self, chat: Chat, by: User) -> None:
        self._sets_bot(chat, by, "kicked" if chat.kind != "group" else "left")

    async def promotes_bot(self, chat: Chat, by: User, rights: frozenset[str] = DEFAULT_ADMIN_RIGHTS) -> None:
        self._sets_bot(chat, by, "administrator", rights)

    async def demotes_bot(self, chat: Chat, by: User) -> None:
        self._sets_bot(chat, by, "member")

    async def joins(self, user: User, chat: Chat, *, by: User | None = None) -> None:
        """Joins alone, or is added `by` somebody."""
        self._changes(chat, by or user, user, Member(user, "member"))
        self._service(chat, by or user, {"new_chat_members": [user.json()]})

    async def leaves(self, user: User, chat: Chat, *, by: User | None = None) -> None:
        """Leaves alone, or is removed `by` somebody."""
        self._changes(chat, by or user, user, Member(user, "kicked" if by else "left"))
        self._service(chat, by or user, {"left_chat_member": user.json()})

    async def promotes(self, user: User, chat: Chat, by: User) -> None:
        self._changes(chat, by, user, Member(user, "administrator", DEFAULT_ADMIN_RIGHTS))

    async def blocks(self, user: User) -> None:
        """Blocks the bot: every message to this person is refused from now on."""
        self.chat(user).blocked = True
        self._sets_private(user, "member", "kicked")

    async def unblocks(self, user: User) -> None:
        self.chat(user).blocked = False
        self._sets_private(user, "kicked", "member")

    async def deactivates(self, user: User) -> None:
        """The account is deleted; the bot hears of it only when it next tries to write."""
        self.world.deactivated.add(user.id)

    async def renames(self, user: User, chat: Chat, title: str) -> None:
        chat.title = title
        self._service(chat, user, {"new_chat_title": title})

    async def opens_topic(self, user: User, chat: Chat, name: str) -> int:
        """Opens a topic of a forum and gives its `message_thread_id`."""
        if not chat.is_forum:
            raise ValueError("only a forum has topics")
        message = self._service(chat, user, {"forum_topic_created": {"name": name, "icon_color": 7_322_096}})
        chat.topics.add(message.id)
        return message.id

    async def migrates(self, chat: Chat, by: User) -> Chat:
        """A group becomes a supergroup: another id, other message ids, calls to the old id are refused.

        The bot is told that it came to the new one, not that it left the old (tdlib/telegram-bot-api#266).
        """
        new = self.world.add_chat("supergroup", chat.title or "")
        new.members = {id: member for id, member in chat.members.items() if id != self.bot.id}
        if chat.member(self.bot).present:
            self._changes(new, by, self.bot, chat.member(self.bot))
        self._service(chat, by, {"migrate_to_chat_id": new.id})
        chat.migrated_to = new
        self._service(new, by, {"migrate_from_chat_id": chat.id})
        return new

    # How an act becomes updates

    def _writable(self, user: User, place: Place) -> Chat:
        chat = self.chat(place)
        if not chat.has(user):
            raise ValueError(f"{user.first_name} is not in the chat {chat.title!r}")
        if chat.blocked or chat.migrated_to is not None:
            raise ValueError("nobody can write to a blocked bot or a chat that moved")
        if chat.kind == "private":
            chat.started = True
        return chat

    def _tell_of(self, message: Message, *, edited: bool) -> None:
        if self._hears(message):
            kind = "channel_post" if message.chat.kind == "channel" else "message"
            self.updates.add(f"edited_{kind}" if edited else kind, message.json())

    def _hears(self, message: Message) -> bool:
        """Whether the bot gets a message: all of them, or in privacy mode only what is plainly meant for it.

        Mentions are counted as unheard in privacy mode: the documentation does not promise them.
        """
        bot = message.chat.member(self.bot)
        if message.chat.kind == "private" or not bot.present:
            return message.chat.kind == "private"
        if message.sender is not None and message.sender.is_bot and message.sender != ANONYMOUS_ADMIN:
            return False
        if message.is_service or message.chat.kind == "channel" or bot.is_admin or bot.hears_all:
            return True
        return self._is_command(message) or (
            message.reply_to is not None and message.reply_to.sender == self.bot
        )

    def _is_command(self, message: Message) -> bool:
        first = message.text.split(maxsplit=1)[0] if message.text else ""
        _, at, name = first.partition("@")
        return first.startswith("/") and (not at or name == self.bot.username)

    def _service(self, chat: Chat, by: User, content: Json) -> Message:
        message = self.world.post(chat, by, content)
        self._tell_of(message, edited=False)
        return message

    def _changes(self, chat: Chat, by: User, user: User, new: Member) -> None:
        old = chat.member(user)
        chat.members[user.id] = new
        if user == self.bot or chat.member(self.bot).is_admin:
            kind = "my_chat_member" if user == self.bot else "chat_member"
            self.updates.add(kind, self._change(chat, by, old, new))

    def _change(self, chat: Chat, by: User, old: Member, new: Member) -> Json:
        return {
            "chat": chat.json(),
            "from": by.json(),
            "date": self.world.now,
            "old_chat_member": old.json(),
            "new_chat_member": new.json(),
        }

    def _sets_bot(
        self, chat: Chat, by: User, status: Status, rights: frozenset[str] = DEFAULT_ADMIN_RIGHTS
    ) -> None:
        old = chat.member(self.bot)
        new = Member(self.bot, status, rights if status == "administrator" else frozenset(), old.hears_all)
        if not old.present:  # privacy mode takes effect when the bot is added, not when it is switched
            new = replace(new, hears_all=self.world.reads_all)
        self._changes(chat, by, self.bot, new)

    def _sets_private(self, user: User, old: Status, new: Status) -> None:
        change = self._change(self.chat(user), user, Member(self.bot, old), Member(self.bot, new))
        self.updates.add("my_chat_member", change)

    def _file(self) -> Json:
        number = self.world.next()
        return {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}", "file_size": 4_096}


def _topic(topic: int | None) -> Json:
    return {} if topic is None else {"message_thread_id": topic, "is_topic_message": True}
