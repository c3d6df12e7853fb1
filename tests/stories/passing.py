"""Time that goes by in a story, from one thing that falls due to the next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from core.ports import Store
from tests.stories.world import HandClock

A_MINUTE = timedelta(minutes=1)


async def lets_pass(
    time: timedelta, clock: HandClock, store: Store, happens: Callable[[], Awaitable[None]]
) -> None:
    """`happens` at each moment at which something is due, a minute apart at least, and at the end; then the
    store is tidied up."""
    end = clock.now() + time
    while (now := clock.now()) < end:
        due = await _next_due(store)
        clock.at = end if due is None else min(end, max(due, now + A_MINUTE))
        await happens()
    await store.prune(clock.now())


async def _next_due(store: Store) -> datetime | None:
    wake, note = await store.next_wake(), await store.next_note()
    due = (None if wake is None else wake.at, note)
    return min((at for at in due if at is not None), default=None)
