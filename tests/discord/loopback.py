"""A loopback server that speaks enough of Discord's REST API and gateway for one bot to log in and listen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

BOT = {"id": "1100000000000000001", "username": "attune", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
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
HELLO, IDENTIFY, DISPATCH = 10, 2, 0


def answer(body: object, status: int = 200) -> web.Response:
    """Without a charset, as Discord: discord.py reads nothing else as JSON."""
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


@dataclass(slots=True)
class Loopback:
    """`scenes`: what each connection is sent after READY: events, then a close code."""

    token: str = "made-up"
    application: dict[str, Any] = field(default_factory=lambda: dict(APPLICATION))
    scenes: list[tuple[list[tuple[str, Any]], int | None]] = field(default_factory=list)
    identified: list[dict[str, Any]] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    address: str = ""

    def _refuses(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") != f"Bot {self.token}"

    async def me(self, request: web.Request) -> web.Response:
        refused = answer({"message": "401: Unauthorized", "code": 0}, status=401)
        return refused if self._refuses(request) else answer(BOT)

    async def application_me(self, request: web.Request) -> web.Response:
        if self._refuses(request):
            return answer({"message": "401: Unauthorized", "code": 0}, status=401)
        return answer(self.application)

    async def put_commands(self, request: web.Request) -> web.Response:
        self.commands = await request.json()
        return answer([])

    async def find_gateway(self, _request: web.Request) -> web.Response:
        return answer({"url": self.address.replace("http", "ws") + "/socket"})

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 41250}, "s": None, "t": None})
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.json()["op"] == IDENTIFY:
                self.identified.append(message.json()["d"])
                await self._play(socket)
        return socket

    async def _play(self, socket: web.WebSocketResponse) -> None:
        ready = {
            "v": 10,
            "user": BOT,
            "guilds": [],
            "session_id": "s",
            "resume_gateway_url": self.address.replace("http", "ws") + "/socket",
            "application": {"id": BOT["id"], "flags": 0},
        }
        events, code = self.scenes.pop(0) if self.scenes else ([], None)
        for number, (event, payload) in enumerate([("READY", ready), *events], start=1):
            await socket.send_json({"op": DISPATCH, "d": payload, "s": number, "t": event})
        if code is not None:
            await socket.close(code=code)


@asynccontextmanager
async def loopback(server: Loopback) -> AsyncIterator[Loopback]:
    app = web.Application()
    app.router.add_get("/api/v10/users/@me", server.me)
    app.router.add_get("/api/v10/oauth2/applications/@me", server.application_me)
    app.router.add_get("/api/v10/applications/@me", server.application_me)
    app.router.add_put(f"/api/v10/applications/{BOT['id']}/commands", server.put_commands)
    app.router.add_get("/api/v10/gateway", server.find_gateway)
    app.router.add_get("/socket", server.socket)
    async with TestServer(app) as running:
        server.address = str(running.make_url("")).rstrip("/")
        yield server
