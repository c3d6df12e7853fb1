"""Discord's snowflakes as this project's ids, and back."""

from __future__ import annotations

from dataclasses import dataclass

from core.ids import ChatId, MessageId, PersonId, UpdateId
from core.notes import FLEETING

PLATFORM = "discord"
MISSING_COPY = "-"
"""Stands for a message that could not be copied because it is gone, so that the others keep their places."""


def snowflake(value: object) -> int:
    """An id of Discord's, which is a number of 64 bits. Raises ValueError, TypeError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError("a snowflake is a number, or its digits")
    number = int(value) if isinstance(value, int) or (value.isascii() and value.isdecimal()) else -1
    if not 0 <= number < 1 << 63:
        raise ValueError("a snowflake has 64 bits")
    return number


def person_id(user: object) -> PersonId:
    return PersonId(f"{PLATFORM}:{snowflake(user)}")


def channel_chat(channel: object) -> ChatId:
    """A channel or thread of a server."""
    return ChatId(f"{PLATFORM}:{snowflake(channel)}")


def private_chat(user: object) -> ChatId:
    """A person's own chat with the bot, named after the person: its channel is opened when it is needed."""
    return ChatId(f"{PLATFORM}:dm:{snowflake(user)}")


def message_id(message: object) -> MessageId:
    return MessageId(str(snowflake(message)))


def role_id(role: object) -> str:
    """A role of a server, as moderators and their members name it."""
    return str(snowflake(role))


def update_id(application: str, *parts: object) -> UpdateId:
    return UpdateId(":".join((PLATFORM, application, *map(str, parts))))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message is sent: a person's direct messages, or a channel."""

    snowflake: int
    direct: bool


def place_of(to: PersonId | ChatId) -> Place | None:
    """The place that a person's or a chat's id names; None for an id of another platform.

    A person's id and a channel's look alike: `of_person` and this differ in what they make of it.
    """
    platform, _, rest = to.partition(":")
    kind, colon, number = rest.rpartition(":")
    if platform != PLATFORM or not number.isdecimal() or (colon and kind != "dm"):
        return None
    return Place(int(number), direct=kind == "dm")


def of_person(person: PersonId) -> Place | None:
    """The person's direct messages; None for a person of another platform."""
    place = place_of(person)
    return None if place is None or place.direct else Place(place.snowflake, direct=True)


@dataclass(frozen=True, slots=True)
class Reference:
    """A sent message, to edit it. A *fleeting* one (ephemeral) can be edited through its interaction only."""

    channel: int
    message: int
    fleeting: bool = False

    def __str__(self) -> str:
        return f"{FLEETING if self.fleeting else ''}{self.channel}/{self.message}"


def reference_of(sent_as: str | None) -> Reference | None:
    """Reads what `str(Reference)` wrote (copies after it are left aside); None for anything else."""
    first = (sent_as or "").partition(" ")[0]
    channel, _, message = first.removeprefix(FLEETING).partition("/")
    if not (channel.isdecimal() and message.isdecimal()):
        return None
    return Reference(int(channel), int(message), fleeting=first.startswith(FLEETING))
