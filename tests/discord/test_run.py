"""The whole connection on real sockets: login, gateway, a refused token, a client that ends."""

from __future__ import annotations

import asyncio

import pytest

from adapters.discord.client import DiscordPlatform
from adapters.errors import IntentsRefused, TokenRefused
from core.inbound import Posted, Update
from discord.gateway import DiscordWebSocket
from discord.http import Route
from tests.discord.loopback import Loopback, loopback
from tests.discord.recorded import MESSAGES
from tests.discord.shell import MENU

SAID = ("MESSAGE_CREATE", MESSAGES["a direct message"]["payload"])
LIMIT_S = 5.0
MINIMAL = 1 | 1 << 12
"""Servers, direct messages."""
LISTENING = MINIMAL | 1 << 9 | 1 << 10 | 1 << 15
"""And messages, reactions and contents in servers."""


@pytest.fixture(autouse=True)
def _address_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py keeps where Discord is in its classes."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    monkeypatch.setattr("adapters.discord.client.RECONNECTS_S", (0.01,))


async def received(server: Loopback, *, count: int, listening: bool = False) -> list[str]:
    """Runs the platform until `count` messages came in; what they say."""
    said: list[str] = []
    enough = asyncio.Event()

    async def handle(update: Update) -> None:
        assert isinstance(update.what, Posted)
        said.append(update.what.words.text)
        if len(said) == count:
            enough.set()

    async with loopback(server):
        platform = DiscordPlatform(
            token="made-up",
            api_url=f"{server.address}/api/v10",
            passive_listening=listening,
            menu=MENU,
        )
        run = asyncio.create_task(platform.run(handle))
        waiting = asyncio.create_task(enough.wait())
        await asyncio.wait({run, waiting}, timeout=LIMIT_S, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        await platform.close()
        run.cancel()
        await asyncio.wait({run})
        if not run.cancelled() and (failure := run.exception()) is not None:
            raise failure
    return said


async def test_it_logs_in_where_it_is_told_and_hands_in_what_comes() -> None:
    server = Loopback(scenes=[([SAID], None)])
    assert await received(server, count=1) == ["I got the job"]
    assert "checkin" in {command["name"] for command in server.commands}


@pytest.mark.parametrize(("listening", "intents"), [(False, MINIMAL), (True, LISTENING)])
async def test_it_asks_the_gateway_for_what_it_uses(listening: bool, intents: int) -> None:
    server = Loopback(scenes=[([SAID], None)])
    await received(server, count=1, listening=listening)
    assert [one["intents"] for one in server.identified] == [intents]


async def test_a_wrong_token_ends_it() -> None:
    with pytest.raises(TokenRefused):
        await received(Loopback(token="another"), count=1)


async def test_a_token_that_the_gateway_refuses_ends_it() -> None:
    with pytest.raises(TokenRefused):
        await received(Loopback(scenes=[([], 4004)]), count=1)


async def test_a_missing_intent_ends_it() -> None:
    with pytest.raises(IntentsRefused):
        await received(Loopback(scenes=[([], 4014)]), count=1)


async def test_a_client_that_ended_is_built_anew() -> None:
    another = {**SAID[1], "id": "1440990000000000009", "content": "and a second one"}
    server = Loopback(scenes=[([SAID], 4011), ([("MESSAGE_CREATE", another)], None)])
    assert await received(server, count=2) == ["I got the job", "and a second one"]
    assert len(server.identified) == 2


async def test_a_payload_that_discord_py_cannot_read_does_not_end_the_client() -> None:
    broken = ("GUILD_CREATE", {"id": "canary"})
    server = Loopback(scenes=[([broken, SAID], None)])
    assert await received(server, count=1) == ["I got the job"]
    assert len(server.identified) == 1
