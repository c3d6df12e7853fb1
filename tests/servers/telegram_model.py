"""What the loopback Telegram knows: users, chats, members and messages, each shown as Bot API JSON."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from tests.servers.telegram_html import with_found_entities

Json = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

SERVICE_FIELDS = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_reopened",
    }
)
ALLOWED_TO_MEMBERS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_react_to_messages",
)
"""What a restricted member may be forbidden."""
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
DEFAULT_ADMIN_RIGHTS = frozenset({"can_manage_chat", "can_delete_messages", "can_invite_users"})
PRESENT: frozenset[Status] = frozenset({"creator", "administrator", "member", "restricted"})
FIRST_USER_ID = 7_000_000_001  # above 32 bits, as Telegram's newer ids are
FIRST_GROUP_ID = -4_000_000_001
FIRST_SUPERGROUP_ID = -1_002_000_000_001


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def json(self) -> Json:
        shown = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {name: value for name, value in shown.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Member:
    """One user's standing in one chat; `hears_all` is the bot's privacy mode of the moment it joined."""

    user: User
    status: Status = "member"
    rights: frozenset[str] = frozenset()
    hears_all: bool = False

    @property
    def present(self) -> bool:
        return self.status in PRESENT

    @property
    def is_admin(self) -> bool:
        return self.status in {"creator", "administrator"}

    @property
    def may_write(self) -> bool:
        return self.status != "restricted" or "can_send_messages" in self.rights

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def json(self) -> Json:
        shown: Json = {"status": self.status, "user": self.user.json()}
        match self.status:
            case "creator":
                shown["is_anonymous"] = False
            case "administrator":
                shown |= {"can_be_edited": False, "is_anonymous": False}
                shown |= {right: right in self.rights for right in ADMIN_RIGHTS}
            case "kicked":
                shown["until_date"] = 0
            case "restricted":
                shown |= {"is_member": True, "until_date": 0}
                shown |= {right: right in self.rights for right in ALLOWED_TO_MEMBERS}
            case _:
                pass
        return shown


@dataclass(frozen=True, slots=True)
class Button:
    """One button of an inline keyboard."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(slots=True, eq=False)
class Message:
    """One message. `content` is what it says, `frame` how it was sent (topic, quote, origin of a forward)."""

    id: int
    chat: Chat
    sender: User | None
    date: int
    content: Json
    frame: Json = field(default_factory=dict)
    reply_to: Message | None = None
    keyboard: Json | None = None
    edit_date: int | None = None
    silent: bool = False
    protected: bool = False
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    copied_from: Message | None = None
    upload: bytes | None = field(default=None, repr=False)
    """What somebody who opens the message's file finds in it."""

    @property
    def text(self) -> str:
        """The text or the caption; empty where there is neither."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def is_service(self) -> bool:
        return not SERVICE_FIELDS.isdisjoint(self.content)

    @property
    def buttons(self) -> list[Button]:
        rows = (self.keyboard or {}).get("inline_keyboard", [])
        return [Button(b["text"], b.get("callback_data"), b.get("url")) for row in rows for b in row]

    def button(self, text_or_data: str) -> Button:
        for button in self.buttons:
            if text_or_data in (button.text, button.data):
                return button
        raise LookupError(f"no button {text_or_data!r} among {[b.text for b in self.buttons]}")

    def json(self, *, with_reply: bool = True) -> Json:
        shown: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.json()}
        shown |= self.content | self.frame
        if self.sender is not None:
            shown["from"] = self.sender.json()
        if self.reply_to is not None and with_reply:
            shown["reply_to_message"] = self.reply_to.json(with_reply=False)
        if self.edit_date is not None:
            shown["edit_date"] = self.edit_date
        if self.protected:
            shown["has_protected_content"] = True
        if self.keyboard is not None:
            shown["reply_markup"] = self.keyboard
        return shown


@dataclass(slots=True, eq=False)
class Press:
    """A press of a button; `answer` holds the parameters of the bot's answerCallbackQuery once it came."""

    id: str
    user: User
    message: Message
    answer: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait_for_answer(self, seconds: float = 5.0) -> Json:
        async with asyncio.timeout(seconds):
            await self.answered.wait()
        return self.answer or {}


@dataclass(slots=True, eq=False)
class Chat:
    """One chat; a private one is always the chat between the bot and `partner`."""

    id: int
    kind: ChatKind
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    partner: User | None = None
    started: bool = False
    blocked: bool = False
    migrated_to: Chat | None = None
    members: dict[int, Member] = field(default_factory=dict)
    by_id: dict[int, Message] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)
    closed_topics: set[int] = field(default_factory=set)

    @property
    def messages(self) -> list[Message]:
        """What a person sees in the chat now, oldest first; deleted messages are gone."""
        return [m for m in self.by_id.values() if not m.deleted]

    @property
    def texts(self) -> list[str]:
        return [m.text for m in self.messages]

    def member(self, user: User) -> Member:
        return self.members.get(user.id, Member(user, "left"))

    def has(self, user: User) -> bool:
        return self.partner == user if self.kind == "private" else self.member(user).present

    def json(self) -> Json:
        if self.partner is not None:
            person = self.partner.json()
            named: Json = {k: person[k] for k in ("first_name", "last_name", "username") if k in person}
            return {"id": self.id, "type": self.kind} | named
        shown = {"id": self.id, "type": self.kind, "title": self.title, "username": self.username}
        return {k: v for k, v in shown.items() if v is not None} | (
            {"is_forum": True} if self.is_forum else {}
        )


def wall_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # a server has a clock of its own, as Telegram has


@dataclass(slots=True, eq=False)
class World:
    """All that exists on this Telegram, as the one bot could come to know it."""

    bot: User
    clock: Callable[[], datetime] = wall_clock
    reads_all: bool = True  # BotFather's /setprivacy; a chat keeps the value of the moment the bot joined it
    first_message: int = 1  # where the numbers of messages begin, for tests that search for one
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    deactivated: set[int] = field(default_factory=set)
    _counter: itertools.count[int] = field(default_factory=itertools.count)
    _own_counters: dict[int, itertools.count[int]] = field(default_factory=dict)
    _shared_ids: itertools.count[int] = field(init=False)

    def __post_init__(self) -> None:
        self._shared_ids = itertools.count(self.first_message)

    @property
    def now(self) -> int:
        """Seconds since 1970, the unit of every date in the Bot API."""
        return int(self.clock().timestamp())

    def next(self) -> int:
        return next(self._counter)

    def add_user(self, first_name: str, **more: Any) -> User:
        user = User(FIRST_USER_ID + self.next(), first_name, **more)
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", partner=user)
        return user

    def add_chat(
        self, kind: ChatKind, title: str, *, is_forum: bool = False, username: str | None = None
    ) -> Chat:
        first = FIRST_GROUP_ID if kind == "group" else FIRST_SUPERGROUP_ID
        chat = Chat(first - self.next(), kind, title, username, is_forum)
        self.chats[chat.id] = chat
        return chat

    def find(self, chat_id: int | str) -> Chat | None:
        if isinstance(chat_id, int):
            return self.chats.get(chat_id)
        names = {
            f"@{c.username}".lower(): c for c in self.chats.values() if c.username and c.kind != "private"
        }
        return names.get(chat_id.lower())

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count alone, so their ids collide; the other chats share one count."""
        if chat.kind in {"private", "group"}:
            return next(self._shared_ids)
        return next(self._own_counters.setdefault(chat.id, itertools.count(self.first_message)))

    def post(self, chat: Chat, sender: User | None, content: Json, **more: Any) -> Message:
        message = Message(self.next_message_id(chat), chat, sender, self.now, content, **more)
        chat.by_id[message.id] = message
        return message


def text_content(text: str, formatting: list[Json], *, name: Literal["text", "caption"] = "text") -> Json:
    """Text or caption with the entities Telegram adds by itself."""
    entities = with_found_entities(text, formatting)
    entities_name = "entities" if name == "text" else "caption_entities"
    return {name: text, entities_name: entities} if entities else {name: text}
