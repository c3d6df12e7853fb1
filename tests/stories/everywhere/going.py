"""Somebody goes: by /leave, or at once by /forget. What stays is what /privacy says."""

from __future__ import annotations

from core.chats import ChatKind
from core.episodes import Wish
from tests.stories.everywhere.stage import Stage, begun, last

TOMORROW = "I am afraid of tomorrow"
KEYED_MARKS = "erasures"
"""The table of what stays of a forgotten person: one keyed mark with a date."""


async def _they_lived(stage: Stage, *people: str) -> None:
    """Disclosures, answers, marks, a check-in and settings of everybody."""
    for name in people:
        await stage.says(name, f"{TOMORROW}, {name}")
        await stage.passes(hours=1)
        for other in people:
            if other != name:
                await stage.says(other, "I am with you")
        await stage.marks(name, f"{TOMORROW}, {name}", Wish.LISTEN)
        await stage.tells_bot(name, "/settings quiet 22:00-07:00")
    await stage.tells_bot(people[0], "/checkin")
    for name in people:
        await stage.tells_bot(name, f"an answer of {name}")
    await stage.passes(weeks=1)


async def whoever_is_forgotten_leaves_one_keyed_mark_for_thirty_days(stage: Stage) -> None:
    ana, ben = await begun(stage, ChatKind.COUPLE)
    await _they_lived(stage, ana, ben)
    assert await stage.remains(ana)
    await stage.tells_bot(ana, "/privacy")
    assert "keyed mark" in await last(stage, ana)
    await stage.tells_bot(ana, "/forget")
    await stage.taps(ana, "Everything")
    await stage.taps(ana, "Yes, forget me")
    assert "one keyed mark" in await last(stage, ana)
    assert await stage.remains(ana) == []
    assert await stage.rows(KEYED_MARKS) == 1
    assert await stage.remains(ben)
    await stage.passes(weeks=5)
    assert await stage.remains(ana) == []
    assert await stage.rows(KEYED_MARKS) == 0


async def among_friends_the_others_keep_what_is_theirs(stage: Stage) -> None:
    cleo, dan, esra = await begun(stage, ChatKind.FRIENDS)
    await _they_lived(stage, cleo, dan, esra)
    await stage.tells_bot(cleo, "/forget")
    await stage.taps(cleo, "Everything")
    await stage.taps(cleo, "Yes, forget me")
    assert await stage.remains(cleo) == []
    assert await stage.remains(dan)
    assert await stage.remains(esra)
    await stage.says(dan, TOMORROW)
    await stage.passes(hours=1)
    assert await stage.remains(cleo) == []


async def whoever_leaves_is_read_no_more_and_erased_after_thirty_days(stage: Stage) -> None:
    ana, ben = await begun(stage, ChatKind.COUPLE)
    await _they_lived(stage, ana, ben)
    await stage.tells_bot(ana, "/leave")
    await stage.taps(ana, "Leave")
    assert "erased after 30 days" in await last(stage, ana)
    before = await stage.private(ben)
    await stage.says(ana, f"{TOMORROW}, and the day after")
    await stage.passes(hours=8)
    assert await stage.private(ben) == before
    await stage.passes(weeks=5)
    assert await stage.remains(ana) == []


STORIES = (
    whoever_is_forgotten_leaves_one_keyed_mark_for_thirty_days,
    among_friends_the_others_keep_what_is_theirs,
    whoever_leaves_is_read_no_more_and_erased_after_thirty_days,
)
