"""What became of a request: it never left, it may have arrived, or Discord will not have it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord

from adapters.discord.refusals import Stopped
from core.ports import MaybeSent, NotSent, Refused, Unreachable

TOO_MANY: Final = 429
UNAUTHORIZED: Final = 401
SERVER_FAULT: Final = 500
CLOSED: Final = 50007
"""Discord's error code: this person takes no direct messages of the bot's."""
LATER_S: Final = 5.0
"""Seconds after which to try again where Discord names no time."""
MUCH_LATER_S: Final = 60.0
SESSION_CLOSED: Final = "Session is closed"
"""What aiohttp says before it sends anything, of a client that was left meanwhile."""


@contextmanager
def delivery() -> Iterator[None]:
    """Turns what a request raises into NotSent, MaybeSent or Refused; its words may quote and are dropped."""
    try:
        yield
    except discord.RateLimited as limited:
        raise NotSent(limited.retry_after, in_order=True) from None
    except Stopped as stopped:
        raise NotSent(stopped.retry_after_s, in_order=True) from None
    except discord.HTTPException as answer:
        raise outcome(answer.status, _retry_after_s(answer), answer.code) from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise NotSent(LATER_S, in_order=True) from None
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise MaybeSent from None
    except RuntimeError as closed:
        if str(closed) != SESSION_CLOSED:
            raise
        raise NotSent(LATER_S, in_order=True) from None


def outcome(status: int, retry_after_s: float = LATER_S, code: int = 0) -> NotSent | MaybeSent | Refused:
    """What an HTTP status of Discord's, with its error code, means for the message that it answers."""
    if status == TOO_MANY:
        return NotSent(retry_after_s, in_order=True)
    if status == UNAUTHORIZED:
        return NotSent(MUCH_LATER_S, in_order=True)
    if status < SERVER_FAULT and code == CLOSED:
        return Unreachable("direct messages are closed")
    return MaybeSent() if status >= SERVER_FAULT else Refused(f"Discord answered {status}")


def _retry_after_s(answer: discord.HTTPException) -> float:
    headers = getattr(answer.response, "headers", None) or {}
    try:
        return float(headers.get("Retry-After", LATER_S))
    except ValueError:
        return LATER_S
