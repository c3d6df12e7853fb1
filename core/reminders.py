"""Keep in mind: what somebody wants to be reminded of, as the place of their own words and a moment.

The words stay where they were written, in the person's private chat; here are only the message's id and when
it is to be brought back. Nobody else ever sees that there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.ids import ChatId, MessageId

MOST = 20
"""Reminders of one person at a time. [P]"""
KEPT_AFTER = timedelta(days=14)
"""So long after its moment a reminder is still brought, and listed; then it is let go of. [P]"""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A private message that is to be brought back to its author."""

    chat: ChatId
    """The author's own chat with the bot."""
    message: MessageId
    at: datetime
    """The moment that was chosen. Quiet hours may put the bringing off, never this."""


def standing(reminders: tuple[Reminder, ...], now: datetime) -> tuple[Reminder, ...]:
    """Those that still count, the earliest first."""
    kept = (reminder for reminder in reminders if now - reminder.at < KEPT_AFTER)
    return tuple(sorted(kept, key=lambda one: (one.at, one.chat, one.message)))


def has_room(reminders: tuple[Reminder, ...], now: datetime) -> bool:
    return len(standing(reminders, now)) < MOST


def with_one(reminders: tuple[Reminder, ...], reminder: Reminder, now: datetime) -> tuple[Reminder, ...]:
    """With this one; a message has one moment at a time. What is long over goes."""
    others = without(standing(reminders, now), reminder.chat, reminder.message)
    return standing((*others, reminder), now)[-MOST:]


def without(reminders: tuple[Reminder, ...], chat: ChatId, message: MessageId) -> tuple[Reminder, ...]:
    return tuple(one for one in reminders if (one.chat, one.message) != (chat, message))


def of(reminders: tuple[Reminder, ...], chat: ChatId, message: MessageId) -> Reminder | None:
    return next((one for one in reminders if (one.chat, one.message) == (chat, message)), None)
