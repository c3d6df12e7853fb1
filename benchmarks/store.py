"""What grouping commits is worth, and what a transaction costs without a disk: python -m benchmarks.store"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from adapters.storage.memory import MemoryStore
from adapters.storage.sqlcipher import SqlCipherStore, open_store
from core.chats import Chat, Member
from core.ids import ChatId, PersonId, UpdateId
from core.ports import Store, Transaction

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORKS = 2000


async def one_message(store: Store, number: int) -> None:
    """What a message does at least: its id, its chat read and written."""
    name = ChatId(f"web:{number % 20}")

    async def work(tx: Transaction) -> None:
        assert await tx.first_time(UpdateId(f"web:bot:{number}"), AT)
        found = await tx.chat(name)
        people = {PersonId("web:ana"): Member(), PersonId("web:ben"): Member()}
        await tx.save_chat(found or Chat(id=name, members=people), AT)

    await store.transact(work)


async def alone(store: Store, first: int) -> float:
    """Seconds for each work, one after the other."""
    start = perf_counter()
    for number in range(first, first + WORKS):
        await one_message(store, number)
    return (perf_counter() - start) / WORKS


async def together(store: Store, first: int) -> float:
    """Seconds for each work, all at once."""
    start = perf_counter()
    await asyncio.gather(*(one_message(store, number) for number in range(first, first + WORKS)))
    return (perf_counter() - start) / WORKS


async def encrypted(folder: Path) -> tuple[float, float, SqlCipherStore]:
    store = await open_store(folder / "attune.db", os.urandom(32))
    single = await alone(store, 0)
    commits = store.commits
    grouped = await together(store, WORKS)
    print(f"encrypted, one by one   {single * 1e6:8.0f} µs a work, {commits} commits")
    print(f"encrypted, concurrent   {grouped * 1e6:8.0f} µs a work, {store.commits - commits} commits")
    return single, grouped, store


async def main() -> None:
    with TemporaryDirectory() as folder:
        single, grouped, store = await encrypted(Path(folder))
        start = perf_counter()
        await store.scrub()
        print(f"encrypted, scrub        {(perf_counter() - start) * 1e3:8.1f} ms")
        await store.close()
    print(f"ratio                   {single / grouped:8.2f}")
    print(f"in memory, one by one   {await alone(MemoryStore(), 0) * 1e6:8.1f} µs a work")


if __name__ == "__main__":
    asyncio.run(main())
