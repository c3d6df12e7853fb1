"""What a loopback Discord holds: people, servers, channels and messages, as Discord would send them.

It knows nothing of sockets. `told` is called with each gateway event and the intents it needs;
`discord_gateway` sends it on, `discord_rest` reads and writes the same state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from bot.clock import SystemClock

Json: TypeAlias = dict[str, Any]

EPOCH_MS: Final = 1_420_070_400_000
BOT: Final[Json] = {
    "id": "1100000000000000001",
    "username": "attune",
    "discriminator": "0",
    "global_name": None,
    "avatar": None,
    "bot": True,
    "public_flags": 0,
}
APPLICATION: Final[Json] = {
    "id": BOT["id"],
    "name": "Attune",
    "description": "",
    "icon": None,
    "bot_public": False,
    "bot_require_code_grant": False,
    "verify_key": "0",
    "flags": 0,
    "owner": {"id": "5", "username": "robin", "discriminator": "0", "avatar": None},
}
GUILDS, MEMBERS, GUILD_MESSAGES, GUILD_REACTIONS, DIRECT_MESSAGES = 1, 1 << 1, 1 << 9, 1 << 10, 1 << 12
CONTENT: Final = 1 << 15
TEXT_CHANNEL, DIRECT_CHANNEL, GROUP_CHANNEL, PUBLIC_THREAD = 0, 1, 3, 11
DEFAULT, REPLY = 0, 19
HIDDEN: Final = ("content", "embeds", "attachments", "components")
"""Fields that Discord empties for an application without the content intent."""


@dataclass(slots=True)
class Channel:
    id: str
    guild: str | None
    kind: int = TEXT_CHANNEL
    name: str = "us"
    messages: dict[str, Json] = field(default_factory=dict)
    """By id, the oldest first."""
    whispers: dict[str, tuple[str, Json]] = field(default_factory=dict)
    """Messages that one person sees (their id stands first); REST knows nothing of them."""
    parent: str | None = None
    """Of a thread: the channel that it belongs to."""
    recipients: tuple[Json, ...] = ()
    """Of a conversation between others, in which the bot is not."""

    @property
    def is_closed_to_bot(self) -> bool:
        return bool(self.recipients)

    def seen_by(self, user: str) -> list[Json]:
        """Everything that stands there for this person, the oldest first."""
        own = [message for whom, message in self.whispers.values() if whom == user]
        return sorted((*self.messages.values(), *own), key=lambda message: int(message["id"]))

    def payload(self) -> Json:
        if self.recipients:
            return {"id": self.id, "type": self.kind, "last_message_id": None, "flags": 0}
        if self.parent:
            return {**_thread(self.parent), "id": self.id, "type": self.kind, "guild_id": self.guild}
        named: Json = {"name": self.name, "guild_id": self.guild, "position": 0, "permission_overwrites": []}
        return {"id": self.id, "type": self.kind, **(named if self.guild else {})}


@dataclass(slots=True)
class Guild:
    id: str
    channels: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    members: dict[str, Json] = field(default_factory=dict)
    moderators: set[str] = field(default_factory=set)
    """Who may manage the server."""
    unavailable: bool = False


class World:
    """People act on it; everything that happens is told to whoever listens. `clock`: Discord's own time."""

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        self.now = clock or SystemClock().now
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.users: dict[str, Json] = {BOT["id"]: BOT}
        self.files: dict[str, bytes] = {}
        """What was uploaded, by its address."""
        self.told: Callable[[str, Json, int], None] = lambda event, payload, intents: None
        self._last_id = 0

    def snowflake(self, at: datetime | None = None) -> str:
        """A fresh id, of this moment or another; ids that are made in order are in order."""
        now_ms = (self.now() if at is None else at).timestamp() * 1000
        wanted = (int(now_ms) - EPOCH_MS) << 22
        if at is not None:
            return str(wanted)
        self._last_id = max(wanted, self._last_id + 1)
        return str(self._last_id)

    def person(self, name: str, *guilds: Guild) -> str:
        user: Json = {
            "id": self.snowflake(),
            "username": name,
            "global_name": name.capitalize(),
            "discriminator": "0",
            "avatar": None,
            "public_flags": 0,
        }
        self.users[user["id"]] = user
        for guild in guilds:
            self.joins(user["id"], guild)
        return str(user["id"])

    def joins(self, user: str, guild: Guild) -> None:
        guild.members[user] = {
            "user": self.users[user],
            "nick": None,
            "roles": [],
            "joined_at": "2025-01-01T10:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "avatar": None,
        }

    def guild(self) -> Guild:
        guild = Guild(self.snowflake())
        self.guilds[guild.id] = guild
        return guild

    def channel(self, guild: Guild, name: str = "us") -> Channel:
        channel = Channel(self.snowflake(), guild.id, name=name)
        self.channels[channel.id] = channel
        guild.channels.append(channel.id)
        return channel

    def everywhere(self) -> list[Channel]:
        """Each channel once."""
        return list({channel.id: channel for channel in self.channels.values()}.values())

    def direct(self, user: str) -> Channel:
        """A person's own channel with the bot."""
        known = self.channels.get(f"dm{user}")
        if known is None:
            known = Channel(self.snowflake(), None, DIRECT_CHANNEL)
            self.channels[f"dm{user}"] = self.channels[known.id] = known
        return known

    def thread(self, guild: Guild, channel: Channel, starter: str) -> Channel:
        """A public thread on a message: it has that message's id."""
        opened = Channel(starter, guild.id, PUBLIC_THREAD, parent=channel.id)
        self.channels[opened.id] = opened
        guild.threads.append(opened.id)
        self.told("THREAD_CREATE", {**opened.payload(), "newly_created": True}, GUILDS)
        return opened

    def between(self, *people: str) -> Channel:
        """A conversation of two people, or of more: the bot is not in it and hears nothing of it."""
        kind = DIRECT_CHANNEL if len(people) == 2 else GROUP_CHANNEL  # two and a group
        users = tuple(self.users[person] for person in people)
        channel = Channel(self.snowflake(), None, kind, recipients=users)
        self.channels[channel.id] = channel
        return channel

    # What people do

    def says(
        self,
        author: str,
        channel: Channel,
        text: str,
        *,
        to: str | None = None,
        at: datetime | None = None,
        **more: object,
    ) -> str:
        """A message, told to who may hear of it. Returns its id."""
        message = self.message(author, channel, text, at=at, **more)
        if to is not None:
            message["type"] = REPLY
            message["message_reference"] = {"message_id": to, "channel_id": channel.id}
            message["referenced_message"] = channel.messages.get(to)
        self.posted(channel, message)
        return str(message["id"])

    def posted(self, channel: Channel, message: Json) -> None:
        """A message stands there now, whoever wrote it."""
        channel.messages[message["id"]] = message
        if not channel.is_closed_to_bot:
            self._tell("MESSAGE_CREATE", channel, self.with_member(channel, message))

    def message(
        self, author: str, channel: Channel, text: str, *, at: datetime | None = None, **more: object
    ) -> Json:
        number = self.snowflake(at)
        return {
            "id": number,
            "type": DEFAULT,
            "channel_id": channel.id,
            "author": self.users[author],
            "content": text,
            "timestamp": stamp(number),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "flags": 0,
            **more,
        }

    def edits(self, channel: Channel, message: str, text: str) -> None:
        changed = channel.messages[message]
        changed["content"] = text
        changed["edited_timestamp"] = stamp(self.snowflake())
        self._tell("MESSAGE_UPDATE", channel, self.with_member(channel, changed))

    def deletes(self, channel: Channel, message: str) -> None:
        del channel.messages[message]
        gone: Json = {"id": message, "channel_id": channel.id}
        self._tell("MESSAGE_DELETE", channel, gone | ({"guild_id": channel.guild} if channel.guild else {}))

    def reacts(self, user: str, channel: Channel, message: str, emoji: str) -> None:
        payload = {
            "user_id": user,
            "channel_id": channel.id,
            "message_id": message,
            "guild_id": channel.guild,
            "member": self.guilds[channel.guild or ""].members[user],
            "emoji": {"id": None, "name": emoji},
            "type": 0,
            "burst": False,
        }
        self.told("MESSAGE_REACTION_ADD", payload, GUILD_REACTIONS)

    def leaves(self, user: str, guild: Guild) -> None:
        del guild.members[user]
        self.told("GUILD_MEMBER_REMOVE", {"guild_id": guild.id, "user": self.users[user]}, MEMBERS)

    def breaks_down(self, guild: Guild) -> None:
        """An outage: the server is there, and cannot be reached."""
        guild.unavailable = True
        self.told("GUILD_DELETE", {"id": guild.id, "unavailable": True}, GUILDS)

    def comes_back(self, guild: Guild) -> None:
        guild.unavailable = False
        self.told("GUILD_CREATE", self.guild_payload(guild), GUILDS)

    def sends_away(self, guild: Guild) -> None:
        """The bot is removed from the server."""
        del self.guilds[guild.id]
        for channel in (*guild.channels, *guild.threads):
            del self.channels[channel]
        self.told("GUILD_DELETE", {"id": guild.id}, GUILDS)

    # As Discord writes it

    def guild_payload(self, guild: Guild) -> Json:
        return {
            "id": guild.id,
            "name": "Riverside",
            "owner_id": "5",
            "unavailable": False,
            "member_count": len(guild.members) + 1,
            "channels": [self.channels[each].payload() for each in guild.channels],
            "members": [],
            "roles": [],
            "emojis": [],
            "stickers": [],
            "threads": [self.channels[each].payload() for each in guild.threads],
            "presences": [],
            "voice_states": [],
            "features": [],
        }

    def with_member(self, channel: Channel, message: Json) -> Json:
        """The gateway says where, and as whom; REST does neither."""
        if channel.guild is None:
            return dict(message)
        member = self.guilds[channel.guild].members.get(message["author"]["id"], {})
        known = {key: value for key, value in member.items() if key != "user"}
        return {**message, "guild_id": channel.guild, "member": known}

    def _tell(self, event: str, channel: Channel, payload: Json) -> None:
        self.told(event, payload, GUILD_MESSAGES if channel.guild else DIRECT_MESSAGES)


def _thread(parent: str) -> Json:
    kept = {"archived": False, "auto_archive_duration": 1440, "locked": False}
    return {
        "name": "on that",
        "parent_id": parent,
        "owner_id": "5",
        "message_count": 0,
        "member_count": 2,
        "thread_metadata": {**kept, "archive_timestamp": "2026-01-01T00:00:00+00:00"},
    }


def stamp(snowflake: str) -> str:
    """When the thing with this id came to be, as Discord writes it."""
    milliseconds = (int(snowflake) >> 22) + EPOCH_MS
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="microseconds")


def readable(message: Json, *, intent: bool) -> Json:
    """The message as an application with or without the content intent gets it."""
    own = message.get("author", {}).get("id") == BOT["id"]
    direct = "guild_id" not in message
    mentioned = any(user["id"] == BOT["id"] for user in message.get("mentions", ()))
    if intent or own or direct or mentioned or "content" not in message:
        return message
    return {**message, **{name: "" if name == "content" else [] for name in HIDDEN}}
