"""A note is shown at most once, whatever a send or a commit runs into; and nothing is lost by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.storage.sqlcipher import SqlCipherStore, open_store
from core.ids import MessageId, UpdateId
from core.inbound import Posted, Update
from core.notes import Note
from core.ports import MaybeSent, NotSent, Refused, StoreFailed, StoreFull
from core.utterance import Utterance
from tests.promises.child import KEY
from tests.promises.gates import WatchedPlatform
from tests.promises.rows import dump, effects
from tests.promises.test_opting_out import use
from tests.stories.world import HOME, ToyPlatform, World, who

pytestmark = pytest.mark.slow


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlCipherStore]:
    opened = await open_store(tmp_path / "attune.db", KEY)
    yield opened
    await opened.close()


async def disclosed(store: SqlCipherStore) -> tuple[World, WatchedPlatform]:
    """Ana disclosed, and nobody answered yet."""
    world, platform = World(store=store), WatchedPlatform()
    use(world, platform)
    await world.begin("Ana", "Ben")
    await world.says("Ana", "I am afraid of tomorrow")
    platform.log.clear()
    return world, platform


def failing(times: int, error: Callable[[], Exception]) -> Callable[[Note], Exception | None]:
    """The nudge's first so many sends fail."""
    left = [times]

    def fail(note: Note) -> Exception | None:
        if note.kind != "nudge" or not left[0]:
            return None
        left[0] -= 1
        return error()

    return fail


def nudges(folder: Path) -> list[str]:
    rows = dump(folder / "attune.db", KEY)["notes"]
    return [row[1] for row in rows if row[2] is not None and row[2].startswith("nudge/")]


@pytest.mark.parametrize(
    ("error", "tries", "status"),
    [
        (NotSent, 3, "sent"),
        (MaybeSent, 1, "unknown"),
        (Refused, 1, "refused"),
        (lambda: RuntimeError("a fault of the platform's own"), 1, "unknown"),
    ],
    ids=["not sent", "maybe sent", "refused", "its own fault"],
)
async def test_only_what_provably_never_left_is_tried_again(
    store: SqlCipherStore, tmp_path: Path, error: Callable[[], Exception], tries: int, status: str
) -> None:
    world, platform = await disclosed(store)
    platform.fails_with = failing(2, error)
    await world.passes(hours=1)
    for _ in range(5):
        await world.passes(minutes=1)
    assert platform.log.count(("begins", "nudge", "toy:ben")) == tries
    assert nudges(tmp_path) == [status]


async def test_one_failing_send_does_not_hold_the_others_back(store: SqlCipherStore) -> None:
    world, platform = await disclosed(store)
    platform.fails_with = failing(9, lambda: NotSent(3600))
    await world.passes(hours=1)
    async with asyncio.timeout(5):
        await world.commands("Ben", "help")
    assert ("ends", "help", "toy:ben") in platform.log


async def test_what_was_claimed_when_the_process_died_is_never_sent_again(
    store: SqlCipherStore, tmp_path: Path
) -> None:
    world, _ = await disclosed(store)
    world.clock.at += timedelta(hours=1)
    await world.alarm.ring_now()
    claimed = await store.claim(world.clock.now())
    await store.close()
    again = await open_store(tmp_path / "attune.db", KEY)
    later = World(store=again)
    later.clock.at = world.clock.at
    await later.passes(minutes=5)
    await again.close()
    assert [one.note.kind for one in claimed] == ["nudge"]
    assert nudges(tmp_path) == ["unknown"]
    assert [s for s in later.platform.shown.values() if s.to.kind == "nudge"] == []


async def test_an_expired_note_is_not_sent(store: SqlCipherStore, tmp_path: Path) -> None:
    world, platform = await disclosed(store)
    platform.fails_with = failing(1, lambda: NotSent(7 * 3600))
    await world.passes(hours=1)
    await world.passes(hours=8)
    assert nudges(tmp_path) == ["expired"]


async def test_an_outcome_that_could_not_be_written_is_written_later(
    store: SqlCipherStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, platform = await disclosed(store)
    settle, failures = store.settle, [StoreFull("The disk is full.")]

    async def sometimes(*values: Any) -> None:
        if failures:
            raise failures.pop()
        await settle(*values)

    monkeypatch.setattr(store, "settle", sometimes)
    await world.passes(hours=1)
    await world.passes(minutes=1)
    assert (nudges(tmp_path), platform.log.count(("begins", "nudge", "toy:ben"))) == (["sent"], 1)


async def lived(path: Path, fails_at: int, whole_commit: bool) -> tuple[int, int, ToyPlatform]:
    """An hour in which the store fails once, at its write number `fails_at`, and what failed comes again."""
    store = await open_store(path, KEY)
    world, _ = await disclosed(store)
    statement, count, failed = store._rows, 0, 0

    async def failing_once(sql: str, *values: Any) -> list[Any]:
        nonlocal count
        if (sql == "COMMIT") is whole_commit and not sql.lstrip().startswith(("SELECT", "ROLLBACK")):
            count += 1
            if count == fails_at:
                raise StoreFull("The disk is full: nothing of this was stored.")
        return await statement(sql, *values)

    store._rows = failing_once

    async def until_it_works(act: Callable[[], Any]) -> None:
        nonlocal failed
        for _ in range(3):
            try:
                await act()
            except StoreFailed:
                failed += 1
            else:
                return

    answer = Posted(
        chat=HOME,
        author=who("Ben"),
        message=MessageId("b1"),
        words=Utterance(text="what a day, the bus again"),
    )
    update = Update(id=UpdateId("toy:full"), at=world.clock.now(), what=answer)
    await until_it_works(lambda: world.inbox.handle(update))
    world.clock.at += timedelta(hours=1)
    await until_it_works(world.alarm.ring_now)
    for _ in range(4):
        await until_it_works(world.courier.bring)
    store._rows = statement
    await store.close()
    return count, failed, world.platform


@pytest.mark.parametrize("whole_commit", [True, False], ids=["at a commit", "at a statement"])
async def test_a_full_disk_at_any_write_loses_and_doubles_nothing(tmp_path: Path, whole_commit: bool) -> None:
    writes, _, calm = await lived(tmp_path / "calm.db", 0, whole_commit)
    expected = effects(tmp_path / "calm.db", KEY)
    shown = [s.to.kind for s in calm.shown.values()]
    assert "nudge" in shown
    for number in range(1, writes + 1):
        path = tmp_path / f"{number}.db"
        _, _, platform = await lived(path, number, whole_commit)
        assert (number, effects(path, KEY)) == (number, expected)
        assert (number, [s.to.kind for s in platform.shown.values()]) == (number, shown)
