"""The test's side of the loopback Telegram: what people do in their apps, each act as one verb.

A verb changes the world as Telegram would and queues the updates the bot is entitled to (`telegram_acts`).
What an app would not allow raises `ValueError`. Writing is in `telegram_writing`; here people come, go and
administer.
"""

from __future__ import annotations

from tests.servers.telegram_acts import in_topic
from tests.servers.telegram_model import DEFAULT_ADMIN_RIGHTS, Chat, Member, Message, User
from tests.servers.telegram_writing import Writing


class People(Writing):
    """The verbs. The server inherits them, so that a test reads `await server.says(anna, group, "hi")`."""

    async def starts(self, user: User, payload: str = "") -> Message:
        """Presses Start, perhaps behind a deep link `t.me/<bot>?start=<payload>`; also ends a block."""
        if payload and not (len(payload) <= 64 and payload.replace("-", "").replace("_", "").isalnum()):
            raise ValueError("a deep link carries at most 64 of A-Z a-z 0-9 _ -")
        if self.chat(user).blocked:
            await self.unblocks(user)
        return await self.says(user, user, f"/start {payload}".strip())

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

    async def closes_topic(self, user: User, chat: Chat, topic: int) -> None:
        """Only admins write there then."""
        chat.closed_topics.add(topic)
        self._service(chat, user, {"forum_topic_closed": {}}, in_topic(topic))

    async def restricts_bot(self, chat: Chat, by: User, *allowed: str) -> None:
        """A group's admin takes rights of the bot away; `allowed`: those that are left."""
        self._sets_bot(chat, by, "restricted", frozenset(allowed))

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
