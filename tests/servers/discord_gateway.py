"""The gateway of a loopback Discord: sessions with sequence numbers, heartbeats, resume with replay.

Strict like the real one: a wrong token closes with 4004, an intent that is not allowed with 4014, anything
before an identify with 4003. A session outlives its socket until `expire`.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from secrets import token_hex
from typing import Any, Final

from aiohttp import WSMsgType, web

from tests.servers.discord_world import BOT, CONTENT, GUILDS, MEMBERS, Json, World, readable

NOT_AUTHENTICATED, AUTHENTICATION_FAILED, DISALLOWED_INTENTS = 4003, 4004, 4014
PRIVILEGED: Final = MEMBERS | CONTENT | 1 << 8
READ_S: Final = 20.0
"""Longest that a client may take to read what it was told."""


class Op(IntEnum):
    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


@dataclass(slots=True)
class Session:
    id: str
    intents: int
    shard: tuple[int, int]
    sent: list[Json] = field(default_factory=list)
    """Every dispatch so far; its place is its sequence number."""
    line: Line | None = None


@dataclass(slots=True)
class Line:
    """One socket. `compresses`: one zlib stream over all messages, as `compress=zlib-stream` asks for."""

    socket: web.WebSocketResponse
    compresses: Any | None
    session: Session | None = None
    read: int = 0
    """The newest ping that the other side came to."""

    async def send(self, op: object, data: object, *, s: int | None = None, t: str | None = None) -> None:
        await self.send_raw(json.dumps({"op": op, "d": data, "s": s, "t": t}))

    async def send_raw(self, text: str) -> None:
        if self.socket.closed:
            return
        with suppress(OSError):  # the other side is gone; a session keeps what it was sent
            if self.compresses is None:
                await self.socket.send_str(text)
                return
            packed = self.compresses.compress(text.encode()) + self.compresses.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(packed)


class Gateway:
    """All sessions of one bot."""

    def __init__(self, world: World, token: str) -> None:
        self._world, self._token = world, token
        self.heartbeat_s = 41.25
        self.acknowledges = True
        """False: heartbeats are received and not acknowledged any more."""
        self.says_hello = True
        """False: a socket opens, and nothing ever comes over it."""
        self.allowed = PRIVILEGED
        """Intents that the application may ask for, of the privileged ones."""
        self.resume_url = ""
        self.sessions: dict[str, Session] = {}
        self.lines: list[Line] = []
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.heartbeats = 0
        self.starts_left = 1000
        self._asked, self._answered = 0, asyncio.Event()
        self._queue: asyncio.Queue[tuple[Session, str, Json]] = asyncio.Queue()
        world.told = self.dispatch

    # What a test does to it

    def dispatch(self, event: str, payload: Json, intents: int = 0) -> None:
        """An event for every session that asked for its kind; kept for those whose socket is gone."""
        for session in self.sessions.values():
            if intents and not session.intents & intents:
                continue
            shown = payload
            if event in {"MESSAGE_CREATE", "MESSAGE_UPDATE"}:
                shown = readable(payload, intent=bool(session.intents & CONTENT))
            self._put(session, event, shown)

    def dispatch_as_it_is(self, event: str, payload: Any) -> None:
        """An event for every session, whatever it holds."""
        for session in self.sessions.values():
            self._queue.put_nowait((session, event, payload))

    async def send_raw(self, text: str) -> None:
        """A frame as it is, to every open socket."""
        for line in self._open():
            await line.send_raw(text)

    async def asks_to_reconnect(self) -> None:
        for line in self._open():
            await line.send(Op.RECONNECT, None)

    async def invalidates(self, *, resumable: bool) -> None:
        if not resumable:
            self.expire()
        for line in self._open():
            await line.send(Op.INVALID_SESSION, resumable)

    async def drops(self, code: int = 1006) -> None:
        """Every socket ends; sessions stay. 1006 is no close frame at all."""
        for line in self._open():
            if code == 1006:
                assert line.socket._req is not None
                transport = line.socket._req.transport
                if transport is not None:
                    transport.abort()
            else:
                await line.socket.close(code=code)
        self.lines.clear()

    def expire(self) -> None:
        """The resume window of every session is over."""
        self.sessions.clear()

    @property
    def connected(self) -> bool:
        return any(line.session is not None for line in self._open())

    def _open(self) -> list[Line]:
        return [line for line in self.lines if not line.socket.closed]

    # The protocol

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        streams = request.query.get("compress") == "zlib-stream"
        line = Line(socket, zlib.compressobj() if streams else None)
        self.lines.append(line)
        if self.says_hello:
            await line.send(Op.HELLO, {"heartbeat_interval": self.heartbeat_s * 1000})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._heard(line, json.loads(message.data))
            elif message.type is WSMsgType.PONG:
                line.read = int(message.data)
                self._answered.set()
        if line.session is not None and line.session.line is line:
            line.session.line = None
        return socket

    async def _heard(self, line: Line, frame: Json) -> None:
        match frame["op"]:
            case Op.HEARTBEAT:
                self.heartbeats += 1
                if self.acknowledges:
                    await line.send(Op.HEARTBEAT_ACK, None)
            case Op.IDENTIFY:
                await self._identified(line, frame["d"])
            case Op.RESUME:
                await self._resumed(line, frame["d"])
            case _ if line.session is None:
                await line.socket.close(code=NOT_AUTHENTICATED)

    async def _identified(self, line: Line, asked: Json) -> None:
        self.identifies.append(asked)
        self.starts_left -= 1
        if asked["token"] != self._token:
            await line.socket.close(code=AUTHENTICATION_FAILED)
            return
        if asked["intents"] & PRIVILEGED & ~self.allowed:
            await line.socket.close(code=DISALLOWED_INTENTS)
            return
        shard = tuple(asked.get("shard", (0, 1)))
        session = Session(token_hex(8), asked["intents"], (shard[0], shard[1]), line=line)
        self.sessions = {key: one for key, one in self.sessions.items() if one.shard != session.shard}
        self.sessions[session.id] = line.session = session
        mine = [guild for guild in self._world.guilds.values() if self._is_of(guild.id, session)]
        ready = {
            "v": 10,
            "user": BOT,
            "guilds": [{"id": guild.id, "unavailable": True} for guild in mine],
            "session_id": session.id,
            "resume_gateway_url": self.resume_url,
            "shard": list(session.shard),
            "application": {"id": BOT["id"], "flags": 0},
        }
        await self._send(session, "READY", ready)
        if session.intents & GUILDS:
            for guild in mine:
                if not guild.unavailable:
                    await self._send(session, "GUILD_CREATE", self._world.guild_payload(guild))

    async def _resumed(self, line: Line, asked: Json) -> None:
        self.resumes.append(asked)
        session = self.sessions.get(asked["session_id"])
        if session is None or not isinstance(asked["seq"], int) or asked["seq"] > len(session.sent):
            await line.send(Op.INVALID_SESSION, False)
            return
        line.session, session.line = session, line
        for frame in session.sent[asked["seq"] :]:
            await line.send_raw(json.dumps(frame))
        await self._send(session, "RESUMED", {})

    def _is_of(self, guild: str, session: Session) -> bool:
        return (int(guild) >> 22) % session.shard[1] == session.shard[0]

    # Sending

    async def run(self) -> None:
        """Sends what is told, in order."""
        while True:
            session, event, payload = await self._queue.get()
            await self._send(session, event, payload)
            self._queue.task_done()

    async def sent(self) -> None:
        """Returns when all that was told has left."""
        await self._queue.join()

    async def until_read(self) -> None:
        """Returns when the other side has read all that was told, and is ready for more: it answers a ping of
        the socket in its turn. Raises TimeoutError."""
        await self.sent()
        self._asked += 1
        async with asyncio.timeout(READ_S):
            for line in self._open():
                await line.socket.ping(str(self._asked).encode())
                while line.read < self._asked and not line.socket.closed:
                    self._answered.clear()
                    await self._answered.wait()

    def _put(self, session: Session, event: str, payload: Json) -> None:
        """To the shard of the event's server; what belongs to none goes to the first."""
        own = payload.get("guild_id") or (payload.get("id") if event.startswith("GUILD_") else None)
        if self._is_of(own if isinstance(own, str) and own.isdecimal() else "0", session):
            self._queue.put_nowait((session, event, payload))

    async def _send(self, session: Session, event: str, payload: object) -> None:
        frame = {"op": Op.DISPATCH, "d": payload, "s": len(session.sent) + 1, "t": event}
        session.sent.append(frame)
        if session.line is not None:
            await session.line.send_raw(json.dumps(frame))
