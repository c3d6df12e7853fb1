"""The words of a Discord message as an utterance: mentions as names, links to animations as what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from adapters.discord.ids import person_id
from core.inbound import Who
from core.utterance import MessageKind, Utterance

IS_VOICE_MESSAGE = 1 << 13
"""Message flag."""
MODERATING = 1 << 3 | 1 << 5
"""Permission bits: administrator, or manage server."""
FORWARD = 1
"""Type of a message reference."""
_MENTION = re.compile(r"<@!?(\d+)>")
_CUSTOM_EMOJI = re.compile(r"<a?(:\w+:)\d+>")
_OTHER_TOKEN = re.compile(r"<(?:[#&]|@&|id:|t:|/)[^<>\s]*>")
_ANIMATION = re.compile(r"https?://(?:\w+\.)?(?:tenor\.com|giphy\.com|klipy\.com)/\S+\s*\Z")

Payload = Mapping[str, Any]


def name_of(user: Payload, member: Payload | None = None) -> str:
    """As others see this person here."""
    return str((member or {}).get("nick") or user.get("global_name") or user.get("username") or "")


def who_of(user: Payload, member: Payload | None = None) -> Who:
    """Somebody, with what they are on this server. Their rights come with an interaction alone."""
    member = member or {}
    rights, roles = member.get("permissions"), member.get("roles")
    return Who(
        person_id(user["id"]),
        name_of(user, member),
        moderator=None if rights is None else bool(int(rights) & MODERATING),
        roles=None if roles is None else tuple(map(str, roles)),
    )


def utterance(message: Payload) -> Utterance:
    """What a raw message says, and of what kind it is; of a forwarded one, what was forwarded."""
    said = _forwarded(message) or message
    content = str(said.get("content") or "")
    kind = _kind(said, content)
    if kind is MessageKind.GIF and _ANIMATION.match(content):
        content = ""
    return Utterance(text=plain(content, said.get("mentions") or ()), kind=kind)


def is_forwarded(message: Payload) -> bool:
    return _forwarded(message) is not None


def plain(content: str, mentions: Any = ()) -> str:
    """Content without Discord's own codes: people by their names, custom emoji as `:name:`."""
    names = {str(user["id"]): name_of(user, user.get("member")) for user in mentions}
    named = _MENTION.sub(lambda found: names.get(found[1], ""), content)
    return _OTHER_TOKEN.sub("", _CUSTOM_EMOJI.sub(r"\1", named)).strip()


def _forwarded(message: Payload) -> Payload | None:
    if (message.get("message_reference") or {}).get("type") != FORWARD:
        return None
    return next((snapshot["message"] for snapshot in message.get("message_snapshots") or ()), None)


def _kind(message: Payload, content: str) -> MessageKind:
    attached = [str(each.get("content_type") or "") for each in message.get("attachments") or ()]
    embedded = [each.get("type") for each in message.get("embeds") or ()]
    if int(message.get("flags") or 0) & IS_VOICE_MESSAGE:
        return MessageKind.VOICE
    if message.get("sticker_items"):
        return MessageKind.STICKER
    if "image/gif" in attached or "gifv" in embedded or _ANIMATION.match(content):
        return MessageKind.GIF
    if any(each.startswith("image/") for each in attached):
        return MessageKind.PHOTO
    return MessageKind.TEXT
