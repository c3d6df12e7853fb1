"""The library's HTTP client, sent to the API of this bot: its own address, gateway, counters and frames.

Everything is kept with the one client: two bots of a process may talk to different servers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route, json_or_text
from discord.webhook.async_ import AsyncWebhookAdapter, async_context
from yarl import URL

from adapters.discord.frames import COMPRESSION, Frames
from adapters.discord.refusals import Refusals

if TYPE_CHECKING:
    from discord.types.gateway import SessionStartLimit

DISCORD_API: Final = "https://discord.com/api/v10"
LONGEST_WAIT_S: Final = 30.0
"""Longest rate limit that a request waits out by itself; the shortest discord.py allows."""
SERVER_FAULT: Final = 500
UNCOUNTED: Final[SessionStartLimit] = {
    "total": 1000,
    "remaining": 1000,
    "reset_after": 0,
    "max_concurrency": 1,
}
Starts: TypeAlias = tuple[int, int, float]
"""How many logins a start takes, how many are left, and in how many seconds they are all there again."""


class Api(HTTPClient):
    """`may_start` is asked before the gateway is: it raises when there are not enough logins left."""

    def __init__(
        self, base: str, refusals: Refusals, may_start: Callable[[Starts], Awaitable[None]] | None
    ) -> None:
        super().__init__(
            discord.utils.MISSING, http_trace=refusals.trace(), max_ratelimit_timeout=LONGEST_WAIT_S
        )
        self._base, self._may_start = base.rstrip("/"), may_start
        self._gateway: URL | None = None
        self._webhooks = _Webhooks(self._base)

    async def request(self, route: Route, **kwargs: Any) -> Any:
        """See the library; at this bot's own address."""
        return await super().request(_at(self._base, route), **kwargs)

    async def get_bot_gateway(self) -> Any:
        """See the library; where the gateway is, is remembered for this client."""
        try:
            shards, url, left = await super().get_bot_gateway()
        except discord.GatewayNotFound as missing:
            if not isinstance(missing.__cause__, discord.NotFound):
                raise
            # A compatible server may know the plain route alone, which needs no shards and counts nothing.
            found = await self.request(Route("GET", "/gateway"))
            shards, url, left = 1, found["url"], UNCOUNTED
        self._gateway = URL(url)
        if self._may_start is not None:
            await self._may_start((shards, left["remaining"], left["reset_after"] / 1000))
        return shards, url, left

    async def ws_connect(self, url: str, *, compress: int = 0) -> Any:
        """See the library. Where it would use the address it was built with, this bot's own is used."""
        asked = URL(url)
        if self._gateway is not None and asked.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
            asked = self._gateway.with_query(asked.query)
        asked = asked.update_query(compress=COMPRESSION)
        return Frames(await super().ws_connect(str(asked), compress=compress))

    @contextmanager
    def webhooks(self) -> Iterator[None]:
        """Within it, answers to interactions go the same way."""
        token = async_context.set(self._webhooks)
        try:
            yield
        finally:
            async_context.reset(token)


class _Webhooks(AsyncWebhookAdapter):
    """A message that may have arrived is not sent again: answers to interactions carry no nonce."""

    def __init__(self, base: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library leaves it without a return
        self._base = base

    async def request(self, route: Route, session: aiohttp.ClientSession, **kwargs: Any) -> Any:
        posts_message = route.method == "POST" and "/webhooks/" in route.url
        through: Any = _Once(session) if posts_message else session
        return await super().request(_at(self._base, route), through, **kwargs)


class _Once:
    """A session whose server faults end the request at once."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    def request(self, *args: Any, **kwargs: Any) -> _OnlyOnce:
        return _OnlyOnce(self._session.request(*args, **kwargs))


class _OnlyOnce:
    def __init__(self, request: Any) -> None:
        self._request = request

    async def __aenter__(self) -> aiohttp.ClientResponse:
        response: aiohttp.ClientResponse = await self._request.__aenter__()
        if response.status >= SERVER_FAULT:
            data = await json_or_text(response)
            await self._request.__aexit__(None, None, None)
            raise discord.DiscordServerError(response, data)
        return response

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self._request.__aexit__(kind, error, where)


def _at(base: str, route: Route) -> Route:
    route.url = base + route.url.removeprefix(Route.BASE)
    return route
