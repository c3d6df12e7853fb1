"""Concurrent works share a durable commit, and none of them pays for another's failure."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from operator import methodcaller
from pathlib import Path

import pytest

from adapters.storage.opening import rows
from adapters.storage.sqlcipher import LARGEST_GROUP, SqlCipherStore
from core.ids import PersonId, UpdateId
from core.people import Person
from core.ports import Conflict, StoreFailed, StoreFull, Transaction
from tests.storage.builders import ANA, BEN, NOON, ask, chat


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The kernel refuses this process's writes beyond `size` bytes of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def remember(store: SqlCipherStore, number: int, size: int = 0) -> bool:
    async def work(tx: Transaction) -> bool:
        await tx.save_person(Person(id=PersonId(f"web:{number}"), name="x" * size))
        return await tx.first_time(UpdateId(f"web:bot:{number}"), NOON)

    return await store.transact(work)


async def new_ones(store: SqlCipherStore, numbers: range) -> list[bool]:
    """Which updates have no effects yet; leaves no trace."""
    found: list[bool] = []

    async def work(tx: Transaction) -> None:
        found.extend([await tx.first_time(UpdateId(f"web:bot:{number}"), NOON) for number in numbers])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.transact(work)
    return found


async def test_200_concurrent_works_take_far_fewer_commits(encrypted: SqlCipherStore) -> None:
    results = await asyncio.gather(*(remember(encrypted, number) for number in range(200)))
    assert (all(results), encrypted.works) == (True, 200)
    assert encrypted.commits <= 200 // LARGEST_GROUP + 2


async def test_a_failing_work_is_undone_alone(encrypted: SqlCipherStore) -> None:
    async def fail(tx: Transaction) -> None:
        await tx.save_person(Person(id=ANA))
        raise Conflict("on purpose")

    async def succeed(tx: Transaction) -> None:
        await tx.save_person(Person(id=BEN))

    outcomes = await asyncio.gather(
        encrypted.transact(succeed),
        encrypted.transact(fail),
        encrypted.transact(succeed),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), Conflict, type(None)]
    assert encrypted.commits == 1
    assert await ask(encrypted, lambda tx: tx.person(ANA)) is None
    assert await ask(encrypted, lambda tx: tx.person(BEN)) == Person(id=BEN)


async def test_a_work_that_hides_a_failed_statement_is_undone_all_the_same(encrypted: SqlCipherStore) -> None:
    await rows(
        encrypted._connection,
        "CREATE TRIGGER no BEFORE INSERT ON updates BEGIN SELECT RAISE(FAIL, 'no'); END",
    )

    async def work(tx: Transaction) -> None:
        await tx.save_person(Person(id=ANA))
        try:
            await tx.first_time(UpdateId("web:bot:1"), NOON)
        except StoreFailed:
            return

    with pytest.raises(StoreFailed, match="no"):
        await encrypted.transact(work)
    assert await ask(encrypted, lambda tx: tx.person(ANA)) is None


async def test_when_the_database_gives_up_under_a_work_the_group_fails_and_the_next_goes_on(
    encrypted: SqlCipherStore,
) -> None:
    await rows(
        encrypted._connection,
        """CREATE TRIGGER gone BEFORE INSERT ON updates WHEN new.id = 'web:bot:2'
        BEGIN SELECT RAISE(ROLLBACK, 'gave up'); END""",
    )

    async def stubborn(tx: Transaction) -> None:
        for _ in range(2):
            try:
                await tx.first_time(UpdateId("web:bot:2"), NOON)
            except StoreFailed:
                continue
        await tx.save_person(Person(id=ANA))

    calls = (
        remember(encrypted, 0),
        remember(encrypted, 1),
        encrypted.transact(stubborn),
        remember(encrypted, 3),
    )
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreFailed, StoreFailed, StoreFailed, bool]
    assert await new_ones(encrypted, range(2)) == [True, True]
    assert await ask(encrypted, lambda tx: tx.person(ANA)) is None


async def test_a_caller_is_answered_only_after_the_commit(encrypted: SqlCipherStore) -> None:
    seen = await asyncio.gather(*(_commits_when_told(encrypted, number) for number in range(10)))
    assert seen == [1] * 10


async def _commits_when_told(store: SqlCipherStore, number: int) -> int:
    await remember(store, number)
    return store.commits


async def test_a_caller_who_left_before_its_turn_is_skipped(encrypted: SqlCipherStore) -> None:
    tasks = [asyncio.create_task(remember(encrypted, number)) for number in range(20)]
    await asyncio.sleep(0)
    for task in tasks[10:]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await new_ones(encrypted, range(20)) == [False] * 10 + [True] * 10


async def test_callers_who_leave_at_any_moment_do_not_harm_the_group(encrypted: SqlCipherStore) -> None:
    kept = []
    for pause in range(12):
        tasks = [asyncio.create_task(remember(encrypted, 100 * pause + number)) for number in range(6)]
        await asyncio.sleep(pause * 0.0004)
        for task in tasks[::2]:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        kept += [outcome is True for outcome in outcomes[1::2]]
        whole = await new_ones(encrypted, range(100 * pause, 100 * pause + 6))
        people = [
            await ask(encrypted, methodcaller("person", PersonId(f"web:{n}")))
            for n in range(100 * pause, 100 * pause + 6)
        ]
        assert [person is None for person in people] == whole
    assert all(kept)


async def test_a_work_that_cancels_itself_ends_only_itself(encrypted: SqlCipherStore) -> None:
    async def cancel(tx: Transaction) -> None:
        await tx.save_person(Person(id=ANA))
        raise asyncio.CancelledError

    outcomes = await asyncio.gather(
        encrypted.transact(cancel), remember(encrypted, 1), return_exceptions=True
    )
    assert (type(outcomes[0]), outcomes[1]) == (asyncio.CancelledError, True)
    assert await ask(encrypted, lambda tx: tx.person(ANA)) is None


async def test_a_work_that_would_wait_for_itself_is_told_so(encrypted: SqlCipherStore) -> None:
    async def work(tx: Transaction) -> None:
        await remember(encrypted, 1)

    with pytest.raises(StoreFailed, match="wait for itself"):
        await asyncio.wait_for(encrypted.transact(work), 5)


async def test_a_transaction_that_is_over_cannot_be_used(encrypted: SqlCipherStore) -> None:
    kept: list[Transaction] = []

    async def work(tx: Transaction) -> None:
        kept.append(tx)

    await encrypted.transact(work)
    with pytest.raises(StoreFailed, match="over"):
        await kept[0].save_person(Person(id=ANA))


async def test_closing_finishes_what_waits(encrypted: SqlCipherStore) -> None:
    tasks = [asyncio.create_task(remember(encrypted, number)) for number in range(100)]
    await asyncio.sleep(0)
    await encrypted.close()
    assert all(await asyncio.gather(*tasks))


async def test_a_full_disk_fails_closed_and_works_again_with_space(encrypted: SqlCipherStore) -> None:
    await remember(encrypted, 0)
    pages = (await rows(encrypted._connection, "PRAGMA page_count"))[0][0]
    await rows(encrypted._connection, f"PRAGMA max_page_count = {pages + 4}")
    outcomes = await asyncio.gather(
        *(remember(encrypted, n, 9000) for n in range(1, 9)), return_exceptions=True
    )
    stored = [outcome is True for outcome in outcomes]
    assert {type(outcome) for outcome in outcomes if outcome is not True} == {StoreFull}
    assert await new_ones(encrypted, range(1, 9)) == [not one for one in stored]
    await rows(encrypted._connection, "PRAGMA max_page_count = 1000000")
    assert await remember(encrypted, 99, 9000)


async def test_a_commit_that_the_disk_refuses_fails_the_whole_group(
    encrypted: SqlCipherStore, path: Path
) -> None:
    await remember(encrypted, 0)
    log = path.with_name(path.name + "-wal")
    with files_no_larger_than(log.stat().st_size + 5000):
        outcomes = await asyncio.gather(
            *(remember(encrypted, n, 3000) for n in range(1, 9)), return_exceptions=True
        )
    assert all(isinstance(outcome, StoreFailed) for outcome in outcomes)
    assert await new_ones(encrypted, range(9)) == [False] + [True] * 8
    assert await remember(encrypted, 1, 3000)


async def test_every_refused_write_of_a_trace_keeps_transactions_whole(
    encrypted: SqlCipherStore, path: Path
) -> None:
    log = path.with_name(path.name + "-wal")
    for number in range(40):
        kept = False
        try:
            with files_no_larger_than(log.stat().st_size + 1024 * number if log.exists() else 1024 * number):
                kept = await remember(encrypted, number, 2000)
        except StoreFailed:
            pass
        assert await new_ones(encrypted, range(number, number + 1)) == [not kept]
        person = await ask(encrypted, methodcaller("person", PersonId(f"web:{number}")))
        assert (person is not None) == kept
    assert await rows(encrypted._connection, "PRAGMA integrity_check") == [("ok",)]


async def test_values_are_never_part_of_a_statement(encrypted: SqlCipherStore) -> None:
    evil = PersonId("web:'); DROP TABLE people; --\x00\"")
    await ask(encrypted, lambda tx: tx.save_person(Person(id=evil, name=evil)))
    await ask(encrypted, lambda tx: tx.save_chat(chat(people=(evil, BEN)), None))
    assert await ask(encrypted, lambda tx: tx.person(evil)) == Person(id=evil, name=evil)
    await ask(encrypted, lambda tx: tx.forget(evil, NOON, "h"))
    assert await ask(encrypted, lambda tx: tx.person(evil)) is None
