"""Opening the encrypted database: who owns it, its key, its settings, its upgrades."""

from __future__ import annotations

import asyncio
import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiosqlite
from sqlcipher3 import dbapi2

from adapters.storage import DatabaseInUse, KeyMalformed, NewerDatabase, UnfitLibrary, WrongKey
from adapters.storage.keys import KEY_BYTES
from adapters.storage.schema import UPGRADES, Upgrade
from core.ports import StoreFailed, StoreFull

OLDEST_SQLITE = (3, 51, 3)
"""Before it, a checkpoint racing a commit could corrupt a database in WAL mode (sqlite.org/wal.html)."""
_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What doctor says about a database."""

    version: int
    """Number of upgrades it went through."""
    sqlite_version: str
    cipher_version: str
    journal_mode: str


class Owned:
    """The lock by which one process owns a database until `release`, or until it dies."""

    def __init__(self, database: Path) -> None:
        """Raises DatabaseInUse when somebody else owns it."""
        path = database.with_name(database.name + ".lock")
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreFailed(f"The lock {path} cannot be opened: {error.strerror}.") from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            raise DatabaseInUse(f"The database {database} is in use by another process.") from None

    def release(self) -> None:
        os.close(self._file)


def failure(error: BaseException) -> StoreFailed:
    """What the library raised, as an error with one plain sentence."""
    if isinstance(error, StoreFailed):
        return error
    words = str(error)
    if "disk is full" in words:
        return StoreFull("The disk is full: nothing of this was stored.")
    if "disk I/O error" in words:
        return StoreFailed("The disk reports an error: nothing of this was stored.")
    return StoreFailed(f"The database refused: {words}.")


async def rows(connection: aiosqlite.Connection, sql: str, *values: Any) -> list[Any]:
    """Runs one statement to its end. Raises StoreFailed."""
    try:
        return list(await connection.execute_fetchall(sql, values))
    except dbapi2.Error as error:
        raise failure(error) from error


async def connect(path: Path, key: bytes, *, must_exist: bool = False) -> aiosqlite.Connection:
    """A keyed connection. Raises WrongKey."""
    if must_exist and not await asyncio.to_thread(path.exists):
        raise StoreFailed(f"There is no database {path}.")
    if len(key) != KEY_BYTES:
        raise KeyMalformed(f"A key has {KEY_BYTES} bytes, this one has {len(key)}.")
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise UnfitLibrary(f"SQLite {dbapi2.sqlite_version} is too old: 3.51.3 or newer is needed.")

    def open_file() -> Any:
        return dbapi2.connect(
            str(path), timeout=_WAIT_S, check_same_thread=False, isolation_level=None, cached_statements=256
        )

    try:
        connection = await aiosqlite.Connection(open_file, 64)
    except dbapi2.Error as error:
        raise StoreFailed(f"The database {path} cannot be opened: {error}.") from None
    try:
        await _unlock(connection, path, key)
    except BaseException:
        await connection.close()
        raise
    return connection


async def _unlock(connection: aiosqlite.Connection, path: Path, key: bytes) -> None:
    await rows(connection, "PRAGMA cipher_log_level = NONE")  # its own words go to stderr
    # A pragma takes no parameters; these are hexadecimal digits by construction.
    await rows(connection, f"PRAGMA key = \"x'{key.hex()}'\"")
    if not await rows(connection, "PRAGMA cipher_version"):
        raise UnfitLibrary("This SQLite cannot encrypt: the package sqlcipher3 is needed.")
    try:
        await connection.execute_fetchall("SELECT count(*) FROM sqlite_master")
    except dbapi2.DatabaseError as error:
        if "not a database" in str(error):
            raise WrongKey(f"The key does not open the database {path}.") from None
        raise failure(error) from error


async def prepare(
    connection: aiosqlite.Connection, path: Path, upgrades: tuple[Upgrade, ...] = UPGRADES
) -> None:
    """Settings and upgrades; refuses a database that a newer version wrote."""
    version = (await rows(connection, "PRAGMA user_version"))[0][0]
    if version > len(upgrades):
        raise NewerDatabase(
            f"The database {path} is of version {version}; this program only knows {len(upgrades)}."
        )
    for setting in ("secure_delete = ON", "temp_store = MEMORY", "synchronous = FULL", "foreign_keys = ON"):
        await rows(connection, f"PRAGMA {setting}")
    mode = (await rows(connection, "PRAGMA journal_mode = WAL"))[0][0]
    if mode != "wal":
        raise StoreFailed(f"The database {path} cannot keep a write-ahead log here: its mode stays {mode}.")
    for number, upgrade in enumerate(upgrades[version:], version + 1):
        await rows(connection, "BEGIN IMMEDIATE")
        try:
            for statement in upgrade:
                await rows(connection, statement)
            await rows(connection, f"PRAGMA user_version = {number:d}")
            await rows(connection, "COMMIT")
        except StoreFailed:
            if connection.in_transaction:
                await rows(connection, "ROLLBACK")
            raise


def make_file(path: Path) -> None:
    """Makes the database's file readable by its owner alone; its log inherits that."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise StoreFailed(f"The database {path} cannot be written: {error.strerror}.") from None


async def describe(path: Path, key: bytes) -> DatabaseFacts:
    """Looks at a database without changing it, also while its owner runs. Raises StoreFailed."""
    connection = await connect(path, key, must_exist=True)
    try:
        await rows(connection, "PRAGMA query_only = ON")
        version = (await rows(connection, "PRAGMA user_version"))[0][0]
        cipher = (await rows(connection, "PRAGMA cipher_version"))[0][0]
        mode = (await rows(connection, "PRAGMA journal_mode"))[0][0]
    finally:
        await connection.close()
    return DatabaseFacts(version, str(dbapi2.sqlite_version), str(cipher), str(mode))
