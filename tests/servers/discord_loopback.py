"""A whole Discord on a loopback socket: REST and gateway over one world, for discord.py as it is.

For what SimCord does not model: real sockets, resume, reconnects, rate limits, 5xx, nonces, user installs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.servers.discord_contract import load_contract
from tests.servers.discord_gateway import Gateway
from tests.servers.discord_rest import PREFIX, Rest
from tests.servers.discord_world import BOT, Channel, Json, World

TOKEN: Final = "made-up"
LIMIT_S: Final = 20.0
COMMAND, PRESS, FORM = 2, 3, 5
IN_GUILD, BOT_DIRECT, PRIVATE_CHANNEL = 0, 1, 2
"""Contexts of an interaction."""
IN_OTHERS_CONVERSATIONS: Final = 1 << 15 | 1 << 14 | 1 << 17
"""Rights that Discord names there: attach files, embed links, mention everyone (its documentation)."""


class Loopback:
    """`api_url` is what ATTUNE_DISCORD__API_URL is set to."""

    def __init__(self) -> None:
        self.world = World()
        self.gateway = Gateway(self.world, TOKEN)
        self.rest = Rest(self.world, TOKEN)
        self.rest.starts_left = lambda: self.gateway.starts_left
        self.api_url = ""
        self.gateway_url = ""

    def interacts(self, user: str, channel: Channel, kind: int, data: Json, **more: object) -> str:
        """An interaction, as the gateway hands it over. Returns its token."""
        number = self.world.snowflake()
        token = f"token-{number}"
        self.rest.begun[token] = time.monotonic()
        self.rest.places[token] = channel
        person = self.world.users[user]
        by: Json = {"user": person}
        if channel.guild is not None:
            member = self.world.guilds[channel.guild].members[user]
            by = {"guild_id": channel.guild, "member": {**member, "permissions": "0"}}
        payload: Json = {
            "id": number,
            "application_id": BOT["id"],
            "type": kind,
            "token": token,
            "version": 1,
            "data": data,
            "locale": "en-GB",
            "entitlements": [],
            **_installed(user, channel),
            "attachment_size_limit": 10485760,
            "channel_id": channel.id,
            "channel": channel.payload(),
            **by,
            **more,
        }
        self.gateway.dispatch("INTERACTION_CREATE", payload)
        return token

    def commands(self, user: str, channel: Channel, name: str, **options: str) -> str:
        given = [{"type": 3, "name": key, "value": value} for key, value in options.items()]
        return self.interacts(user, channel, COMMAND, {"id": "5", "name": name, "type": 1, "options": given})

    def chooses(self, user: str, channel: Channel, name: str, message: str) -> str:
        """Apps ▸ `name` on a message: Discord hands it over with its content, whoever wrote it."""
        data = {
            "id": "6",
            "name": name,
            "type": 3,
            "target_id": message,
            "resolved": {"messages": {message: channel.messages[message]}},
        }
        return self.interacts(user, channel, COMMAND, data)

    def submits(
        self, user: str, channel: Channel, opened: str, *, on: Json | None = None, **values: str
    ) -> str:
        """The form that an interaction opened, filled in. `on`: the message with the button that did."""
        modal = self.rest.interactions[opened]["callback"]["data"]
        filled = [
            {"type": 18, "id": at, "component": {"type": 4, "id": 100 + at, "custom_id": key, "value": value}}
            for at, (key, value) in enumerate(values.items(), start=1)
        ]
        data = {"custom_id": modal["custom_id"], "components": filled}
        return self.interacts(user, channel, FORM, data, **({} if on is None else {"message": on}))

    def presses(self, user: str, channel: Channel, message: Json, custom_id: str) -> str:
        data = {"custom_id": custom_id, "component_type": 2, "id": 4}
        return self.interacts(user, channel, PRESS, data, message=message)

    def violations(self) -> list[str]:
        """What any request so far breaks of Discord's description, or that nobody here serves."""
        contract = load_contract()
        found = [f"nobody serves {each}" for each in self.rest.unknown]
        if contract is None:
            return found
        for one in self.rest.requests:
            found += contract.violations(one.method, one.path, one.body, one.query)
        return found

    def mentions(self) -> list[Any]:
        """Requests that could notify somebody because of their text, or show an embed."""
        return [one for one in self.rest.requests if one.may_mention or one.embeds]


def _installed(user: str, channel: Channel) -> Json:
    """Where it happened, and by whose install. In a conversation of others only a person's own can be."""
    if channel.is_closed_to_bot:
        owners, context, rights = {"1": user}, PRIVATE_CHANNEL, IN_OTHERS_CONVERSATIONS
    else:
        owners, rights = {"0": channel.guild or "0"}, 0
        context = BOT_DIRECT if channel.guild is None else IN_GUILD
    return {
        "authorizing_integration_owners": owners,
        "context": context,
        "app_permissions": str(rights),
    }


@asynccontextmanager
async def loopback_discord() -> AsyncIterator[Loopback]:
    """On leaving, every request has to be one that Discord takes and that mentions nobody."""
    server = Loopback()
    app = web.Application()
    app.router.add_route("*", f"{PREFIX}/{{rest:.*}}", server.rest.handle)
    app.router.add_get("/", server.gateway.socket)
    async with TestServer(app) as running:
        address = str(running.make_url("")).rstrip("/")
        server.api_url = f"{address}{PREFIX}"
        server.gateway_url = server.rest.address = server.gateway.resume_url = address.replace("http", "ws")
        sending = asyncio.create_task(server.gateway.run())
        try:
            yield server
        finally:
            sending.cancel()
            for line in server.gateway.lines:
                await line.socket.close()
    assert not server.violations(), "\n".join(server.violations())
    assert not server.mentions()


async def until(true: Callable[[], bool], limit_s: float = LIMIT_S) -> None:
    """Waits for something to become true. Raises TimeoutError."""
    async with asyncio.timeout(limit_s):
        while not true():  # noqa: ASYNC110  # what is waited for is on the other side of a socket
            await asyncio.sleep(0.005)
