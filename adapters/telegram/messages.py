"""What a message says: a command, words of a kind, or somebody coming and going. Pure.

Left out, and so never seen by anybody: service messages, polls, pictures of an album without words, posts of
channels, of anonymous admins (but for the name of a command) and of bots, what belongs to a business account
or to a chat without the bot, and everything that holds neither words nor a gesture.
`tests/telegram/heard.py` names what becomes of each field of a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapters.telegram.fields import Raw, is_person, moment, part, who, whole, words
from adapters.telegram.ids import chat_id, person_id
from adapters.telegram.own_words import own_words
from core.commands import COMMANDS
from core.ids import MessageId, PersonId
from core.inbound import (
    ChatMoved,
    Commanded,
    CommandedByNobody,
    EditedPost,
    Inbound,
    MemberJoined,
    MemberLeft,
    Posted,
)
from core.utterance import MessageKind, Utterance

_COMMAND = re.compile(
    r"/(?P<name>\w{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<argument>.*))?\s*", re.ASCII | re.DOTALL
)
_PICTURES = {"animation": MessageKind.GIF, "photo": MessageKind.PHOTO, "video": MessageKind.PHOTO}
_FILES = ("document", "audio")
GROUPS = frozenset({"group", "supergroup"})
_VOICES = ("voice", "video_note")
_SAID = ("text", "caption")
_ANOTHERS_CHAT = ("business_connection_id", "guest_query_id")
"""Fields of messages from chats in which the bot is no member."""
_ELSEWHERE = ("external_reply", "reply_to_story")
"""Fields of a reply to something that is no message of this chat. Nothing within is looked at."""
ELSEWHERE = MessageId("elsewhere")
"""Stands for what such a reply answers: no message has this id, so it attaches to none."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself, as getMe tells."""

    id: int
    username: str
    reads_groups: bool = True
    """Privacy mode is off: it gets a group's ordinary messages without being an admin there."""


def of_message(message: Raw, me: Me) -> list[Inbound]:
    """What a new message tells. Raises what `fields` raises for a shape that nobody promised."""
    chat = chat_id(whole(part(message, "chat"), "id"))
    if "migrate_to_chat_id" in message:
        return [ChatMoved(chat=chat, to=chat_id(whole(message, "migrate_to_chat_id")))]
    if "migrate_from_chat_id" in message:
        return [ChatMoved(chat=chat_id(whole(message, "migrate_from_chat_id")), to=chat)]
    if "new_chat_members" in message:
        return [MemberJoined(chat=chat, who=who(user)) for user in _people(message["new_chat_members"])]
    if "left_chat_member" in message:
        return [MemberLeft(chat=chat, who=who(user)) for user in _people([message["left_chat_member"]])]
    if not _has_author(message):
        return _of_nobody(message, me)
    forwarded = _is_somebody_elses(message) or _is_pasted(message)
    command = None if forwarded else _COMMAND.fullmatch(words(message, "text"))
    if command is not None and not _is_for(command, me):
        return []
    if command is not None and command["name"].lower() in COMMANDS:
        return [_commanded(message, command)]
    said = utterance(message)
    if said is None or _says_nothing(message, said):
        return []
    return [_posted(message, said, forwarded=forwarded)]


def of_edit(message: Raw) -> list[Inbound]:
    """What an edited message says now, also when nothing is left of it. An edit is never a command."""
    if not _has_author(message) or _is_somebody_elses(message):
        return []
    said = utterance(message)
    if said is None:
        return []
    chat, number = chat_id(whole(part(message, "chat"), "id")), MessageId(str(whole(message, "message_id")))
    return [EditedPost(chat=chat, author=who(part(message, "from")), message=number, words=said)]


def utterance(message: Raw) -> Utterance | None:
    """The sender's own words and the kind of a message; None for a kind that is not heard."""
    if "text" in message:
        return Utterance(text=_said(message, "text"))
    if "sticker" in message:
        emoji = words(part(message, "sticker"), "emoji")
        return Utterance(text="", kind=MessageKind.STICKER, emoji=emoji)
    caption = _said(message, "caption")
    if any(name in message for name in _VOICES):
        return Utterance(text=caption, kind=MessageKind.VOICE)
    kinds = (kind for name, kind in _PICTURES.items() if name in message)
    kind = next(kinds, MessageKind.PHOTO if any(name in message for name in _FILES) else None)
    return None if kind is None else Utterance(text=caption, kind=kind)


def _said(message: Raw, name: str) -> str:
    """In a group, their own words; in private, where one says what one means, if need be all of them."""
    own = own_words(message, name)
    return own or words(message, name) if _is_private(message) else own


def _says_nothing(message: Raw, said: Utterance) -> bool:
    """A picture of an album, or a file, without words: of a whole album, its caption alone is heard."""
    wordless = "media_group_id" in message or any(name in message for name in _FILES)
    return wordless and not said.text and said.kind is MessageKind.PHOTO


def _people(users: list[Raw]) -> list[Raw]:
    return [user for user in users if not user.get("is_bot", False)]


def _has_author(message: Raw) -> bool:
    """Whether a person speaks for themselves, with the bot there: no bot, no channel, no anonymous admin."""
    is_elsewhere = any(message.get(name) for name in _ANOTHERS_CHAT)
    return not is_elsewhere and "sender_chat" not in message and is_person(message, "from")


def _of_nobody(message: Raw, me: Me) -> list[Inbound]:
    """A command in a group by whoever writes as the group itself or as a channel: they are no person. If it
    names no bot it may be meant for another, and only `/start` counts. What a channel posts, and its copy in
    the group that belongs to it, is nothing."""
    chat = part(message, "chat")
    if "sender_chat" not in message or chat.get("type") not in GROUPS or "is_automatic_forward" in message:
        return []
    command = None if _is_somebody_elses(message) else _COMMAND.fullmatch(words(message, "text"))
    if command is None or not _is_for(command, me) or command["name"].lower() not in COMMANDS:
        return []
    if not command["bot"] and command["name"].lower() != "start":
        return []
    there = chat_id(whole(chat, "id"))
    return [CommandedByNobody(chat=there, name=command["name"].lower(), topic=_topic(message))]


def _is_for(command: re.Match[str], me: Me) -> bool:
    """Whether a command names this bot, or no bot at all."""
    return (command["bot"] or me.username).lower() == me.username.lower()


def _topic(message: Raw) -> str:
    """The forum's topic that it stands in. Elsewhere a thread is only a chain of replies."""
    return str(whole(message, "message_thread_id")) if message.get("is_topic_message") is True else ""


def _is_somebody_elses(message: Raw) -> bool:
    """Forwarded, or words that another bot wrote for its sender to post."""
    if "forward_origin" in message or message.get("is_automatic_forward"):
        return True
    return "via_bot" in message and any(words(message, name) for name in _SAID)


def _is_pasted(message: Raw) -> bool:
    """Whether there are words, and none of them the sender's own."""
    return any(words(message, name) and not _said(message, name) for name in _SAID)


def _commanded(message: Raw, found: re.Match[str]) -> Commanded:
    about, about_author = _replied(message)
    return Commanded(
        chat=chat_id(whole(part(message, "chat"), "id")),
        who=who(part(message, "from")),
        name=found["name"].lower(),
        argument=(found["argument"] or "").strip(),
        private=_is_private(message),
        message=MessageId(str(whole(message, "message_id"))),
        about=about,
        about_author=about_author,
        about_at=None if about is None else moment(part(message, "reply_to_message"), "date"),
        topic=_topic(message),
    )


def _posted(message: Raw, said: Utterance, *, forwarded: bool) -> Posted:
    reply_to, reply_to_author = _replied(message)
    return Posted(
        chat=chat_id(whole(part(message, "chat"), "id")),
        author=who(part(message, "from")),
        message=MessageId(str(whole(message, "message_id"))),
        words=said,
        reply_to=ELSEWHERE if reply_to is None and _answers_elsewhere(message) else reply_to,
        reply_to_author=reply_to_author,
        private=_is_private(message),
        forwarded=forwarded,
    )


def _replied(message: Raw) -> tuple[MessageId | None, PersonId | None]:
    """The message of this chat that is replied to, and its author where a user wrote it."""
    if "reply_to_message" not in message or _answers_elsewhere(message):
        return None, None
    replied = part(message, "reply_to_message")
    number = str(whole(replied, "message_id"))
    if "forum_topic_created" in replied or number == _topic(message):
        return None, None  # every message of a topic "replies" to the topic's first one
    author = None
    if "from" in replied and "sender_chat" not in replied:
        author = person_id(whole(part(replied, "from"), "id"))
    return MessageId(number), author


def _answers_elsewhere(message: Raw) -> bool:
    """Whether it replies to a message of another chat, to one of another topic, or to a story."""
    return any(name in message for name in _ELSEWHERE)


def _is_private(message: Raw) -> bool:
    return part(message, "chat").get("type") == "private"
