"""What comes over the gateway's socket, before the library reads it."""

from __future__ import annotations

import json
import zlib
from typing import Any

import aiohttp
import pytest

from adapters.discord.frames import Frames

READY = {"session_id": "s", "resume_gateway_url": "ws://x", "user": {"id": "1"}, "guilds": []}
ACKNOWLEDGED = {"op": 11, "d": None, "s": None, "t": None}


class Socket:
    """Hands over what it was given, packed as Discord packs it."""

    def __init__(self, *frames: Any, packed: bool = True) -> None:
        stream = zlib.compressobj()
        texts = [frame if isinstance(frame, str) else json.dumps(frame) for frame in frames]
        kind = aiohttp.WSMsgType.BINARY if packed else aiohttp.WSMsgType.TEXT
        self.parts: list[Any] = [
            stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH) if packed else text
            for text in texts
        ]
        self.kind = kind
        self.sent: list[str] = []

    async def receive(self, _timeout: float | None) -> Any:
        return Message(self.kind, self.parts.pop(0))

    async def send_str(self, data: str) -> None:
        self.sent.append(data)


class Message:
    """As aiohttp's: a kind, and its data."""

    def __init__(self, kind: aiohttp.WSMsgType, data: Any) -> None:
        self.type, self.data = kind, data

    def _replace(self, *, data: Any) -> Message:
        return Message(self.type, data)


async def received(socket: Socket) -> Any:
    message: Any = await Frames(socket).receive(timeout=1.0)  # type: ignore[arg-type]  # it has what is used
    return json.loads(message.data)


@pytest.mark.parametrize("packed", [True, False])
async def test_what_is_bad_is_left_out_and_the_next_one_comes(packed: bool) -> None:
    socket = Socket(
        "{", "null", {"op": 10, "d": None}, {"op": 0, "t": None, "s": 1}, ACKNOWLEDGED, packed=packed
    )
    assert await received(socket) == ACKNOWLEDGED


async def test_a_message_in_parts_is_put_together() -> None:
    socket = Socket(ACKNOWLEDGED)
    (whole,) = socket.parts
    socket.parts = [whole[:5], whole[5:]]
    assert await received(socket) == ACKNOWLEDGED


async def test_a_broken_stream_ends_the_connection_and_not_the_client() -> None:
    """The library takes a time-out for a reason to resume."""
    socket = Socket(ACKNOWLEDGED)
    socket.parts = [b"no stream\x00\x00\xff\xff"]
    with pytest.raises(TimeoutError):
        await received(socket)


async def test_a_second_hello_is_left_out() -> None:
    hello = {"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None}
    socket = Socket(hello, hello, ACKNOWLEDGED)
    frames = Frames(socket)  # type: ignore[arg-type]  # it has what is used
    found = [json.loads((await frames.receive()).data)["op"] for _ in range(2)]
    assert found == [10, 11]


async def test_a_server_that_does_not_repeat_the_shard_is_understood() -> None:
    socket = Socket({"op": 0, "t": "READY", "s": 1, "d": READY})
    frames = Frames(socket)  # type: ignore[arg-type]  # it has what is used
    await frames.send_str(json.dumps({"op": 2, "d": {"shard": [0, 1]}}))
    message: Any = await frames.receive()
    assert json.loads(message.data)["d"]["shard"] == [0, 1]
