"""How what people do becomes updates: privacy mode, membership, admin rights and `allowed_updates` decide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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
)
from tests.servers.telegram_updates import UpdateQueue

Json = dict[str, Any]
Place = Chat | User

ANONYMOUS_ADMIN = User(1_087_968_824, "Group", username="GroupAnonymousBot", is_bot=True)


class Acts:
    """Who and where, and what the bot is told."""

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

    def _service(self, chat: Chat, by: User, content: Json, frame: Json | None = None) -> Message:
        message = self.world.post(chat, by, content, frame=frame or {})
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
        has_rights = status in ("administrator", "restricted")
        new = Member(self.bot, status, rights if has_rights else frozenset(), old.hears_all)
        if not old.present:  # privacy mode takes effect when the bot is added, not when it is switched
            new = replace(new, hears_all=self.world.reads_all)
        self._changes(chat, by, self.bot, new)

    def _sets_private(self, user: User, old: Status, new: Status) -> None:
        change = self._change(self.chat(user), user, Member(self.bot, old), Member(self.bot, new))
        self.updates.add("my_chat_member", change)

    def _file(self) -> Json:
        number = self.world.next()
        return {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}", "file_size": 4_096}


def in_topic(topic: int | None) -> Json:
    return {} if topic is None else {"message_thread_id": topic, "is_topic_message": True}
