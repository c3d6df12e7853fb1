"""What the gateway may do to a connection, and that nothing is lost or hangs by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.inbound import Posted
from tests.discord.on_sockets import IMPATIENT, QUICK, connected
from tests.discord.shell import SmallShell
from tests.servers.discord_loopback import Loopback, loopback_discord, until

NOBODY = "ws://127.0.0.1:9"
"""An address at which nothing answers."""


def words(shell: SmallShell) -> list[str]:
    return [what.words.text for what in shell.seen if isinstance(what, Posted)]


class Talk:
    """Ana writes to the bot; every word counts."""

    def __init__(self, server: Loopback, shell: SmallShell) -> None:
        self.server, self.shell = server, shell
        self.ana = server.world.person("ana")
        self.said: list[str] = []

    def says(self, text: str) -> None:
        self.said.append(text)
        self.server.world.says(self.ana, self.server.world.direct(self.ana), text)

    async def is_heard(self) -> None:
        await until(lambda: len(words(self.shell)) >= len(self.said))
        assert words(self.shell) == self.said


@asynccontextmanager
async def talk(heartbeat_s: float = 41.25, timing: object = QUICK) -> AsyncIterator[Talk]:
    async with loopback_discord() as server:
        server.gateway.heartbeat_s = heartbeat_s
        async with connected(server, SmallShell(), timing=timing) as shell:  # type: ignore[arg-type]
            it = Talk(server, shell)
            it.says("first")
            await it.is_heard()
            yield it


@pytest.mark.parametrize("code", [1000, 1001, 1006, 4000, 4008, 4009])
async def test_a_broken_socket_is_resumed_with_what_was_said_meanwhile(code: int) -> None:
    async with talk() as it:
        await it.server.gateway.drops(code)
        it.says("meanwhile")
        await it.is_heard()
        gateway = it.server.gateway
        assert (len(gateway.identifies), gateway.resumes[0]["session_id"] in gateway.sessions) == (1, True)


async def test_a_reconnect_that_is_asked_for_resumes() -> None:
    async with talk() as it:
        await it.server.gateway.asks_to_reconnect()
        it.says("meanwhile")
        await it.is_heard()
        assert (len(it.server.gateway.identifies), len(it.server.gateway.resumes)) == (1, 1)


async def test_an_invalid_session_that_can_be_resumed_is() -> None:
    async with talk() as it:
        await it.server.gateway.invalidates(resumable=True)
        it.says("meanwhile")
        await it.is_heard()
        assert (len(it.server.gateway.identifies), len(it.server.gateway.resumes)) == (1, 1)


async def test_an_invalid_session_is_begun_anew() -> None:
    async with talk() as it:
        await it.server.gateway.invalidates(resumable=False)
        await until(lambda: len(it.server.gateway.identifies) == 2 and it.server.gateway.connected)
        it.says("and now")
        await it.is_heard()


async def test_a_session_that_was_forgotten_is_begun_anew() -> None:
    async with talk() as it:
        it.server.gateway.expire()
        await it.server.gateway.drops(4000)
        await until(lambda: len(it.server.gateway.identifies) == 2 and it.server.gateway.connected)
        it.says("and now")
        await it.is_heard()


async def test_heartbeats_that_nobody_acknowledges_end_the_connection() -> None:
    """Although other things still arrive, which discord.py takes for a sign of life."""
    async with talk(heartbeat_s=0.05, timing=IMPATIENT) as it:
        await until(lambda: it.server.gateway.heartbeats > 2)
        it.server.gateway.acknowledges = False
        before = len(it.server.gateway.identifies)
        for number in range(200):
            if len(it.server.gateway.identifies) > before:
                break
            it.server.gateway.dispatch("TYPING_START", {"number": number})
            await asyncio.sleep(0.02)
        it.server.gateway.acknowledges = True
        await until(lambda: len(it.server.gateway.identifies) > before and it.server.gateway.connected)
        it.says("and now")
        await it.is_heard()


async def test_heartbeats_are_acknowledged_for_long_without_a_new_connection() -> None:
    async with talk(heartbeat_s=0.05, timing=IMPATIENT) as it:
        await until(lambda: it.server.gateway.heartbeats > 40)
        assert len(it.server.gateway.identifies) == 1


async def test_a_dead_resume_address_does_not_hang_it() -> None:
    async with talk() as it:
        it.server.gateway.resume_url = NOBODY
        it.server.gateway.expire()
        await it.server.gateway.drops(4000)
        await until(lambda: len(it.server.gateway.identifies) == 2 and it.server.gateway.connected)
        await it.server.gateway.drops(4000)  # this session's address is dead
        await until(lambda: len(it.server.gateway.identifies) == 3 and it.server.gateway.connected)
        it.says("and now")
        await it.is_heard()


@pytest.mark.parametrize("how", ["silent", "refuses"])
async def test_a_resume_address_that_answers_wrongly_does_not_hang_it(how: str) -> None:
    async def dead(request: web.Request) -> web.StreamResponse:
        if how == "refuses":
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await asyncio.sleep(60)
        return socket

    app = web.Application()
    app.router.add_get("/", dead)
    async with TestServer(app) as nobody, talk(heartbeat_s=0.05, timing=IMPATIENT) as it:
        it.server.gateway.resume_url = str(nobody.make_url("/")).replace("http", "ws").rstrip("/")
        it.server.gateway.expire()
        await it.server.gateway.drops(4000)
        await until(lambda: len(it.server.gateway.identifies) == 2 and it.server.gateway.connected)
        await it.server.gateway.drops(4000)
        await until(lambda: len(it.server.gateway.identifies) >= 3 and it.server.gateway.connected)
        it.says("and now")
        await it.is_heard()


async def test_a_gateway_that_opens_and_says_nothing_is_left_in_bounded_time() -> None:
    async with loopback_discord() as server:
        server.gateway.says_hello = False
        platform = replace(IMPATIENT)
        begun = asyncio.create_task(_until_greeted(server))
        async with connected(server, SmallShell(), timing=platform):
            assert server.gateway.connected
        await begun


async def _until_greeted(server: Loopback) -> None:
    await until(lambda: len(server.gateway.lines) >= 2)
    server.gateway.says_hello = True
