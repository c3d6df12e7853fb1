"""What only the in-memory store promises: it stays small when nobody prunes."""

from __future__ import annotations

from operator import methodcaller

from adapters.storage.memory import MemoryStore
from core.ids import UpdateId
from core.ports import Transaction
from tests.storage.builders import BEN, HOME, NOON, ask, chat, later, note


async def test_update_ids_are_bounded_and_the_newest_stay() -> None:
    store = MemoryStore()

    async def work(tx: Transaction) -> None:
        for number in range(25_000):
            await tx.first_time(UpdateId(f"web:bot:{number}"), NOON)

    await store.transact(work)
    assert len(store._tables.updates) == 10_000
    assert not await ask(store, lambda tx: tx.first_time(UpdateId("web:bot:24999"), NOON))


async def test_settled_notes_are_bounded_and_waiting_ones_stay() -> None:
    store = MemoryStore()
    waiting = await ask(store, lambda tx: tx.post(note(due_at=later(9))))
    for _ in range(250):

        async def work(tx: Transaction) -> None:
            for _ in range(100):
                await tx.post(note())

        await store.transact(work)
        while claimed := await store.claim(NOON):
            await store.settle(claimed[0].id, "sent")
    kept = await ask(store, lambda tx: tx.notes_to(BEN))
    assert len(kept) < 21_000
    assert kept[0].id == waiting


async def test_moments_that_passed_are_not_kept() -> None:
    store = MemoryStore()
    await ask(store, lambda tx: tx.save_chat(chat(), NOON))
    for number in range(1, 2000):
        await ask(store, methodcaller("save_chat", chat(version=number), later(5000 - number)))
        await store.next_wake()
    assert len(store._tables.wake_heap) < 100
    wake = await store.next_wake()
    assert wake is not None
    assert (wake.at, wake.chat) == (later(3001), HOME)
