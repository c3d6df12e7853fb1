"""Opening the encrypted store: one clear sentence for everything that stands in the way."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from adapters.storage import (
    DatabaseInUse,
    KeyMalformed,
    KeyMissing,
    NewerDatabase,
    UnfitLibrary,
    WrongKey,
    opening,
)
from adapters.storage.keys import KeyFound, apart, load_or_create_key
from adapters.storage.opening import connect, prepare, rows
from adapters.storage.schema import UPGRADES
from adapters.storage.sqlcipher import SqlCipherStore, describe, open_store
from core.people import Person
from core.ports import StoreFailed
from tests.storage.builders import ANA, NOON, ask, chat, note
from tests.storage.conftest import KEY

OTHER_KEY = bytes(32)


def mode_of(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


async def test_what_was_stored_is_there_after_a_restart(path: Path) -> None:
    store = await open_store(path, KEY)
    await ask(store, lambda tx: tx.save_person(Person(id=ANA, name="Ana")))
    await store.close()
    again = await open_store(path, KEY)
    assert await ask(again, lambda tx: tx.person(ANA)) == Person(id=ANA, name="Ana")
    await again.close()


async def test_what_was_being_sent_at_a_restart_is_unknown_and_never_sent_again(path: Path) -> None:
    store = await open_store(path, KEY)
    number = await ask(store, lambda tx: tx.post(note()))
    await store.claim(NOON)
    await store.close()
    again = await open_store(path, KEY)
    assert number is not None
    stored = await ask(again, lambda tx: tx.note(number))
    assert stored is not None
    assert (stored.status, await again.claim(NOON)) == ("unknown", [])
    await again.close()


async def test_a_wrong_key_is_refused(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    await (await open_store(path, KEY)).close()
    with pytest.raises(WrongKey, match="does not open"):
        await open_store(path, OTHER_KEY)
    assert capfd.readouterr() == ("", "")


async def test_a_wrong_key_harms_nothing(path: Path) -> None:
    store = await open_store(path, KEY)
    await ask(store, lambda tx: tx.save_person(Person(id=ANA)))
    await store.close()
    with pytest.raises(WrongKey):
        await open_store(path, OTHER_KEY)
    again = await open_store(path, KEY)
    assert await ask(again, lambda tx: tx.person(ANA)) == Person(id=ANA)
    await again.close()


@pytest.fixture
def nonsense(path: Path) -> Path:
    path.parent.mkdir()
    path.write_bytes(b"not a database at all" * 500)
    return path


async def test_a_file_that_is_no_database_is_refused(nonsense: Path) -> None:
    with pytest.raises(WrongKey):
        await open_store(nonsense, KEY)


async def test_a_key_of_another_length_is_refused(path: Path) -> None:
    with pytest.raises(KeyMalformed, match="32 bytes"):
        await open_store(path, b"short")


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreFailed, match="cannot be written"):
        await open_store(tmp_path / "file" / "attune.db", KEY)


async def test_an_old_sqlite_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(UnfitLibrary, match="too old"):
        await open_store(path, KEY)


async def test_a_second_opening_is_told_that_the_database_is_in_use(
    encrypted: SqlCipherStore, path: Path
) -> None:
    with pytest.raises(DatabaseInUse, match="in use"):
        await open_store(path, KEY)


async def test_another_process_is_told_that_the_database_is_in_use(
    encrypted: SqlCipherStore, path: Path
) -> None:
    program = (
        "import asyncio, pathlib, sys\n"
        "from adapters.storage.sqlcipher import open_store\n"
        "try: asyncio.run(open_store(pathlib.Path(sys.argv[1]), bytes(range(32))))\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    told = subprocess.run(  # noqa: ASYNC221  # nothing else runs here
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert told.stdout == f"DatabaseInUse The database {path} is in use by another process.\n"


async def test_an_opening_that_failed_gives_the_database_free(path: Path) -> None:
    await (await open_store(path, KEY)).close()
    with pytest.raises(WrongKey):
        await open_store(path, OTHER_KEY)
    await (await open_store(path, KEY)).close()


async def test_everything_on_the_disk_is_its_owners_alone(encrypted: SqlCipherStore, path: Path) -> None:
    await ask(encrypted, lambda tx: tx.save_person(Person(id=ANA)))
    assert {mode_of(file) for file in path.parent.iterdir()} == {"0o600"}
    assert mode_of(path.parent) == "0o700"


async def test_a_newer_database_is_refused_and_left_as_it_is(path: Path) -> None:
    await (await open_store(path, KEY)).close()
    connection = await connect(path, KEY)
    await rows(connection, f"PRAGMA user_version = {len(UPGRADES) + 1}")
    await connection.close()
    with pytest.raises(NewerDatabase, match=f"version {len(UPGRADES) + 1}"):
        await open_store(path, KEY)
    assert (await describe(path, KEY)).version == len(UPGRADES) + 1


async def test_an_upgrade_keeps_what_was_stored(path: Path) -> None:
    store = await open_store(path, KEY)
    await ask(store, lambda tx: tx.save_chat(chat(), None))
    await store.close()
    connection = await connect(path, KEY)
    await prepare(connection, path, (*UPGRADES, ("ALTER TABLE chats ADD COLUMN spare TEXT DEFAULT 'new'",)))
    upgraded = await rows(connection, "SELECT id, spare FROM chats")
    await connection.close()
    assert upgraded == [("web:home", "new")]
    assert (await describe(path, KEY)).version == len(UPGRADES) + 1


async def test_an_upgrade_that_fails_halfway_leaves_the_older_version_whole(path: Path) -> None:
    await (await open_store(path, KEY)).close()
    connection = await connect(path, KEY)
    with pytest.raises(StoreFailed):
        await prepare(connection, path, (*UPGRADES, ("CREATE TABLE half (x)", "THIS IS NO SQL")))
    tables = await rows(connection, "SELECT name FROM sqlite_master WHERE name = 'half'")
    await connection.close()
    assert (tables, (await describe(path, KEY)).version) == ([], len(UPGRADES))


async def test_the_database_is_set_to_survive_and_to_forget(encrypted: SqlCipherStore) -> None:
    names = ("journal_mode", "synchronous", "secure_delete", "temp_store", "foreign_keys")
    found = [(await rows(encrypted._connection, f"PRAGMA {name}"))[0][0] for name in names]
    assert found == ["wal", 2, 1, 2, 1]


async def test_doctor_can_look_while_the_owner_runs(encrypted: SqlCipherStore, path: Path) -> None:
    facts = await describe(path, KEY)
    assert (facts.version, facts.journal_mode, facts.sqlite_version) == (
        len(UPGRADES),
        "wal",
        dbapi2.sqlite_version,
    )


async def test_doctor_makes_no_database(path: Path) -> None:
    with pytest.raises(StoreFailed, match="There is no database"):
        await describe(path, KEY)
    assert not list(path.parent.parent.glob("*"))


async def test_a_row_of_another_shape_is_named_without_its_content(encrypted: SqlCipherStore) -> None:
    await rows(encrypted._connection, "INSERT INTO people VALUES (?, ?)", ANA, '{"id": 5, "secret": "x"}')
    with pytest.raises(StoreFailed, match="A stored person cannot be read: id") as told:
        await ask(encrypted, lambda tx: tx.person(ANA))
    assert "secret" not in str(told.value)


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "attune.key"
    found = load_or_create_key(tmp_path / "attune.db", file, None)
    assert (found.created, len(found.key), mode_of(file), mode_of(file.parent)) == (
        True,
        32,
        "0o600",
        "0o700",
    )


def test_the_next_start_finds_the_same_key(tmp_path: Path) -> None:
    paths = tmp_path / "attune.db", tmp_path / "keys" / "attune.key"
    made = load_or_create_key(*paths, None)
    found = load_or_create_key(*paths, None)
    assert (found.key, found.created, list((tmp_path / "keys").iterdir())) == (made.key, False, [paths[1]])


def test_a_key_from_the_environment_wins_and_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "attune.key"
    found = load_or_create_key(tmp_path / "attune.db", file, KEY.hex().upper() + "\n")
    assert (found.key, found.created, file.exists()) == (KEY, False, False)


def test_a_database_without_its_key_is_never_given_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "attune.db").write_bytes(b"x" * 4096)
    with pytest.raises(KeyMissing, match="put it back"):
        load_or_create_key(tmp_path / "attune.db", tmp_path / "attune.key", None)
    assert not (tmp_path / "attune.key").exists()


@pytest.mark.parametrize("text", ["", "abc", "g" * 64, "ab" * 33, "ä" * 64])
def test_a_key_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "attune.key"
    file.write_text(text, "utf-8")
    with pytest.raises(KeyMalformed, match="64 hexadecimal digits"):
        load_or_create_key(tmp_path / "attune.db", file, None)


def test_a_malformed_key_from_the_environment_is_refused_without_being_repeated(tmp_path: Path) -> None:
    with pytest.raises(KeyMalformed) as told:
        load_or_create_key(tmp_path / "attune.db", tmp_path / "attune.key", "hunter2")
    assert "hunter2" not in str(told.value)


def test_a_key_is_not_shown_by_its_repr() -> None:

    assert KEY.hex() not in repr(KeyFound(KEY, created=True))
    assert repr(KEY) not in repr(KeyFound(KEY, created=True))


def test_a_key_beside_or_below_the_database_is_not_apart(tmp_path: Path) -> None:
    database = tmp_path / "data" / "attune.db"
    places = [tmp_path / "data" / "k", tmp_path / "data" / "keys" / "k", tmp_path / "keys" / "k"]
    assert [apart(database, place) for place in places] == [False, False, True]
