"""The whole connection on real sockets: login, gateway, a refused token, a client that ends."""

from __future__ import annotations

import asyncio

import pytest

from adapters.discord.client import DiscordPlatform
from adapters.errors import IntentsRefused, TokenRefused
from core.inbound import Commanded, Posted, Update
from discord.gateway import DiscordWebSocket
from discord.http import Route
from tests.discord.on_sockets import QUICK, connected
from tests.discord.shell import SmallShell
from tests.servers.discord_loopback import TOKEN, Loopback, loopback_discord, until

MINIMAL = 1 | 1 << 12
"""Servers, direct messages."""
LISTENING = MINIMAL | 1 << 9 | 1 << 10 | 1 << 15
"""And messages, reactions and contents in servers."""
LIMIT_S = 5.0


def words(shell: SmallShell) -> list[str]:
    return [what.words.text for what in shell.seen if isinstance(what, Posted)]


async def ends(server: Loopback, token: str = TOKEN) -> None:
    """Runs until it ends by itself; raises what ended it."""
    platform = DiscordPlatform(token=token, api_url=server.api_url, passive_listening=True, timing=QUICK)
    try:
        async with asyncio.timeout(LIMIT_S):
            await platform.run(SmallShell().handle)
    finally:
        await platform.close()


async def test_it_logs_in_where_it_is_told_and_hands_in_what_comes() -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        ana = server.world.person("ana")
        server.world.says(ana, server.world.direct(ana), "I got the job")
        await until(lambda: words(shell) == ["I got the job"])
        assert "checkin" in {command["name"] for command in server.apps.commands}


async def test_two_bots_of_a_process_may_talk_to_different_servers() -> None:
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with (
        loopback_discord() as one,
        loopback_discord() as other,
        connected(one, SmallShell()) as first,
        connected(other, SmallShell()) as second,
    ):
        for server, text in ((one, "here"), (other, "there")):
            ana = server.world.person("ana")
            server.world.says(ana, server.world.direct(ana), text)
        await until(lambda: (words(first), words(second)) == (["here"], ["there"]))
    assert (base, gateway) == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)


async def test_a_server_that_knows_the_plain_gateway_alone_will_do() -> None:
    async with loopback_discord() as server:
        server.rest.fails("GET", "/gateway/bot", 404, times=1000)
        async with connected(server, SmallShell()):
            assert len(server.gateway.identifies) == 1


@pytest.mark.parametrize(("listening", "intents"), [(False, MINIMAL), (True, LISTENING)])
async def test_it_asks_the_gateway_for_what_it_uses(listening: bool, intents: int) -> None:
    async with loopback_discord() as server, connected(server, SmallShell(), listening=listening):
        assert [one["intents"] for one in server.gateway.identifies] == [intents]


async def test_it_has_as_many_shards_as_discord_asks_for() -> None:
    async with loopback_discord() as server:
        server.rest.shards = 3
        async with connected(server, SmallShell()) as shell:
            await until(lambda: len(server.gateway.sessions) == 3)
            guilds = {int(guild.id) >> 22 & 1: guild for guild in (server.world.guild() for _ in range(9))}
            for guild in guilds.values():
                ana = server.world.person("ana", guild)
                server.world.says(ana, server.world.channel(guild), "hello")
            await until(lambda: len(words(shell)) == len(guilds))
        assert [one["shard"] for one in server.gateway.identifies] == [[0, 3], [1, 3], [2, 3]]


async def test_a_wrong_token_ends_it() -> None:
    async with loopback_discord() as server:
        with pytest.raises(TokenRefused):
            await ends(server, "another")


async def test_a_token_that_the_gateway_refuses_ends_it() -> None:
    async with loopback_discord() as server:
        server.gateway._token = "another"
        with pytest.raises(TokenRefused):
            await ends(server)


async def test_a_missing_intent_ends_it() -> None:
    async with loopback_discord() as server:
        server.gateway.allowed = 0
        with pytest.raises(IntentsRefused):
            await ends(server)


async def test_a_client_that_ended_is_built_anew() -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        await server.gateway.drops(4011)
        await until(lambda: len(server.gateway.identifies) == 2 and server.gateway.connected)
        ana = server.world.person("ana")
        server.world.says(ana, server.world.direct(ana), "I got the job")
        await until(lambda: words(shell) == ["I got the job"])


async def test_a_payload_that_discord_py_cannot_read_does_not_end_the_client() -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        server.gateway.dispatch("GUILD_CREATE", {"id": "canary"})
        ana = server.world.person("ana")
        server.world.says(ana, server.world.direct(ana), "I got the job")
        await until(lambda: words(shell) == ["I got the job"])
        assert len(server.gateway.identifies) == 1


class Slow(SmallShell):
    async def handle(self, update: Update) -> None:
        await asyncio.sleep(0.05)
        await super().handle(update)


async def test_an_interaction_is_put_off_before_anything_else() -> None:
    """The shell may take its time; Discord waits three seconds for the first word."""

    shell = Slow()
    async with loopback_discord() as server, connected(server, shell):
        guild = server.world.guild()
        ana, us = server.world.person("ana", guild), server.world.channel(guild)
        tokens = [server.commands(ana, us, "help") for _ in range(20)]
        await until(lambda: len([what for what in shell.seen if isinstance(what, Commanded)]) == len(tokens))
        callbacks = [server.apps.asked[token].callback for token in tokens]
        assert {one["data"]["flags"] for one in callbacks if one} == {64}  # ephemeral
        assert max(server.apps.acknowledged_s) < 1.0
