"""What comes over the gateway's socket, unpacked and looked at before the library reads it.

The library ends its client at a frame that is not as documented; here that frame alone is left out. A hello
in the middle of a connection would start a second heartbeat; it is left out, too.
"""

from __future__ import annotations

import json
import logging
import math
import zlib
from typing import Any, Final

import aiohttp

COMPRESSION: Final = "zlib-stream"
"""One zlib stream over all messages; each ends with a full flush."""
FLUSHED: Final = b"\x00\x00\xff\xff"
LARGEST: Final = 64 << 20
"""Bytes that one message may unpack to."""
DISPATCH, HEARTBEAT, IDENTIFY, RECONNECT, INVALID, HELLO, ACKNOWLEDGED = 0, 1, 2, 7, 9, 10, 11
log = logging.getLogger("attune.discord")


class Frames:
    """A gateway socket as discord.py uses it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._stream = zlib.decompressobj()
        self._parts = bytearray()
        self._greeted = False
        self._shard: list[int] | None = None

    @property
    def closed(self) -> bool:
        return self._socket.closed

    @property
    def close_code(self) -> int | None:
        return self._socket.close_code

    async def send_str(self, data: str) -> None:
        frame = json.loads(data)
        if frame["op"] == IDENTIFY:
            self._shard = frame["d"].get("shard")
        await self._socket.send_str(data)

    async def close(self, *, code: int = 4000, message: bytes = b"") -> bool:
        return await self._socket.close(code=code, message=message)

    async def receive(self, timeout: float | None = None) -> aiohttp.WSMessage:  # noqa: ASYNC109  # the library's signature
        """The next message that the library can take. Raises TimeoutError."""
        while True:
            message = await self._socket.receive(timeout)
            if message.type is aiohttp.WSMsgType.BINARY:
                try:
                    text = self._unpacked(message.data)
                except (zlib.error, UnicodeDecodeError, ValueError) as error:
                    log.warning("frame_unreadable", extra={"error": type(error).__name__})
                    raise TimeoutError from None  # nothing more can be unpacked: the library resumes
            elif message.type is aiohttp.WSMsgType.TEXT:
                text = message.data
            else:
                return message
            if text is not None and (sound := self._sound(text)) is not None:
                return message._replace(data=sound)

    def _unpacked(self, data: bytes) -> str | None:
        """The text of a message; None while it is not whole. Raises zlib.error, ValueError."""
        self._parts += data
        if not data.endswith(FLUSHED):
            return None
        unpacked = self._stream.decompress(bytes(self._parts), LARGEST)
        self._parts.clear()
        if self._stream.unconsumed_tail:
            raise ValueError("larger than anything that Discord sends")
        return unpacked.decode()

    def _sound(self, text: str) -> str | None:
        """The text as the library can take it; None when it cannot."""
        frame: Any = None
        try:
            frame = json.loads(text)
            if isinstance(frame, dict) and frame.get("t") == "READY" and self._without_shard(frame):
                text = json.dumps(frame)
            sound = isinstance(frame, dict) and is_sound(frame)
        except (ValueError, RecursionError):
            sound = False
        if sound and frame["op"] == HELLO:
            sound, self._greeted = not self._greeted, True
        if not sound:
            log.warning("frame_not_understood")
        return text if sound else None

    def _without_shard(self, frame: dict[str, Any]) -> bool:
        """Discord names the shard that was asked for; the library needs it, where a server does not."""
        data = frame.get("d")
        if not isinstance(data, dict) or "shard" in data or self._shard is None:
            return False
        data["shard"] = self._shard
        return True


def is_sound(frame: dict[str, Any]) -> bool:
    """Whether the library can take a frame without ending."""
    data, op = frame.get("d"), frame.get("op")
    if op == DISPATCH and _is_number(op):
        return _is_number(frame.get("s")) and _is_dispatch(frame.get("t"), data)
    if not _is_number(op) or frame.get("s") is not None or frame.get("t") is not None:
        return False
    if op == HELLO:
        return isinstance(data, dict) and _is_interval(data.get("heartbeat_interval"))
    return isinstance(data, bool) if op == INVALID else op in {HEARTBEAT, RECONNECT, ACKNOWLEDGED}


def _is_dispatch(event: object, data: object) -> bool:
    match event:
        case "READY":
            return isinstance(data, dict) and _is_ready(data)
        case "RESUMED":
            return isinstance(data, dict)
        case str():
            return True
    return False


def _is_ready(data: dict[str, Any]) -> bool:
    words = isinstance(data.get("session_id"), str) and isinstance(data.get("resume_gateway_url"), str)
    user, shard = data.get("user"), data.get("shard")
    known = isinstance(user, dict) and isinstance(user.get("id"), str)
    sharded = isinstance(shard, list) and all(map(_is_number, shard)) and len(shard) > 1
    return words and known and sharded and isinstance(data.get("guilds"), list)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_interval(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and value > 0
