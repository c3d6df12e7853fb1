"""A timer that cannot be carried out, by a fault of ours, stops nobody else's, and its chat loses nothing."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot import calling, engine
from bot.desk import Desk
from bot.narrator import Narrator
from bot.resting import FIRST_REST, LONG_REST, MOST_TRIES, Resting
from core.chats import ChatKind
from core.ids import ChatId, RoundId
from core.inbound import BotAdded
from core.ports import Store, StoreFull
from tests.stories.world import HOME, World, who

OTHER = ChatId("toy:other")
SAID = "words of somebody's"


async def two_chats() -> World:
    """In both a check-in waits; the broken one's round closes first."""
    world = World()
    for chat, names in ((HOME, ("Ana", "Ben")), (OTHER, ("Cleo", "Dan"))):
        people = tuple(map(who, names))
        await world.hand_in(BotAdded(chat=chat, kind=ChatKind.COUPLE, people=people, title=chat))
        await world.agree(*names)
        await world.tells_bot(names[0], "mine")
        await world.passes(minutes=1)
    return world


def broken(monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[datetime]:
    """From now on the rounds of HOME cannot be carried on; when it was tried."""
    tried: list[datetime] = []
    does = calling.call_due

    async def fails(desk: Desk, id: RoundId) -> None:
        round = await desk.tx.round(id)
        if round is not None and round.chat == HOME:
            tried.append(desk.now)
            raise error
        await does(desk, id)

    monkeypatch.setattr(engine, "call_due", fails)
    return tried


async def rounds(world: World, chat: ChatId) -> int:
    return len(await world.store.transact(lambda tx: tx.rounds(chat)))


async def test_the_others_go_on_and_of_the_fault_only_its_type_is_logged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = await two_chats()
    tried = broken(monkeypatch, OverflowError(SAID))
    with capture_logs() as lines:
        await world.passes(hours=80)
    assert (await rounds(world, HOME), await rounds(world, OTHER)) == (1, 0)
    assert len(tried) == 1
    assert [(line["event"], line["attempt"]) for line in lines] == [("timer_failed", 1)]
    assert SAID not in str(lines)
    assert HOME not in str(lines)


async def test_it_is_tried_again_ever_more_seldom_and_done_once_it_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = await two_chats()
    with monkeypatch.context() as fault:
        tried = broken(fault, OverflowError(SAID))
        with capture_logs():
            await world.passes(hours=80)
            for _ in range(3 * 24 * 60):
                await world.passes(minutes=1)
        gaps = [later - earlier for earlier, later in itertools.pairwise(tried)]
    assert gaps[: MOST_TRIES - 1] == [FIRST_REST * 2**tries for tries in range(MOST_TRIES - 1)]
    assert set(gaps[MOST_TRIES - 1 :]) == {LONG_REST}
    await world.passes(hours=24)
    assert await rounds(world, HOME) == 0


async def test_a_start_tries_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await two_chats()
    with monkeypatch.context() as fault:
        broken(fault, OverflowError(SAID))
        with capture_logs():
            await world.passes(hours=80)
            await world.passes(minutes=40)
    again = World(store=world.store)
    again.clock.at = world.clock.at
    await again.passes(minutes=1)
    assert await rounds(again, HOME) == 0


async def test_the_alarm_waits_for_the_end_of_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await two_chats()
    await world.passes(minutes=10)
    broken(monkeypatch, OverflowError(SAID))
    closes = (await world.store.transact(lambda tx: tx.rounds(HOME)))[0].closes_at
    world.clock.at = closes
    with capture_logs():
        await world.passes(seconds=0)
    assert await world.engine.next_ring(closes) == closes + FIRST_REST


async def test_what_the_store_cannot_commit_is_no_such_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await two_chats()
    tried = broken(monkeypatch, StoreFull("The disk is full."))
    for _ in range(2):
        with pytest.raises(StoreFull):
            await world.passes(hours=80)
    assert len(tried) == 2


async def test_a_look_that_fails_at_the_start_is_made_later(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await two_chats()
    again = World(store=world.store)
    again.clock.at = world.clock.at
    looked: list[ChatId] = []

    async def fails(desk: Desk, chat: ChatId) -> None:
        looked.append(chat)
        if chat == HOME and looked.count(HOME) == 1:
            raise OverflowError(SAID)

    monkeypatch.setattr(engine, "replan", fails)
    with capture_logs() as lines:
        await again.passes(seconds=1)
        await again.passes(seconds=1)
        await again.passes(minutes=2)
        await again.passes(minutes=2)
    assert looked == [HOME, OTHER, HOME]
    assert len(lines) == 1


async def test_a_note_that_cannot_be_put_into_words_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await two_chats()
    fills = Narrator.fill

    async def fails(self: Narrator, tx: Store, stored: object) -> object:
        if stored.note.kind == "level":  # type: ignore[attr-defined]  # a stored note
            raise KeyError(SAID)
        return await fills(self, tx, stored)  # type: ignore[arg-type]  # as it came

    with monkeypatch.context() as fault, capture_logs() as lines:
        fault.setattr(Narrator, "fill", fails)
        await world.commands("Ana", "level", chat=HOME)
        await world.commands("Ana", "help")
        assert "level" not in [s.to.kind for s in world.private("Ana")]
        assert world.private("Ana")[-1].to.kind == "help"
    await world.passes(minutes=2)
    assert world.private("Ana")[-1].to.kind == "level"
    assert SAID not in str(lines)


async def test_a_note_that_never_can_be_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await two_chats()

    async def fails(self: Narrator, tx: Store, stored: object) -> object:
        raise KeyError(SAID)

    monkeypatch.setattr(Narrator, "fill", fails)
    with capture_logs() as lines:
        await world.commands("Ana", "level", chat=HOME)
        for _ in range(60):
            await world.passes(minutes=1)
    assert [line["attempt"] for line in lines] == list(range(1, MOST_TRIES + 1))


def test_a_clock_that_was_put_right_lets_nothing_rest() -> None:
    resting: Resting[str] = Resting()
    now = datetime.fromisoformat("2026-03-02T18:00+00:00")
    resting.failed("it", now + timedelta(days=400))
    resting.end()
    assert resting.at(now) == frozenset()
