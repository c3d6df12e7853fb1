"""REST of a loopback Discord, as far as a bot uses it: limits, faults, nonces, and every request kept.

Routes that are not here answer 404 and are told in `unknown`.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, Final

from aiohttp import web

from tests.servers.discord import SentRequest
from tests.servers.discord_apps import Apps, Files
from tests.servers.discord_messages import BadBody, written
from tests.servers.discord_replies import (
    MISSING_ACCESS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MEMBER,
    UNKNOWN_MESSAGE,
    UNKNOWN_USER,
    answer,
    refused,
)
from tests.servers.discord_world import APPLICATION, BOT, Channel, Json, World, readable

PREFIX: Final = "/api/v10"
MOST_MESSAGES, SOME_MESSAGES = 100, 50


@dataclass(slots=True)
class Fault:
    """How the next requests that fit are answered. `happens`: their effect takes place all the same."""

    method: str
    path: str
    status: int
    times: int = 1
    body: Json = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    happens: bool = False
    hangs_s: float = 0.0


Sent = tuple[Any, Files]
"""A body, and the files with it."""


class Rest:
    """`limits`: requests that a route and its channel allow in `window_s`."""

    def __init__(self, world: World, token: str) -> None:
        self.world, self.token = world, token
        self.application: Json = dict(APPLICATION)
        self.content_intent = True
        self.address = ""
        self.shards = 1
        self.starts_left: Callable[[], int] = lambda: 1000
        self.requests: list[SentRequest] = []
        self.statuses: list[int] = []
        self.unknown: list[str] = []
        self.faults: list[Fault] = []
        self.apps = Apps(world)
        self.limit, self.window_s = 1000, 1.0
        self._nonces: dict[str, Json] = {}
        self._used: dict[str, list[float]] = {}

    # What a test does to it

    def fails(self, method: str, path: str, status: int, **more: Any) -> Fault:
        self.faults.append(Fault(method, path, status, **more))
        return self.faults[-1]

    def posted(self, channel: Channel) -> list[Json]:
        """What the bot wrote there."""
        return [each for each in channel.messages.values() if each["author"]["id"] == BOT["id"]]

    # One request

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        body, files = await _body(request)
        self.requests.append(SentRequest(request.method, path, dict(request.query), body))
        response = await self._answered(request, path, body, files)
        self.statuses.append(response.status)
        response.headers["Via"] = "1.1 loopback"
        response.headers["Date"] = formatdate(usegmt=True)
        return response

    def _has_no_access(self, path: str) -> bool:
        """Whether this is about a conversation that the bot is not in."""
        named = re.match(r"/channels/(\d+)", path)
        channel = self.world.channels.get(named[1]) if named is not None else None
        return channel is not None and channel.is_closed_to_bot

    async def _answered(self, request: web.Request, path: str, body: Any, files: Files) -> web.Response:
        open_to_all = path.startswith(("/interactions/", "/webhooks/"))
        if not open_to_all and request.headers.get("Authorization") != f"Bot {self.token}":
            return refused(401)
        if self._has_no_access(path):
            return refused(403, MISSING_ACCESS)
        key = f"{request.method} {re.sub(r'(?<=messages/)[0-9]+', '*', path)}"
        limited, headers = (None, {}) if open_to_all else self._limited(key)
        if limited is not None:
            return limited
        fault = next((f for f in self.faults if f.method == request.method and re.search(f.path, path)), None)
        if fault is not None:
            fault.times -= 1
            if fault.times == 0:
                self.faults.remove(fault)
            if fault.happens:
                await self._routed(request, path, body, files)
            await asyncio.sleep(fault.hangs_s)
            return answer({"message": "fault", "code": 0, **fault.body}, fault.status, fault.headers)
        response = await self._routed(request, path, body, files)
        response.headers.update(headers)
        return response

    def _limited(self, key: str) -> tuple[web.Response | None, dict[str, str]]:
        now = time.monotonic()
        used = [at for at in self._used.get(key, ()) if now - at < self.window_s]
        resets_s = self.window_s - (now - used[0]) if used else self.window_s
        headers = {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.limit - len(used) - 1)),
            "X-RateLimit-Reset": str(time.time() + resets_s),
            "X-RateLimit-Reset-After": f"{resets_s:.3f}",
            "X-RateLimit-Bucket": re.sub(r"[^A-Za-z]", "", key),
        }
        if len(used) >= self.limit:
            headers |= {"Retry-After": f"{resets_s:.3f}", "X-RateLimit-Scope": "user"}
            told = {"message": "slow down", "retry_after": resets_s, "global": False}
            return answer(told, 429, headers), headers
        self._used[key] = [*used, now]
        return None, headers

    async def _routed(self, request: web.Request, path: str, body: Any, files: Files) -> web.Response:
        for method, pattern, do in ROUTES:
            if method == request.method and (found := re.fullmatch(pattern, path)):
                response: web.Response = await do(self, request, (body, files), *found.groups())
                return response
        self.unknown.append(f"{request.method} {path}")
        return refused(404)

    # What the routes do

    async def me(self, _request: web.Request, _sent: Sent) -> web.Response:
        return answer(BOT)

    async def application_me(self, _request: web.Request, _sent: Sent) -> web.Response:
        return answer(self.application)

    async def put_commands(self, _request: web.Request, sent: Sent, _application: str) -> web.Response:
        self.apps.commands, _ = sent
        return answer([])

    async def gateway(self, _request: web.Request, _sent: Sent) -> web.Response:
        return answer({"url": self.address})

    async def gateway_bot(self, _request: web.Request, _sent: Sent) -> web.Response:
        left = {
            "total": 1000,
            "remaining": self.starts_left(),
            "reset_after": 3_600_000,
            "max_concurrency": 1,
        }
        return answer({"url": self.address, "shards": self.shards, "session_start_limit": left})

    async def direct(self, _request: web.Request, sent: Sent) -> web.Response:
        person = str(sent[0]["recipient_id"])
        if person not in self.world.users:
            return refused(404, UNKNOWN_USER)
        return answer({**self.world.direct(person).payload(), "recipients": [self.world.users[person]]})

    async def channel(self, _request: web.Request, _sent: Sent, channel: str) -> web.Response:
        found = self.world.channels.get(channel)
        return refused(404, UNKNOWN_CHANNEL) if found is None else answer(found.payload())

    async def guild(self, _request: web.Request, _sent: Sent, guild: str) -> web.Response:
        found = self.world.guilds.get(guild)
        if found is None:
            return refused(404, MISSING_ACCESS)
        return answer({**self.world.guild_payload(found), "approximate_member_count": len(found.members) + 1})

    async def member(self, _request: web.Request, _sent: Sent, guild: str, user: str) -> web.Response:
        found = self.world.guilds.get(guild)
        if found is None:
            return refused(404, MISSING_ACCESS)
        member = found.members.get(user)
        return refused(404, UNKNOWN_MEMBER) if member is None else answer(member)

    async def messages(self, request: web.Request, _sent: Sent, channel: str) -> web.Response:
        """Newest first, whichever way one pages: with `after` the oldest of those that come after."""
        found = self.world.channels.get(channel)
        if found is None:
            return refused(404, UNKNOWN_CHANNEL)
        limit = min(int(request.query.get("limit", SOME_MESSAGES)), MOST_MESSAGES)
        numbers = sorted(map(int, found.messages))
        if "after" in request.query:
            numbers = [each for each in numbers if each > int(request.query["after"])][:limit]
        else:
            before = int(request.query.get("before", 1 << 63))
            numbers = [each for each in numbers if each < before][-limit:]
        return answer([self._shown(found, str(each)) for each in reversed(numbers)])

    async def message(self, _request: web.Request, _sent: Sent, channel: str, number: str) -> web.Response:
        found = self.world.channels.get(channel)
        if found is None or number not in found.messages:
            return refused(404, UNKNOWN_MESSAGE)
        return answer(self._shown(found, number))

    def _shown(self, channel: Channel, number: str) -> Json:
        where = {} if channel.guild is None else {"guild_id": channel.guild}
        shown = readable({**channel.messages[number], **where}, intent=self.content_intent)
        return {key: value for key, value in shown.items() if key != "guild_id"}

    async def post(self, _request: web.Request, sent: Sent, channel: str) -> web.Response:
        found, (body, files) = self.world.channels.get(channel), sent
        if found is None:
            return refused(404, UNKNOWN_CHANNEL)
        nonce = str(body.get("nonce", "")) if body.get("enforce_nonce") else ""
        if nonce and nonce in self._nonces:
            return answer(self._nonces[nonce])
        try:
            said = written(self.world, body, files)
        except BadBody as bad:
            return self._refuse(bad)
        said |= {"nonce": body["nonce"]} if "nonce" in body else {}
        message = self.world.message(BOT["id"], found, "", **said)
        self.world.posted(found, message)
        if nonce:
            self._nonces[nonce] = message
        return answer(message)

    async def patch(self, _request: web.Request, sent: Sent, channel: str, number: str) -> web.Response:
        found, (body, files) = self.world.channels.get(channel), sent
        if found is None or number not in found.messages:
            return refused(404, UNKNOWN_MESSAGE)
        message = found.messages[number]
        try:
            message |= written(self.world, body, files, message)
        except BadBody as bad:
            return self._refuse(bad)
        return answer(message)

    def _refuse(self, bad: BadBody) -> web.Response:
        self.apps.refused.append(str(bad))
        return refused(400, bad.code, str(bad))

    async def callback(self, _request: web.Request, sent: Sent, number: str, token: str) -> web.Response:
        return self.apps.callback(*sent, number, token)

    async def webhook(
        self, request: web.Request, sent: Sent, _application: str, token: str, which: str = ""
    ) -> web.Response:
        return self.apps.webhook(request.method, *sent, token, which)


async def _body(request: web.Request) -> tuple[Any, Files]:
    """What was sent, and the files with it, by name."""
    if not request.can_read_body:
        return None, {}
    if request.content_type != "multipart/form-data":
        return await request.json(), {}
    fields = await request.post()
    files = {each.filename: each.file.read() for each in fields.values() if isinstance(each, web.FileField)}
    return json.loads(str(fields["payload_json"])) if "payload_json" in fields else None, files


_N = r"(\d+)"
ROUTES: Final[list[tuple[str, str, Any]]] = [
    ("GET", "/users/@me", Rest.me),
    ("GET", "(?:/oauth2)?/applications/@me", Rest.application_me),
    ("PUT", f"/applications/{_N}/commands", Rest.put_commands),
    ("GET", "/gateway", Rest.gateway),
    ("GET", "/gateway/bot", Rest.gateway_bot),
    ("POST", "/users/@me/channels", Rest.direct),
    ("GET", f"/channels/{_N}", Rest.channel),
    ("GET", f"/guilds/{_N}", Rest.guild),
    ("GET", f"/guilds/{_N}/members/{_N}", Rest.member),
    ("GET", f"/channels/{_N}/messages", Rest.messages),
    ("POST", f"/channels/{_N}/messages", Rest.post),
    ("GET", f"/channels/{_N}/messages/{_N}", Rest.message),
    ("PATCH", f"/channels/{_N}/messages/{_N}", Rest.patch),
    ("POST", f"/interactions/{_N}/([^/]+)/callback", Rest.callback),
    ("POST", f"/webhooks/{_N}/([^/]+)", Rest.webhook),
    ("PATCH", f"/webhooks/{_N}/([^/]+)/messages/(@original|\\d+)", Rest.webhook),
    ("DELETE", f"/webhooks/{_N}/([^/]+)/messages/(@original|\\d+)", Rest.webhook),
]
