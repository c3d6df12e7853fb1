"""A whole Discord on a loopback socket: REST and gateway over one world, for discord.py as it is.

For what SimCord does not model: real sockets, resume, reconnects, rate limits, 5xx, nonces, user installs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.servers.discord_apps import FORM, PRESS, SLASH_COMMAND, fields_of
from tests.servers.discord_contract import load_contract
from tests.servers.discord_gateway import Gateway
from tests.servers.discord_rest import PREFIX, Rest
from tests.servers.discord_world import Channel, Json, World

TOKEN: Final = "made-up"
LIMIT_S: Final = 20.0


class Loopback:
    """`api_url` is what ATTUNE_DISCORD__API_URL is set to. `clock`: Discord's own time."""

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        self.world = World(clock)
        self.gateway = Gateway(self.world, TOKEN)
        self.rest = Rest(self.world, TOKEN)
        self.apps = self.rest.apps
        self.rest.starts_left = lambda: self.gateway.starts_left
        self.api_url = ""
        self.gateway_url = ""

    def interacts(self, user: str, channel: Channel, kind: int, data: Json, **more: object) -> str:
        """An interaction, as the gateway hands it over. Returns its token."""
        token, payload = self.apps.interacts(user, channel, kind, data, **more)
        self.gateway.dispatch("INTERACTION_CREATE", payload)
        return token

    def commands(self, user: str, channel: Channel, name: str, behind: str = "", **options: str) -> str:
        """A command, with what is written behind it; or with options by name."""
        data = self.apps.slash(user, channel, name, behind)
        data["options"] += [{"type": 3, "name": key, "value": value} for key, value in options.items()]
        return self.interacts(user, channel, SLASH_COMMAND, data)

    def chooses(self, user: str, channel: Channel, name: str, message: str) -> str:
        """*Apps* ▸ this, on a message: Discord hands it over with its content, whoever wrote it."""
        data = self.apps.menu(channel, name, channel.messages[message])
        return self.interacts(user, channel, SLASH_COMMAND, data)

    def submits(
        self, user: str, channel: Channel, opened: str, *, on: Json | None = None, **values: str
    ) -> str:
        """The form that an interaction opened, filled in. `on`: the message with the button that did."""
        asked = self.apps.asked[opened]
        assert asked.form is not None
        more = {} if on is None else {"message": dict(on)}
        token, payload = self.apps.interacts(
            user, channel, FORM, self.apps.filled(asked.form, values), **more
        )
        self.apps.asked[token].on = on
        self.gateway.dispatch("INTERACTION_CREATE", payload)
        return token

    def presses(self, user: str, channel: Channel, message: Json, custom_id: str) -> str:
        data = {"custom_id": custom_id, "component_type": 2, "id": 4}
        token, payload = self.apps.interacts(user, channel, PRESS, data, message=dict(message))
        self.apps.asked[token].on = message
        self.gateway.dispatch("INTERACTION_CREATE", payload)
        return token

    def fills(self, opened: str, text: str) -> str:
        """Each field of the form that an interaction opened says this."""
        asked = self.apps.asked[opened]
        assert asked.form is not None
        values = dict.fromkeys(fields_of(asked.form), text)
        return self.submits(asked.user, asked.channel, opened, on=asked.on, **values)

    def violations(self) -> list[str]:
        """What any request so far breaks of Discord's description, or that nobody here serves."""
        contract = load_contract()
        found = [f"nobody serves {each}" for each in self.rest.unknown]
        found += [f"not taken: {why}" for why in self.apps.refused]
        if contract is None:
            return found
        for one in self.rest.requests:
            found += contract.violations(one.method, one.path, one.body, one.query)
        return found

    def mentions(self) -> list[Any]:
        """Requests that could notify somebody because of their text."""
        return [one for one in self.rest.requests if one.may_mention]


@asynccontextmanager
async def loopback_discord(clock: Callable[[], datetime] | None = None) -> AsyncIterator[Loopback]:
    """On leaving, every request has to be one that Discord takes and that mentions nobody."""
    server = Loopback(clock)
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
