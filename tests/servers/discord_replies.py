"""How REST of a loopback Discord answers: JSON, and its error codes."""

from __future__ import annotations

import json
from typing import Final

from aiohttp import web

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_MEMBER, UNKNOWN_INTERACTION = 10003, 10008, 10007, 10062
UNKNOWN_USER, UNKNOWN_WEBHOOK = 10013, 10015
MISSING_ACCESS, EMPTY_MESSAGE, EXPIRED_TOKEN, BAD_BODY = 50001, 50006, 50027, 50035
ACKNOWLEDGED: Final = 40060
TOO_MANY_FOLLOW_UPS: Final = 40094


def answer(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Without a charset, as Discord: discord.py reads nothing else as JSON."""
    if body is None:
        return web.Response(status=status, headers=headers)
    sent = json.dumps(body).encode()
    return web.Response(body=sent, status=status, headers=headers, content_type="application/json")


def refused(status: int, code: int = 0, why: str = "no") -> web.Response:
    return answer({"message": why, "code": code}, status)
