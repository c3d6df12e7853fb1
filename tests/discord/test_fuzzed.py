"""Payloads unlike any documented, over a real socket: nothing ends, nobody is mentioned, no good one is lost.

ATTUNE_TEST_CASES=10000 python -m pytest tests/discord/test_fuzzed.py
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from adapters.discord.frames import is_sound
from core.inbound import Commanded, Posted
from tests.cases import cases
from tests.discord.mutations import EVENTS, HOSTILE, WRONG, frame, mutated
from tests.discord.on_sockets import Evening, evening
from tests.discord.recorded import INTERACTIONS, MESSAGES
from tests.servers.discord_loopback import until

GOOD_EACH = 10
"""One good payload among so many bad ones."""
SETTLES_EACH = 100


@dataclass(slots=True)
class Storm:
    """Bad payloads about the people and places of an evening, good ones between."""

    it: Evening
    random: Random
    written: list[str] = field(default_factory=list)
    commanded: int = 0
    said: list[str] = field(default_factory=list)

    def source(self) -> tuple[str, dict[str, Any]]:
        """An event as Discord would send it."""
        world = self.it.server.world
        who, us = self.random.choice((self.it.ana, self.it.ben, self.it.kim)), self.it.us
        post = world.with_member(us, world.message(who, us, self.random.choice(HOSTILE)))
        recorded = self.random.choice(list(INTERACTIONS.values()))
        here = {"guild_id": us.guild, "channel_id": us.id, "message_id": post["id"], "user_id": who}
        sources: list[tuple[str, dict[str, Any]]] = [
            ("MESSAGE_CREATE", post),
            ("MESSAGE_CREATE", self.random.choice(list(MESSAGES.values()))["payload"]),
            ("MESSAGE_UPDATE", {**post, "edited_timestamp": post["timestamp"]}),
            ("MESSAGE_DELETE", {**here, "id": post["id"]}),
            ("MESSAGE_DELETE_BULK", {**here, "ids": [post["id"]]}),
            ("MESSAGE_REACTION_ADD", {**here, "emoji": {"id": None, "name": "❤"}}),
            (
                "INTERACTION_CREATE",
                {**recorded, "id": world.snowflake(), "token": f"t{self.random.random()}"},
            ),
            ("GUILD_CREATE", world.guild_payload(self.it.guild)),
            ("GUILD_DELETE", {"id": us.guild, "unavailable": True}),
            ("GUILD_MEMBER_REMOVE", {"guild_id": us.guild, "user": world.users[self.it.kim]}),
        ]
        return self.random.choice(sources)

    async def bad(self) -> None:
        event, payload = self.source()
        if self.random.random() < 0.2:
            await self.it.server.gateway.send_raw(frame(self.random, payload))
            return
        if self.random.random() < 0.1:
            event = self.random.choice(EVENTS)
        if "token" in payload:
            self.it.server.apps.begun_elsewhere(payload)
        changed = mutated(self.random, payload)
        if not _is_real(event, changed):
            self.it.server.gateway.dispatch_as_it_is(event, changed)

    def good(self) -> None:
        world, number = self.it.server.world, len(self.written)
        match self.random.randrange(3):
            case 0:
                self.written.append(world.says(self.it.kim, world.direct(self.it.kim), f"hello {number}"))
            case 1:
                self.said.append(world.says(self.it.ana, self.it.us, f"word {number}"))
            case _:
                self.it.server.commands(self.it.kim, self.it.us, "help")
                self.commanded += 1

    async def passes(self, count: int) -> None:
        for number in range(count):
            await self.bad()
            if number % GOOD_EACH == 0:
                self.good()
            if number % SETTLES_EACH == 0:
                await self.it.server.gateway.sent()
                await asyncio.sleep(0)

    def heard(self) -> tuple[list[str], list[str], int]:
        """The good ones that were handed in: written to the bot, said in the channel, and commands."""
        posts = [u.what for u in self.it.handed_in if isinstance(u.what, Posted)]
        good, ours = set(self.written), set(self.said)
        commands = [
            u.what
            for u in self.it.handed_in
            if isinstance(u.what, Commanded) and u.what.who.id.endswith(self.it.kim) and not u.what.argument
        ]
        return (
            [post.message for post in posts if post.private and post.message in good],
            [post.message for post in posts if post.message in ours],
            len(commands),
        )


def _is_real(event: str, payload: Any) -> bool:
    """Whether it came out as something that Discord may well send, and that ends what the test is about:
    people who really leave, a server that is really gone, a message that is really taken back."""
    if event in {"GUILD_DELETE", "CHANNEL_DELETE", "THREAD_DELETE", "GUILD_MEMBER_REMOVE", "GUILD_UPDATE"}:
        return isinstance(payload, dict) and not payload.get("unavailable")
    return False


@pytest.mark.parametrize("seed", [7])
async def test_no_payload_ends_it_mentions_anybody_or_takes_a_good_one_with_it(seed: int) -> None:
    async with evening() as it:
        storm = Storm(it, Random(seed))
        courier = asyncio.create_task(it.backstage.running.courier.run())
        await storm.passes(cases(400))
        expected = (storm.written, storm.said, storm.commanded)
        try:
            await until(lambda: storm.heard() == expected, 60)
        except TimeoutError:
            assert storm.heard() == expected
        people = (it.ana, it.ben, it.kim)
        last = {it.server.world.says(each, it.server.world.direct(each), "and now") for each in people}
        await until(lambda: last <= {u.what.message for u in it.handed_in if isinstance(u.what, Posted)})
        courier.cancel()
        await asyncio.wait({courier})
        assert len(it.server.gateway.identifies) == 1
        assert not it.server.mentions()
        assert it.run is not None
        assert not it.run.done()


def test_a_frame_is_taken_or_left_and_never_raises() -> None:
    random = Random(11)
    for _ in range(cases(2_000)):
        real = {
            "op": random.choice([0, 1, 7, 9, 10, 11]),
            "d": {"heartbeat_interval": 1},
            "s": 1,
            "t": "READY",
        }
        found = mutated(random, real)
        assert is_sound(found if isinstance(found, dict) else {"op": random.choice(WRONG)}) in {True, False}
