"""Discord's limits on the wire: nonces, faults, refusals and logins."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from adapters.discord.client import DiscordPlatform
from adapters.discord.ids import channel_chat, person_id
from adapters.discord.refusals import SLOW_FROM, STOP_AT, WINDOW_S, Refusals, Stopped
from adapters.discord.starts import DAY_S, NoStartsLeft, Pace, Starts
from adapters.storage.memory import MemoryStore
from bot.logbook import StoredLogbook
from core.inbound import Commanded
from core.notes import Note, NoteId
from core.ports import MaybeSent, NotSent, Refused, Unreachable
from core.screens.model import Screen
from tests.discord.on_sockets import connected
from tests.discord.shell import SmallShell
from tests.servers.discord_loopback import loopback_discord, until

NOTE = Screen(text="A note, when you have a minute.")
MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _library_waits_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two tries discord.py waits 1, 3, 5 … seconds."""
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        await real(0.02 if seconds >= 1 else seconds)

    monkeypatch.setattr("asyncio.sleep", sleep)


def platform_of(shell: SmallShell) -> DiscordPlatform:
    assert shell.platform is not None
    return shell.platform


# Sending


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_message_that_arrived_before_a_fault_is_there_once(status: int) -> None:
    """The library repeats the request; the nonce tells Discord that it is the same."""
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        guild = server.world.guild()
        us = server.world.channel(guild)
        server.rest.fails("POST", r"/messages$", status, times=2, happens=True)
        note = Note(kind="card", to_chat=channel_chat(us.id))
        shown = await platform_of(shell).show(NoteId(7), note, NOTE, None)
        assert [each["nonce"] for each in server.rest.posted(us)] == ["7"]
        assert shown == f"{us.id}/{server.rest.posted(us)[0]['id']}"


async def test_an_answer_to_an_interaction_that_met_a_fault_is_not_repeated() -> None:
    """Discord takes no nonce there."""
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        guild = server.world.guild()
        ana, us = server.world.person("ana", guild), server.world.channel(guild)
        server.commands(ana, us, "help")
        await until(lambda: any(isinstance(what, Commanded) for what in shell.seen))
        first = Note(kind="help", to_person=person_id(ana), answering=shell.updates[-1].answering)
        await platform_of(shell).show(NoteId(1), first, NOTE, None)
        server.rest.fails("POST", r"^/webhooks/", 500, happens=True)
        with pytest.raises(MaybeSent):
            await platform_of(shell).show(NoteId(2), first, NOTE, None)
        (answered,) = server.apps.asked.values()
        assert len(answered.shown) == 2  # the first, and the one that may have arrived


async def test_a_first_word_that_arrived_before_a_fault_counts() -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        guild = server.world.guild()
        ana, us = server.world.person("ana", guild), server.world.channel(guild)
        server.rest.fails("POST", r"/callback$", 500, happens=True)
        server.commands(ana, us, "help")
        await until(lambda: any(isinstance(what, Commanded) for what in shell.seen))
        assert shell.updates[-1].answering != ""


async def test_a_rate_limit_is_waited_out() -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        us = server.world.channel(server.world.guild())
        server.rest.limit, server.rest.window_s = 3, 0.3
        for number in range(9):
            note = Note(kind="card", to_chat=channel_chat(us.id))
            await platform_of(shell).show(NoteId(number + 1), note, NOTE, None)
        assert len(server.rest.posted(us)) == 9
        assert server.rest.statuses.count(429) == 0


async def test_a_long_rate_limit_is_told_and_nothing_left() -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        us = server.world.channel(server.world.guild())
        server.rest.fails("POST", r"/messages$", 429, body={"retry_after": 61.0, "global": False})
        with pytest.raises(NotSent) as told:
            await platform_of(shell).show(
                NoteId(1), Note(kind="card", to_chat=channel_chat(us.id)), NOTE, None
            )
        assert (told.value.retry_after_s, server.rest.posted(us)) == (61.0, [])
        assert told.value.in_order


@pytest.mark.parametrize(("code", "kind"), [(50007, Unreachable), (50001, Refused)])
async def test_closed_direct_messages_are_told_from_other_refusals(code: int, kind: type[Exception]) -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        ana = server.world.person("ana", server.world.guild())
        server.rest.fails("POST", r"/messages$", 403, body={"code": code})
        with pytest.raises(Refused) as told:
            await platform_of(shell).show(NoteId(1), Note(kind="hint", to_person=person_id(ana)), NOTE, None)
        assert type(told.value) is kind


async def test_what_follows_a_refused_token_waits_behind_it() -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        us = server.world.channel(server.world.guild())
        server.rest.fails("POST", r"/messages$", 401)
        note = Note(kind="card", to_chat=channel_chat(us.id))
        with pytest.raises(NotSent) as told:
            await platform_of(shell).show(NoteId(1), note, NOTE, None)
        assert told.value.in_order


async def test_before_the_login_notes_wait_in_their_order() -> None:
    platform = DiscordPlatform(token="made-up")
    with pytest.raises(NotSent) as told:
        await platform.show(NoteId(1), Note(kind="card", to_chat=channel_chat("1")), NOTE, None)
    assert told.value.in_order


async def test_a_limit_for_everything_stops_everything() -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        us = server.world.channel(server.world.guild())
        server.rest.fails("POST", r"/messages$", 429, body={"retry_after": 0.1, "global": True})
        note = Note(kind="card", to_chat=channel_chat(us.id))
        await platform_of(shell).show(NoteId(1), note, NOTE, None)
        assert len(server.rest.posted(us)) == 1


async def test_refused_requests_are_counted_whoever_made_them() -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        us = server.world.channel(server.world.guild())
        note = Note(kind="card", to_chat=channel_chat(us.id))
        for status in (401, 403, 404):
            server.rest.fails("POST", r"/messages$", status)
            with pytest.raises((Refused, NotSent)):
                await platform_of(shell).show(NoteId(1), note, NOTE, None)
        assert len(platform_of(shell)._refusals) == 2


async def test_after_too_many_refusals_nothing_leaves() -> None:
    async with loopback_discord() as server, connected(server, SmallShell()) as shell:
        us = server.world.channel(server.world.guild())
        for _ in range(STOP_AT):
            platform_of(shell)._refusals.answered(403)
        before = len(server.rest.requests)
        with pytest.raises(NotSent) as told:
            await platform_of(shell).show(
                NoteId(1), Note(kind="card", to_chat=channel_chat(us.id)), NOTE, None
            )
        assert len(server.rest.requests) == before
        assert WINDOW_S - 60 < told.value.retry_after_s <= WINDOW_S
        assert told.value.in_order


# Refusals


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


async def test_refusals_are_forgotten_after_ten_minutes() -> None:
    clock = Clock()
    refusals = Refusals(clock=clock)
    for status in (401, 403, 429, 200, 404, 500):
        refusals.answered(status)
    refusals.answered(429, shared=True)
    counted = len(refusals)
    clock.at = WINDOW_S
    assert (counted, len(refusals)) == (3, 0)


async def test_whoever_is_refused_again_and_again_stops_far_from_the_ban() -> None:
    """A bot that sends as fast as it may, and is refused each time, for a whole day."""
    clock, made = Clock(), []
    refusals = Refusals(slow_s=0.0, clock=clock)
    for _ in range(50_000):
        try:
            await refusals.before()
        except Stopped as stopped:
            clock.at += stopped.retry_after_s
            continue
        made.append(clock.at)
        refusals.answered(403)
        clock.at += 0.02 if len(refusals) < SLOW_FROM else 1.0
        if clock.at > DAY_S:
            break
    most, first = 0, 0
    for last, at in enumerate(made):
        while made[first] <= at - WINDOW_S:
            first += 1
        most = max(most, last - first + 1)
    assert most <= STOP_AT < 10_000


# Logins


class Day:
    """A clock that goes on by what is waited."""

    def __init__(self) -> None:
        self.now = MIDNIGHT

    def __call__(self) -> datetime:
        return self.now


async def test_logins_are_counted_across_restarts() -> None:
    logbook, day = StoredLogbook(MemoryStore()), Day()
    for _ in range(3):
        starts = Starts(logbook, "discord:starts", clock=day)
        await starts.begin()
        day.now += timedelta(seconds=5)
    day.now -= timedelta(seconds=3)
    again = Starts(logbook, "discord:starts", clock=day)
    assert await again.wait_s() == pytest.approx(3.0)


async def test_no_loop_of_restarts_uses_up_a_day() -> None:
    """Killed and started again as soon as it logged in, for two days."""
    logbook, day, made = StoredLogbook(MemoryStore()), Day(), []
    while day.now < MIDNIGHT + timedelta(days=2):
        starts = Starts(logbook, "discord:starts", clock=day)
        day.now += timedelta(seconds=await starts.wait_s() + 1)
        await starts.begin()
        made.append(day.now)
    most, first = 0, 0
    for last, at in enumerate(made):
        while made[first] <= at - timedelta(days=1):
            first += 1
        most = max(most, last - first + 1)
    gaps = [later - earlier for earlier, later in pairwise(made)]
    assert most <= Pace().a_day
    assert min(gaps) >= timedelta(seconds=Pace().gap_s)


async def test_a_login_too_many_is_not_made() -> None:
    logbook, day = StoredLogbook(MemoryStore()), Day()
    pace = Pace(gap_s=0.0, at_once=3, later_gap_s=0.0, a_day=3)
    starts = Starts(logbook, "discord:starts", pace, clock=day)
    for _ in range(pace.a_day):
        await starts.begin()
        day.now += timedelta(hours=1)
    with pytest.raises(NoStartsLeft) as told:
        await starts.begin()
    assert told.value.wait_s == 21 * 3600.0


async def test_what_discord_says_is_left_counts_too() -> None:
    starts = Starts(None, "discord:starts")
    await starts.may_start((1, 51, 60.0))
    with pytest.raises(NoStartsLeft) as told:
        await starts.may_start((1, 50, 60.0))
    assert told.value.wait_s == 60.0


async def test_without_logins_left_none_is_made() -> None:
    async with loopback_discord() as server:
        server.gateway.starts_left = 3
        platform = DiscordPlatform(token="made-up", api_url=server.api_url)
        run = asyncio.create_task(platform.run(SmallShell().handle))
        await until(lambda: any(one.path == "/gateway/bot" for one in server.rest.requests))
        await asyncio.sleep(0.2)
        run.cancel()
        await asyncio.wait({run})
        assert server.gateway.identifies == []
