"""Each line of the table in `core/precedence.py`, through the whole bot: a person's own word counts before
the moderators', whatever these chose, and nobody is switched on by them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from core import precedence
from core.effects import MessageRead, Nudge
from core.moderation import Moderation
from core.people import QuietHours
from tests.stories.test_moderation import Club
from tests.stories.world import HOME, who

ON = Moderation(enabled=True, notes=True, checkins=True)
QUIET_NOW, QUIET_AT_NOON = "17:00-23:00", "12:00-13:00"
"""It is six in the evening when a story begins, and stays so."""
EVERY_DAY = 24


async def begun(moderation: Moderation) -> Club:
    """Ana and Ben agreed, and asked for private notes."""
    club = Club()
    await club.opens()
    chat = await club.chat()
    await club.store.transact(lambda tx: tx.save_chat(replace(chat, moderation=moderation), None))
    for name in ("Ana", "Ben"):
        await club.wants(name, ask_first=False, community_notes=True)
    return club


async def notes_on(days: int, moderation: Moderation, **own: Any) -> int:
    """How many notes Ben gets, with these switches of his own."""
    club = await begun(moderation)
    await club.wants("Ben", **own)
    for _ in range(days):
        await club.disclosed()
        await club.passes(hours=EVERY_DAY)
    return len(club.seen(Nudge))


async def note_at_once(moderation: Moderation, **own: Any) -> bool:
    """Whether Ben gets a note within the hour."""
    club = await begun(moderation)
    await club.wants("Ben", **own)
    await club.disclosed()
    return bool(club.seen(Nudge))


async def notes_in_a_week() -> None:
    assert await notes_on(6, ON) == 3
    assert await notes_on(6, replace(ON, notes_a_week=2)) == 2
    for ceiling in (1, 2, 3):
        assert await notes_on(6, replace(ON, notes_a_week=ceiling), fewer=True) == 1
        assert await notes_on(6, replace(ON, notes_a_week=ceiling), no_notes=True) == 0


async def quiet_hours() -> None:
    evening, noon = QuietHours.parse(QUIET_NOW), QuietHours.parse(QUIET_AT_NOON)
    assert not await note_at_once(replace(ON, quiet_hours=QUIET_NOW))
    assert await note_at_once(replace(ON, quiet_hours=QUIET_NOW), quiet_hours=noon)
    assert not await note_at_once(replace(ON, quiet_hours=QUIET_AT_NOON), quiet_hours=evening)


async def asked_first() -> None:
    for own, asked in ((True, True), (False, False), (None, True)):
        club = await begun(ON)
        await club.wants("Ana", ask_first=own)
        await club.disclosed()
        assert any(shown.to.kind == "ask_first" for shown in club.private("Ana")) is asked
        assert bool(club.seen(Nudge)) is not asked


async def private_notes() -> None:
    for name in ("Ana", "Ben"):
        club = await begun(ON)
        await club.wants(name, community_notes=False)
        await club.disclosed()
        assert club.seen(Nudge) == []
    assert not await note_at_once(replace(ON, notes=False))


async def being_read() -> None:
    club = await begun(ON)
    await club.commands("Ana", "withdraw")
    await club.says("Cem", "I am afraid of tomorrow")
    await club.says("Ana", "I am afraid of tomorrow")
    await club.passes(hours=1)
    assert {read.author for read in club.seen(MessageRead)} <= {who("Ben").id}
    paused = await begun(ON)
    await paused.commands("Ana", "pause")
    await paused.disclosed()
    assert {read.author for read in paused.seen(MessageRead)} == {who("Ben").id}
    out = await begun(replace(ON, exempt_people=(who("Ana").id,)))
    await out.disclosed()
    assert {read.author for read in out.seen(MessageRead)} == {who("Ben").id}


async def check_ins() -> None:
    for stepped_back, asked in ((None, True), ("pause", False), ("leave", False)):
        club = await begun(ON)
        if stepped_back is not None:
            await club.commands("Ben", stepped_back, chat=None)
        if stepped_back == "leave":
            await club.presses("Ben", "Leave")
        await club.commands("Ana", "checkin", chat=HOME)
        assert any(shown.to.kind == "checkin" for shown in club.private("Ben")) is asked
    off = await begun(replace(ON, checkins=False))
    await off.commands("Ana", "checkin", chat=HOME)
    assert not any(shown.to.kind == "checkin" for shown in off.private("Ben"))


LINES: dict[str, Callable[[], Awaitable[None]]] = {
    "notes in a week": notes_in_a_week,
    "quiet hours": quiet_hours,
    "asked first": asked_first,
    "private notes in a community": private_notes,
    "being read, marking, notes about them": being_read,
    "check-ins of a chat": check_ins,
}


def test_every_line_of_the_table_is_lived() -> None:
    rows = [line.split("|") for line in (precedence.__doc__ or "").splitlines() if line.startswith("| ")]
    assert [about.strip() for _, about, *_ in rows] == ["about", *LINES]


@pytest.mark.parametrize("line", LINES)
async def test_a_persons_own_word_counts_before_the_moderators(line: str) -> None:
    await LINES[line]()
