"""The encrypted store. One task writes: it groups the works that wait into one commit (decision 0006)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from adapters.storage import alarms
from adapters.storage.opening import (
    DatabaseFacts,
    Owned,
    connect,
    describe,
    failure,
    make_file,
    prepare,
    rows,
)
from adapters.storage.rows import CHAT, HABITS
from adapters.storage.transaction import SqlTransaction, Statement
from core.notes import NoteId, StoredNote
from core.ports import StoreFailed, Transaction, Wake

__all__ = ["DatabaseFacts", "SqlCipherStore", "describe", "open_store"]

T = TypeVar("T")
LARGEST_GROUP = 64
"""Works in one commit: beyond it, the first would wait for too many others."""
_SCRUBS = 20
_BETWEEN_SCRUBS_S = 0.1


@dataclass(slots=True, eq=False)
class _Job:
    """A work that waits for its turn, or (`alone`) something that must run outside of a transaction."""

    work: Callable[[Any], Awaitable[Any]]
    done: asyncio.Future[Any]
    alone: bool = False

    def give(self, outcome: Any) -> None:
        """Its caller may have gone away meanwhile."""
        if self.done.done():
            return
        if isinstance(outcome, asyncio.CancelledError):
            self.done.cancel()
        elif isinstance(outcome, BaseException):
            self.done.set_exception(outcome)
        else:
            self.done.set_result(outcome)


def _failed(outcome: Any, reason: StoreFailed) -> BaseException:
    """What a caller is told when its group was not committed: its own failure, else the group's."""
    return outcome if isinstance(outcome, BaseException) else type(reason)(str(reason))


async def open_store(path: Path, key: bytes) -> SqlCipherStore:
    """Opens or makes the database with its raw 32-byte key and owns it until `close`.

    Raises WrongKey, KeyMalformed, NewerDatabase, DatabaseInUse, UnfitLibrary or another StoreFailed,
    each with one sentence.
    """
    make_file(path)
    owned = Owned(path)
    try:
        connection = await connect(path, key)
        try:
            await prepare(connection, path)
            await alarms.abandon(partial(rows, connection))
        except BaseException:
            await connection.close()
            raise
    except BaseException:
        owned.release()
        raise
    return SqlCipherStore(connection, path, owned)


class SqlCipherStore:
    """Works run one after the other, each in a savepoint; many share one durable commit."""

    def __init__(self, connection: aiosqlite.Connection, path: Path, owned: Owned) -> None:
        self._connection = connection
        self._path = path
        self._owned = owned
        self._waiting: deque[_Job] = deque()
        self._called = asyncio.Event()
        self._closing = False
        self._rows: Statement = partial(rows, connection)
        self._writer = asyncio.create_task(self._write(), name="store")
        self.commits = 0
        """Transactions committed; with `works`, how well commits are grouped."""
        self.works = 0

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        async def run(statement: Statement) -> T:
            transaction = SqlTransaction(statement)
            try:
                result = await work(transaction)
            finally:
                transaction.end()
            if transaction.failure is not None:
                raise transaction.failure
            return result

        return await self._ask(run)

    async def next_wake(self, without: Collection[Wake] = ()) -> Wake | None:
        return await self._ask(lambda statement: alarms.next_wake(statement, without))

    async def claim(self, now: datetime, limit: int = 16, besides: Collection[str] = ()) -> list[StoredNote]:
        return await self._ask(lambda statement: alarms.claim(statement, now, limit, besides))

    async def next_note(self, besides: Collection[str] = ()) -> datetime | None:
        return await self._ask(lambda statement: alarms.next_note(statement, besides))

    async def settle(
        self, note: NoteId, status: str, sent_as: str | None = None, due_at: datetime | None = None
    ) -> None:
        await self._ask(lambda statement: alarms.settle(statement, note, status, sent_as, due_at))

    async def prune(self, now: datetime) -> None:
        await self._ask(lambda statement: alarms.prune(statement, now))

    async def scrub(self) -> None:
        await self._ask(lambda _: self._scrub(), alone=True)

    async def close(self) -> None:
        """Finishes what waits, then gives the database up."""
        if self._closing:
            await asyncio.wait([self._writer])
            return
        self._closing = True
        self._called.set()
        await asyncio.wait([self._writer])
        try:
            await self._connection.close()
        finally:
            self._owned.release()

    async def _ask(self, work: Callable[[Statement], Awaitable[T]], *, alone: bool = False) -> T:
        if self._closing or self._writer.done():
            raise StoreFailed("The store is closed.")
        if asyncio.current_task() is self._writer:
            raise StoreFailed("A work cannot wait for another one: it would wait for itself.")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Job(work, done, alone))
        self._called.set()
        return await done

    async def _write(self) -> None:
        """The one writer, until the store closes."""
        try:
            while self._waiting or not self._closing:
                if not self._waiting:
                    self._called.clear()
                    await self._called.wait()
                elif self._waiting[0].alone:
                    await self._run_alone(self._waiting.popleft())
                else:
                    await self._commit_group()
        finally:
            while self._waiting:
                self._waiting.popleft().give(StoreFailed("The store is closed."))

    async def _run_alone(self, job: _Job) -> None:
        try:
            job.give(await job.work(self._rows))
        except Exception as error:  # noqa: BLE001  # it is its caller's
            job.give(error)

    async def _commit_group(self) -> None:
        """Runs what waits, commits once, and only then tells the callers."""
        group: list[tuple[_Job, Any]] = []
        try:
            await self._rows("BEGIN IMMEDIATE")
            while self._waiting and not self._waiting[0].alone and len(group) < LARGEST_GROUP:
                await self._run_next(group)
            await self._rows("COMMIT")
        except StoreFailed as reason:
            await self._undo()
            if not group:  # it did not even begin
                group.append((self._waiting.popleft(), None))
            group = [(job, _failed(outcome, reason)) for job, outcome in group]
        else:
            self.commits += 1
            self.works += len(group)
        for job, outcome in group:
            job.give(outcome)

    async def _run_next(self, group: list[tuple[_Job, Any]]) -> None:
        """One work in its savepoint: adds its result to the group, or the exception that undid it alone."""
        job = self._waiting.popleft()
        if job.done.done():
            return
        group.append((job, None))
        await self._rows("SAVEPOINT work")
        try:
            outcome: Any = await job.work(self._rows)
        except (Exception, asyncio.CancelledError) as error:
            outcome = error
            group[-1] = (job, error)
            if not self._connection.in_transaction:
                # A full disk may end the whole transaction: nobody in the group has anything left.
                raise failure(error) from error
            await self._rows("ROLLBACK TO work")
        await self._rows("RELEASE work")
        group[-1] = (job, outcome)

    async def _undo(self) -> None:
        if self._connection.in_transaction:
            await self._rows("ROLLBACK")

    async def _scrub(self) -> None:
        """Writes the file anew, moves everything into it and empties the log.

        The first step is needed: secure_delete overwrites a row where it lay, but not the older copies that
        remain in a page's gaps after its neighbours were rebalanced (decision 0006).
        """
        for shape in (CHAT, HABITS):
            shape.let_go()
        await self._rows("VACUUM")
        log = self._path.with_name(self._path.name + "-wal")
        for _ in range(_SCRUBS):
            busy = (await self._rows("PRAGMA wal_checkpoint(TRUNCATE)"))[0][0]
            if not busy and (not log.exists() or log.stat().st_size == 0):
                return
            await asyncio.sleep(_BETWEEN_SCRUBS_S)
        raise StoreFailed("What was deleted may still be in the log: another process reads the database.")
