"""What became of a request: it never left, it may have arrived, or Discord will not have it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord

from adapters.discord.refusals import Stopped
from core.ports import MaybeSent, NotSent, Refused

TOO_MANY: Final = 429
UNAUTHORIZED: Final = 401
SERVER_FAULT: Final = 500
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
        raise NotSent(limited.retry_after) from None
    except Stopped as stopped:
        raise NotSent(stopped.retry_after_s) from None
    except discord.HTTPException as answer:
        raise outcome(answer.status, _retry_after_s(answer)) from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise NotSent(LATER_S) from None
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise MaybeSent from None
    except RuntimeError as closed:
        if str(closed) != SESSION_CLOSED:
            raise
        raise NotSent(LATER_S) from None


def outcome(status: int, retry_after_s: float = LATER_S) -> NotSent | MaybeSent | Refused:
    """What an HTTP status of Discord's means for the message that it answers."""
    if status == TOO_MANY:
        return NotSent(retry_after_s)
    if status == UNAUTHORIZED:
        return NotSent(MUCH_LATER_S)
    return MaybeSent() if status >= SERVER_FAULT else Refused(f"Discord answered {status}")


def _retry_after_s(answer: discord.HTTPException) -> float:
    headers = getattr(answer.response, "headers", None) or {}
    try:
        return float(headers.get("Retry-After", LATER_S))
    except ValueError:
        return LATER_S
