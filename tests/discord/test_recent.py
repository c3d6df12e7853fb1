"""What waits in memory goes at its time, also on a bot to which nothing more happens."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from adapters.discord.answers import ANSWER_KEPT, MIRRORED_KEPT
from adapters.discord.recent import Recent
from tests.discord.shell import SmallShell, running
from tests.servers.discord import SimulatedDiscord

NOW = datetime(2026, 3, 2, tzinfo=UTC)
QUIET = timedelta(seconds=1)
BRIEFLY = timedelta(milliseconds=20)


async def test_what_is_over_goes_though_nothing_follows() -> None:
    recent: Recent[str] = Recent(size=3, kept_for=BRIEFLY)
    recent.keep("1", "somebody's words")
    assert len(recent) == 1
    await asyncio.sleep(3 * BRIEFLY.total_seconds())
    assert len(recent) == 0


async def test_what_is_kept_anew_is_kept_its_whole_time() -> None:
    recent: Recent[str] = Recent(size=3, kept_for=timedelta(seconds=0.2))
    recent.keep("1", "before")
    await asyncio.sleep(0.12)
    recent.keep("1", "after")
    await asyncio.sleep(0.12)
    assert recent.get("1") == "after"


async def test_the_newest_are_kept_and_what_is_taken_is_gone() -> None:
    recent: Recent[str] = Recent(size=2, kept_for=QUIET)
    for key in "abc":
        recent.keep(key, key)
    assert [recent.get(key) for key in "abc"] == [None, "b", "c"]
    assert (recent.take("b"), recent.take("b"), len(recent)) == ("b", None, 1)


async def test_by_the_clock_it_is_over_before_a_timer_that_slept() -> None:
    at = [NOW]
    recent: Recent[str] = Recent(size=2, kept_for=QUIET, clock=lambda: at[0])
    recent.keep("a", "a")
    at[0] += 2 * QUIET
    assert recent.get("a") is None


async def test_words_go_after_an_hour_on_a_quiet_bot() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        server = world.server()
        ana, ben = world.person("ana", server), world.person("ben", server)
        us = server.create_text_channel("us")
        await ana.context_menu("Mirror my answer", await ben.says(us, "my father died"))
        assert kept_in(shell, "_mirrored") == ["my father died"]
        await world.passes(MIRRORED_KEPT + QUIET)
        assert len(recent_of(shell, "_mirrored")) == 0


async def test_of_an_interaction_no_words_are_kept() -> None:
    """A form's contents, the message that a menu was opened on, and the one that a button sits on."""
    shell = SmallShell()
    async with running(shell) as world:
        await draft_on(world)
        kept = [each.value.interaction for each in recent_of(shell, "_awaited")._kept.values()]
        assert kept
        assert [(one.data, one.message) for one in kept] == [(None, None)] * len(kept)
        await world.passes(ANSWER_KEPT + QUIET)
        assert len(recent_of(shell, "_awaited")) == 0


async def draft_on(world: SimulatedDiscord) -> None:
    server = world.server()
    ana, ben = world.person("ana", server), world.person("ben", server)
    us = server.create_text_channel("us")
    message = await ben.says(us, "my father died")
    opened = await ana.context_menu("Mirror my answer", message)
    await ana.submits(opened, {"draft": "I am so sorry"})
    await ana.context_menu("This matters", await ana.says(us, "I got the job"))
    await ana.slash("help", where=us)


def recent_of(shell: SmallShell, which: str) -> Recent:  # type: ignore[type-arg]  # of either kind
    assert shell.platform is not None
    found: Recent = getattr(shell.platform._answers, which)  # type: ignore[type-arg]
    return found


def kept_in(shell: SmallShell, which: str) -> list[str]:
    return [each.value.text for each in recent_of(shell, which)._kept.values()]
