"""A strict, stateful Telegram Bot API on the loopback, for tests of the real python-telegram-bot client.

    async with TelegramServer() as server:
        bot = Bot(server.token, base_url=server.base_url)
        anna = server.user("Anna")
        await server.starts(anna, "payload")

`server.calls` holds what the bot asked for, `server.violations` what a correct bot would never have asked,
`server.refusals` every error answer, and `server.chat(anna).messages` what Anna sees. Faults on demand are in
`telegram_faults`, methods in `telegram_methods`, what people can do in `telegram_people`.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple, Self, assert_never

from aiohttp import web

from tests.servers.telegram_description import load_description
from tests.servers.telegram_faults import (
    BadAnswer,
    Conflicts,
    Drips,
    DropsAfterAcceptance,
    DropsBeforeAcceptance,
    Fault,
    Flood,
    FloodWait,
    GarbageBody,
    HalfOpen,
    ProxyPage,
    ServerError,
    TimesOutAfterAcceptance,
)
from tests.servers.telegram_methods import Methods
from tests.servers.telegram_model import User, World, wall_clock
from tests.servers.telegram_people import People
from tests.servers.telegram_rules import Refusal
from tests.servers.telegram_updates import UpdateQueue

Json = dict[str, Any]

HOST = "127.0.0.1"
TOKEN = "6000000001:AAcanary-token-of-the-loopback-server"  # no secret: it opens only this server
ANY = "*"
SILENCE_LOOK_S = 0.2
"""How often a silent connection is looked at: whether its client is still there."""
_PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)")
_TOKEN = re.compile(r"\d+:[\w-]{35,}")


class Call(NamedTuple):
    """One call that reached the server, with its parameters decoded."""

    method: str
    params: Json


class Violation(NamedTuple):
    """One thing about one call that a correct bot would never do."""

    method: str
    params: Json
    why: str


class Refused(NamedTuple):
    """One error answer."""

    method: str
    code: int
    description: str


class TelegramServer(People):
    """The server. `clock` dates the messages; the time-outs of polls pass in real time."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        clock: Callable[[], datetime] = wall_clock,
        reads_all: bool = True,
        first_message: int = 1,
    ) -> None:
        self._description = load_description()
        bot = User(int(token.partition(":")[0]), "Attune", username="attune_bot", is_bot=True)
        world = World(bot, clock, reads_all, first_message)
        world.users[bot.id] = bot
        super().__init__(world, UpdateQueue(self._description))
        self._methods = Methods(world, self.updates, self.presses_by_id)
        self._table = self._methods.table
        self.token = token
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.refusals: list[Refused] = []
        self.port = 0
        self.flood: Flood | None = None
        self._faults: dict[str, deque[Fault]] = {}
        self._runner: web.AppRunner | None = None
        self._closing = asyncio.Event()
        self._own_errors: list[Exception] = []
        self._pulse = asyncio.Event()

    # Life

    async def __aenter__(self) -> Self:
        await self.comes_back()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Ends the server; what broke in the server itself is raised here, where the bot cannot hide it."""
        await self.goes_down()
        if self._own_errors and kind is None:
            raise ExceptionGroup("the loopback server itself failed", self._own_errors)

    async def goes_down(self) -> None:
        """Ends every connection and refuses new ones, until `comes_back` on the same port."""
        self._closing.set()
        self.updates.end_polls()
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None

    async def comes_back(self) -> None:
        self._closing = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    @property
    def base_url(self) -> str:
        """For `Bot(token, base_url=...)`, which appends the token."""
        return f"http://{HOST}:{self.port}/bot"

    # What a test asks of the server

    def breaks_next(self, method: str, *faults: Fault) -> None:
        """The next calls of a method (`ANY`: of all methods) meet these faults, one each, in this order."""
        self._faults.setdefault(method, deque()).extend(faults)

    def calls_of(self, method: str) -> list[Json]:
        return [call.params for call in self.calls if call.method == method]

    @property
    def commands(self) -> dict[tuple[str, ...], list[Json]]:
        """What setMyCommands left, by scope and language, e.g. `("all_private_chats", "de")`."""
        return self._methods.commands

    @property
    def unconfirmed(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self.updates.pending)

    async def until(self, holds: Callable[[], object], seconds: float = 5.0) -> None:
        """Waits for something to become true, looking after each call and now and then; or `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while not holds():
                await _wait_a_little(self._pulse)

    async def until_confirmed(self, seconds: float = 5.0) -> None:
        """Waits until the bot has confirmed every update."""
        await self.until(lambda: self.unconfirmed == 0, seconds)

    # Serving

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        found = _PATH.fullmatch(request.path)
        if found is None or not _TOKEN.fullmatch(found["token"]):
            return _error(404, "Not Found")
        if found["token"] != self.token:
            return _error(401, "Unauthorized")
        if not self._description.knows(found["method"]):
            unknown = Refusal(404, "Not Found: method not found", is_fault=True)
            return self._refuse(found["method"], {}, unknown)
        try:
            return await self._meet_fault(request, found["method"], await _wire_parameters(request))
        except ConnectionError:  # who asked is gone
            return _drop(request)
        except Exception as error:
            self._own_errors.append(error)
            raise

    async def _meet_fault(self, request: web.Request, method: str, wire: Json) -> web.StreamResponse:
        match self._take_fault(method):
            case None:
                answer = await self._accept(method, wire)
                return _drop(request) if self._closing.is_set() else answer
            case DropsBeforeAcceptance():
                return _drop(request)
            case DropsAfterAcceptance():
                await self._accept(method, wire)
                return _drop(request)
            case TimesOutAfterAcceptance():
                await self._accept(method, wire)
                return await self._stay_silent(request)
            case HalfOpen():
                self._record(method, wire)
                return await self._stay_silent(request)
            case Drips(every_s):
                self._record(method, wire)
                return await self._drip(request, every_s)
            case answered:
                return await self._answer_badly(answered, method, wire)

    async def _answer_badly(self, fault: BadAnswer, method: str, wire: Json) -> web.StreamResponse:
        match fault:
            case FloodWait(retry_after_s):
                params = self._record(method, wire)
                why = f"Too Many Requests: retry after {retry_after_s}"
                return self._refuse(method, params, Refusal(429, why, {"retry_after": retry_after_s}))
            case ServerError(status, accepted):
                await self._accept_if(accepted, method, wire)
                return _error(status, "Internal Server Error")
            case GarbageBody(body, accepted):
                await self._accept_if(accepted, method, wire)
                return web.Response(text=body, content_type="text/html")
            case Conflicts() as conflict:
                params = self._record(method, wire)
                return self._refuse(method, params, Refusal(409, conflict.description))
            case ProxyPage(status, body):
                self._record(method, wire)
                return web.Response(text=body, content_type="text/html", status=status)
            case never:
                assert_never(never)

    def _take_fault(self, method: str) -> Fault | None:
        for name in (method, ANY):
            if self._faults.get(name):
                return self._faults[name].popleft()
        return None

    async def _accept(self, method: str, wire: Json) -> web.Response:
        """Carries the call out, or refuses it as Telegram would."""
        params, faults = self._description.read_call(method, wire)
        self.calls.append(Call(method, params))
        try:
            if faults:
                raise Refusal(400, f"Bad Request: {'; '.join(faults)}", is_fault=True)
            if method not in self._table:
                raise Refusal(400, f"Bad Request: {method} is not built into this server yet", is_fault=True)
            if self.flood is not None and (wait_s := self.flood.wait_s(method, params)) is not None:
                raise Refusal(429, f"Too Many Requests: retry after {wait_s}", {"retry_after": wait_s})
            result = await self._table[method](params)
        except Refusal as refusal:
            return self._refuse(method, params, refusal)
        finally:
            self._tell_watchers()
        if wrong := self._description.faults_of_answer(method, result):
            raise AssertionError(f"this server gave an answer that Telegram never would: {wrong}")
        return web.json_response({"ok": True, "result": result})

    def _record(self, method: str, wire: Json) -> Json:
        params, _ = self._description.read_call(method, wire)
        self.calls.append(Call(method, params))
        self._tell_watchers()
        return params

    async def _accept_if(self, accepted: bool, method: str, wire: Json) -> None:
        if accepted:
            await self._accept(method, wire)
        else:
            self._record(method, wire)

    def _refuse(self, method: str, params: Json, refusal: Refusal) -> web.Response:
        self.refusals.append(Refused(method, refusal.code, refusal.description))
        if refusal.is_fault:
            self.violations.append(Violation(method, params, refusal.description))
        return _error(refusal.code, refusal.description, refusal.parameters)

    async def _stay_silent(self, request: web.Request) -> web.StreamResponse:
        """Answers nothing for as long as the client and the server live."""
        self._tell_watchers()
        while not self._closing.is_set() and request.transport is not None:
            await _wait_a_little(self._closing, SILENCE_LOOK_S)
        return _drop(request)

    async def _drip(self, request: web.Request, every_s: float) -> web.StreamResponse:
        """One byte after the other, for as long as the client and the server live."""
        answer = web.StreamResponse(headers={"Content-Type": "application/json"})
        await answer.prepare(request)
        with suppress(ConnectionError):
            while not self._closing.is_set() and request.transport is not None:
                await answer.write(b" ")
                await _wait_a_little(self._closing, every_s)
        return answer

    def _tell_watchers(self) -> None:
        self._pulse.set()
        self._pulse = asyncio.Event()


async def _wait_a_little(event: asyncio.Event, seconds: float = 0.02) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


async def _wire_parameters(request: web.Request) -> Json:
    """Parameters from the query and from a form or JSON body, still encoded."""
    wire: Json = dict(request.query)
    if request.content_type == "application/json":
        body: Json = json.loads(await request.text() or "{}")
        return wire | body
    return wire | dict(await request.post())


def _drop(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _error(code: int, description: str, parameters: Json | None = None) -> web.Response:
    answer: Json = {"ok": False, "error_code": code, "description": description}
    if parameters:
        answer["parameters"] = parameters
    return web.json_response(answer, status=code)
