"""A page as a browser has loaded it, without the browser."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from adapters.web import WebPlatform
from adapters.web.guard import TOKEN_HEADER
from core.inbound import BotAdded
from tests.web.fake_shell import FakeShell
from tests.web.serving import fake_page


@dataclass
class Visit:
    """A page as a browser has loaded it."""

    shell: FakeShell
    platform: WebPlatform
    session: aiohttp.ClientSession
    token: str

    async def act(self, name: str, **asked: object) -> tuple[int, Mapping[str, object]]:
        headers = {TOKEN_HEADER: self.token}
        async with self.session.post(f"/act/{name}", json=asked, headers=headers) as answer:
            return answer.status, await answer.json()

    async def say(self, person: str, text: str, **more: object) -> str:
        _, done = await self.act("post", person=person, text=text, **more)
        return str(done["id"])

    async def status(self, method: str, path: str, **headers: str) -> int:
        async with self.session.request(method, path, headers=headers, data=b"{}") as answer:
            return answer.status

    @property
    def added(self) -> BotAdded:
        (what,) = self.shell.inbound(BotAdded)
        assert isinstance(what, BotAdded)
        return what

    def last(self) -> object:
        return self.shell.updates[-1].what


@asynccontextmanager
async def visited(*, port: int = 0) -> AsyncIterator[Visit]:
    shell = fake_page(port=port)
    platform = shell.platform
    assert platform is not None
    task = asyncio.create_task(platform.run(shell.handle))
    await asyncio.wait_for(platform.ready.wait(), 5)
    try:
        async with aiohttp.ClientSession(platform.address) as session:
            async with session.get("/") as answer:
                found = re.search(r'attune-token" content="([^"]+)"', await answer.text())
            assert found
            visit = Visit(shell, platform, session, found[1])
            async with session.get("/events", params={"token": visit.token}) as stream:
                await stream.content.readline()
                yield visit
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
