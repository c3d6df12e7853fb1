"""The page's server on loopback: its files, one stream of its state, and one address for each action."""

from __future__ import annotations

import asyncio
import errno
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from aiohttp import web

from adapters.web.guard import HEADERS, Guard
from adapters.web.room import NotPossible
from core.screens.model import Attachment

PAGE = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SHOWN_TYPES = frozenset({"image/png"})
"""What the page shows by itself; anything else that a screen offers is a file to save."""
PORTS_TRIED = 20
BODY_BYTES = 64 * 1024
HEARTBEAT_S = 15.0
"""Seconds without news after which a stream says that it is alive."""
SETTLE_S = 0.015
"""Seconds in which changes are gathered into one."""
Act = Callable[[str, Mapping[str, object]], Awaitable[Mapping[str, object]]]


async def _seal(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


class News:
    """Tells everyone who waits that something changed."""

    def __init__(self) -> None:
        self.version = 0
        self._next = asyncio.Event()

    def tell(self) -> None:
        self.version += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, version: int) -> None:
        """Returns once there is something newer than `version`."""
        while self.version <= version:
            await self._next.wait()


class Server:
    """`state` gives what the page shows, `act` does what a person asks, `visited` hears of a page opened.

    `file` finds what a screen offers, by the message that shows it and the number of its note.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        news: News,
        state: Callable[[], Mapping[str, object]],
        act: Act,
        visited: Callable[[], Awaitable[None]],
        file: Callable[[str, str], Attachment | None],
    ) -> None:
        self._find_file = file
        self._host, self._port = host, port
        self._news, self._state, self._act, self._visited = news, state, act, visited
        token = secrets.token_urlsafe(24)
        self._guard = Guard(token)
        self._files = {path.name: path.read_bytes() for path in PAGE.iterdir() if path.suffix in TYPES}
        self._files["index.html"] = self._files["index.html"].replace(b"{{token}}", token.encode())
        self._closing = False
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        """Listens, and returns the page's address. A busy port leads to the next free one."""
        app = web.Application(middlewares=[self._guard.middleware], client_max_size=BODY_BYTES)
        app.on_response_prepare.append(_seal)
        app.router.add_get("/", self._index)
        app.router.add_get("/page/{name}", self._file)
        app.router.add_get("/file/{message}/{note}", self._offered)
        app.router.add_get("/events", self._events)
        app.router.add_post("/act/{name}", self._acted)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        for port in range(self._port, self._port + (PORTS_TRIED if self._port else 1)):
            try:
                await web.TCPSite(self._runner, self._host, port).start()
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            self._guard.port = int(self._runner.addresses[0][1])
            name = f"[{self._host}]" if ":" in self._host else self._host
            return f"http://{name}:{self._guard.port}/"
        last = self._port + PORTS_TRIED - 1
        raise OSError(errno.EADDRINUSE, f"Ports {self._port} to {last} are all in use.")

    async def stop(self) -> None:
        self._closing = True
        self._news.tell()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _index(self, request: web.Request) -> web.Response:
        return self._served("index.html")

    async def _file(self, request: web.Request) -> web.Response:
        return self._served(request.match_info["name"])

    def _served(self, name: str) -> web.Response:
        content = self._files.get(name)
        if content is None:
            return web.json_response({"error": "There is nothing here."}, status=404)
        kind = TYPES[Path(name).suffix]
        return web.Response(body=content, content_type=kind, charset="utf-8")

    async def _offered(self, request: web.Request) -> web.Response:
        """A picture to be shown, or a file to be saved: never what a browser would open as a page."""
        file = self._find_file(request.match_info["message"], request.match_info["note"])
        if file is None:
            return web.json_response({"error": "This file is not here any more."}, status=404)
        kind = file.media_type if file.media_type in SHOWN_TYPES else "application/octet-stream"
        place = "inline" if kind in SHOWN_TYPES else "attachment"
        headers = {"Content-Disposition": f'{place}; filename="{file.name}"'}
        return web.Response(body=file.content, content_type=kind, headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the whole state, again whenever it changed."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
        await stream.prepare(request)
        await self._visited()
        try:
            while not self._closing:
                version = self._news.version
                state = json.dumps({"version": version, **self._state()}, ensure_ascii=False)
                await stream.write(f"id: {version}\ndata: {state}\n\n".encode())
                while not await self._news_within(version, HEARTBEAT_S):
                    await stream.write(b": still here\n\n")
                await asyncio.sleep(SETTLE_S)
        except ConnectionError:
            pass  # the page was closed
        return stream

    async def _news_within(self, version: int, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._news.after(version), seconds)
        except TimeoutError:
            return False
        return True

    async def _acted(self, request: web.Request) -> web.Response:
        try:
            asked = await request.json()
            if not isinstance(asked, dict):
                raise NotPossible("The page sent something that is no request.")
            done = await self._act(request.match_info["name"], asked)
        except NotPossible as refusal:
            return web.json_response({"error": str(refusal)}, status=409)
        except ValueError:
            return web.json_response({"error": "The request is no JSON."}, status=400)
        return web.json_response(done)
