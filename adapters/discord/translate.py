"""What Discord's gateway sends about messages, as platform-free updates. Pure: nothing here waits or keeps.

A message of a server is translated only where listening is on; otherwise it is dropped here, arrived or not.
Whose words may be read among those who listen is decided behind this door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from adapters.discord.ids import channel_chat, message_id, person_id, private_chat, update_id
from adapters.discord.words import FORWARD, Payload, is_forwarded, utterance, who_of
from core.ids import ChatId, MessageId, PersonId
from core.inbound import (
    BotRemoved,
    DeletedPost,
    EditedPost,
    Inbound,
    MemberLeft,
    Posted,
    ReactedTo,
    Update,
    Who,
)

PLAIN_MESSAGE: Final = 0
REPLY: Final = 19
AHEAD: Final = timedelta(days=1)
"""By how much this machine's clock may be behind Discord's. [P]"""
DISCORD_EPOCH_MS: Final = 1_420_070_400_000
"""A snowflake counts milliseconds from here, in its upper 42 bits."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who receives: the application's id (its bot user has the same or its own), and whether it listens."""

    application: str
    bot_user: str
    listening: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """One gateway event as it came in."""

    payload: Payload
    at: datetime
    """When it was received, aware, UTC: reactions and deletions carry no time of their own."""
    to: Receiver

    def update(self, at: datetime, what: Inbound, *key: object) -> Update:
        """Raises ValueError for a moment that cannot be: time that ran ahead would not come back."""
        if at > self.at + AHEAD:
            raise ValueError("an id from the future")
        in_server = isinstance(what, Posted | EditedPost) and "guild_id" in self.payload
        return Update(id=update_id(self.to.application, *key), at=at, what=what, marks_place=in_server)


def updates_of(event: str, payload: Payload, at: datetime, to: Receiver) -> tuple[Update, ...]:
    """The updates that a gateway event other than an interaction means; none for most events."""
    translate = EVENTS.get(event)
    return () if translate is None else tuple(translate(Arrival(payload, at, to)))


def moment_of(snowflake: object) -> datetime:
    """When the thing with this id came to be."""
    milliseconds = (int(str(snowflake)) >> 22) + DISCORD_EPOCH_MS
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _created(arrival: Arrival) -> Iterator[Update]:
    message = arrival.payload
    if not _is_heard(arrival) or message.get("type", PLAIN_MESSAGE) not in {PLAIN_MESSAGE, REPLY}:
        return
    author, direct = _author(message), "guild_id" not in message
    reply_to, reply_to_author = _reply(message)
    posted = Posted(
        chat=private_chat(message["author"]["id"]) if direct else channel_chat(message["channel_id"]),
        author=author,
        message=message_id(message["id"]),
        words=utterance(message),
        reply_to=reply_to,
        reply_to_author=reply_to_author,
        private=direct,
        forwarded=is_forwarded(message),
    )
    yield arrival.update(moment_of(message["id"]), posted, message["id"])


def _edited(arrival: Arrival) -> Iterator[Update]:
    """An edit by its author. The same event without an edit time: Discord only resolved a link."""
    message, edited_at = arrival.payload, arrival.payload.get("edited_timestamp")
    if "guild_id" not in message or not edited_at or "content" not in message or not _is_heard(arrival):
        return
    at = datetime.fromisoformat(edited_at).astimezone(UTC)
    edited = EditedPost(
        chat=channel_chat(message["channel_id"]),
        author=_author(message),
        message=message_id(message["id"]),
        words=utterance(message),
    )
    yield arrival.update(at, edited, "edit", message["id"], _milliseconds(at))


def _deleted(arrival: Arrival) -> Iterator[Update]:
    payload = arrival.payload
    if "guild_id" not in payload or not arrival.to.listening:
        return
    for message in payload.get("ids") or [payload["id"]]:
        yield gone(channel_chat(payload["channel_id"]), message_id(message), arrival.at, arrival.to)


def gone(chat: ChatId, message: MessageId, at: datetime, to: Receiver) -> Update:
    """A message that is not there any more."""
    what = DeletedPost(chat=chat, message=message)
    return Update(id=update_id(to.application, "delete", message), at=at, what=what)


def _reacted(arrival: Arrival, *, removed: bool) -> Iterator[Update]:
    payload = arrival.payload
    member = payload.get("member") or {}
    user = member.get("user") or {}
    by_bot = user.get("bot") or str(payload["user_id"]) == arrival.to.bot_user
    if "guild_id" not in payload or not arrival.to.listening or by_bot:
        return
    emoji = payload["emoji"]
    shown = str(emoji.get("name") or "")
    reaction = ReactedTo(
        chat=channel_chat(payload["channel_id"]),
        author=who_of({**user, "id": payload["user_id"]}, member),
        message=message_id(payload["message_id"]),
        emoji=shown if emoji.get("id") is None else f":{shown}:",
        removed=removed,
    )
    which = emoji.get("id") or shown
    kind = "unreact" if removed else "react"
    # The same person may react, take it back and react again: only the time tells these apart.
    key = (kind, payload["message_id"], payload["user_id"], which, _milliseconds(arrival.at))
    yield arrival.update(arrival.at, reaction, *key)


def _reaction_added(arrival: Arrival) -> Iterator[Update]:
    return _reacted(arrival, removed=False)


def _reaction_removed(arrival: Arrival) -> Iterator[Update]:
    return _reacted(arrival, removed=True)


def _channel_gone(arrival: Arrival) -> Iterator[Update]:
    yield removed(channel_chat(arrival.payload["id"]), arrival.at, arrival.to)


def removed(chat: ChatId, at: datetime, to: Receiver) -> Update:
    """The bot is not in this channel any more; it may come back, and go again."""
    key = ("gone", chat, _milliseconds(at))
    return Update(id=update_id(to.application, *key), at=at, what=BotRemoved(chat=chat))


def left(chat: ChatId, person: PersonId, at: datetime, to: Receiver) -> Update:
    """Somebody is not on the channel's server any more."""
    key = ("left", chat, person, _milliseconds(at))
    what = MemberLeft(chat=chat, who=Who(person, ""))
    return Update(id=update_id(to.application, *key), at=at, what=what)


EVENTS: Final[dict[str, Callable[[Arrival], Iterator[Update]]]] = {
    "MESSAGE_CREATE": _created,
    "MESSAGE_UPDATE": _edited,
    "MESSAGE_DELETE": _deleted,
    "MESSAGE_DELETE_BULK": _deleted,
    "MESSAGE_REACTION_ADD": _reaction_added,
    "MESSAGE_REACTION_REMOVE": _reaction_removed,
    "CHANNEL_DELETE": _channel_gone,
    "THREAD_DELETE": _channel_gone,
}
"""Gateway events that mean something, by name."""


def _is_heard(arrival: Arrival) -> bool:
    """A person's message, in their own chat with the bot or where the bot listens."""
    message = arrival.payload
    author = message.get("author") or {}
    machine = author.get("bot") or author.get("system") or "webhook_id" in message or "id" not in author
    return not machine and ("guild_id" not in message or arrival.to.listening)


def _author(message: Payload) -> Who:
    author = message["author"]
    return who_of(author, message.get("member"))


def _reply(message: Payload) -> tuple[MessageId | None, PersonId | None]:
    reference = message.get("message_reference") or {}
    if reference.get("type") == FORWARD or reference.get("message_id") is None:
        return None, None
    answered = message.get("referenced_message") or {}
    author = (answered.get("author") or {}).get("id")
    return message_id(reference["message_id"]), None if author is None else person_id(author)


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
