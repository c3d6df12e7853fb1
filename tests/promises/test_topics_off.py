"""A topic that its author put off limits changes whether the partner is pointed to something, no more.

Two worlds that differ in Ben's topics alone: whatever Ana sees and asks for is the same, but for her own
notes and their number.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from core.effects import Nudge
from tests.cases import cases
from tests.promises.test_opting_out import use
from tests.promises.test_two_worlds import POINTED, WAITS, AnasEyes, Seen, together
from tests.stories.world import World

ANAS = ("Ana recap", "Ana mydata", "Ana checkin", "Ana answers", "Ana level", "Ana privacy")
STEPS = ("Ben afraid", "Ben afraid", "Ben with", "Ana afraid", "Ana with", "Ana plain", *ANAS, *WAITS)


async def seen_by_ana(steps: Sequence[str], *, off_limits: bool) -> tuple[Seen, int]:
    """What reaches Ana or the chat, and how many notes she gets."""
    world = World()
    eyes = AnasEyes(clock=world.clock)
    use(world, eyes)
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    if off_limits:
        await world.commands("Ben", "settings")
        await world.presses("Ben", "Topics off limits: 0")
        await world.presses("Ben", "Work")
    for step in steps:
        await together(world, step)
    notes = [nudge for nudge in world.seen(Nudge) if nudge.to.endswith("ana")]
    kept = [line for line in eyes.seen if line[0] not in POINTED]
    without: Seen = [tuple(re.sub(r"last week: \d+", "", part) for part in line) for line in kept]
    return without, len(notes)


@given(st.lists(st.sampled_from(STEPS), min_size=8, max_size=16))
@settings(max_examples=cases(25))
def test_only_whether_one_is_pointed_to_something_changes(steps: list[str]) -> None:
    open_, _ = asyncio.run(seen_by_ana(steps, off_limits=False))
    closed, notes = asyncio.run(seen_by_ana(steps, off_limits=True))
    assert closed == open_
    assert notes == 0


def test_else_there_would_be_a_note() -> None:
    steps = ["Ben afraid", "1 h"]
    assert asyncio.run(seen_by_ana(steps, off_limits=False))[1] == 1
