"""What a failed call means: it never left, it may have arrived, or Telegram said no.

The error's class is not enough (a time-out in the pool never left, one of reading may have arrived), so its
cause decides. Nothing here keeps the words of an error: some hold the token.
"""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from adapters.telegram.ids import chat_id
from core.ports import MaybeSent, Moved, NotSent, Refused, Unreachable

AGAIN_S = 1.0
"""After a connection that could not be made."""
FLOOD_S = 5.0
"""After a 429 that does not say how long."""
TOKEN_S = 60.0
"""After a refused token: the poll will say so, too."""
_NEVER_LEFT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError, httpx.ProxyError)
_PHRASE = re.compile(r"[\w' -]+ \(\d{3}\)", re.ASCII)
"""What the library says itself of a status that came without a description, e.g. "Forbidden (403)"."""


class Why(StrEnum):
    """What Telegram had against a request."""

    UNCHANGED = "unchanged"
    GONE = "gone"
    UNPARSED = "unparsed"
    NO_TOPIC = "no topic"
    OTHER = "other"


class Rejected(Refused):
    """A request that Telegram refused, certainly without an effect."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


_REASONS = {
    "message is not modified": Why.UNCHANGED,
    "message to edit not found": Why.GONE,
    "message can't be edited": Why.GONE,
    "no text in the message to edit": Why.GONE,
    "message_id_invalid": Why.GONE,
    "can't parse entities": Why.UNPARSED,
    "message thread not found": Why.NO_TOPIC,
    "topic_deleted": Why.NO_TOPIC,
    "topic_closed": Why.NO_TOPIC,
}


_OUT_OF_REACH = (
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't initiate conversation",
    "chat not found",
    "peer_id_invalid",
)
"""What Telegram says of a person to whom nothing gets through."""


def failure_of(error: Exception) -> NotSent | MaybeSent | Refused:
    """The port's own exception for what a call raised."""
    if isinstance(error, BadRequest | Forbidden) and _is_hearsay(error):
        return MaybeSent("somebody in between answered")
    match error:
        case RetryAfter():
            return NotSent(seconds(error.retry_after), in_order=True)
        case BadRequest() | Forbidden() if _says(error.message, _OUT_OF_REACH):
            return Unreachable("out of reach")
        case BadRequest():
            return Rejected(_why(error.message))
        case Forbidden():
            return Refused("forbidden")
        case ChatMigrated():
            return Moved(chat_id(error.new_chat_id))
        case InvalidToken() | EndPointNotFound():
            return NotSent(TOKEN_S, in_order=True)
        case TelegramError() if isinstance(error.__cause__, _NEVER_LEFT):
            return NotSent(AGAIN_S, in_order=True)
        case TelegramError() if error.message.lower().startswith("too many requests"):
            return NotSent(FLOOD_S, in_order=True)
        case _:
            return MaybeSent("no clear answer")


def is_token_refused(error: InvalidToken) -> bool:
    """Whether Telegram itself refuses the token; a proxy or a hotel's network may answer 404 as well."""
    first = error
    while isinstance(first.__cause__, InvalidToken):
        first = first.__cause__
    return not _is_hearsay(first)


def seconds(wait: int | timedelta) -> float:
    """How long Telegram asks to wait."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _says(said: str, any_of: tuple[str, ...]) -> bool:
    return any(words in said.lower() for words in any_of)


def _is_hearsay(error: TelegramError) -> bool:
    """Whether an answer with this status was none of Telegram's, which always are JSON with a description."""
    return isinstance(error.__cause__, TelegramError) or _PHRASE.fullmatch(error.message) is not None


def _why(said: str) -> Why:
    lowered = said.lower()
    return next((why for words, why in _REASONS.items() if words in lowered), Why.OTHER)
