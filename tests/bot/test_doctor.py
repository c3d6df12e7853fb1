"""The doctor finds what is wrong and says what to do, in one sentence each."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.findings import Finding, Outcome, clock, ok, problem
from adapters.storage.opening import connect, rows
from adapters.storage.sqlcipher import open_store
from bot import doctor
from bot.exits import Exit
from config.settings import Settings, Store

CANARY = "123:canary-token"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "data").mkdir()
    (tmp_path / "keys").mkdir()
    key = tmp_path / "keys" / "store.key"
    key.write_text("00" * 32)
    key.chmod(0o600)
    (tmp_path / "data" / "attune.db").write_bytes(b"x")
    return Store(path=tmp_path / "data" / "attune.db", key_file=key)


def test_a_healthy_machine_has_no_problem(store: Store) -> None:
    found = doctor.on_this_machine(Settings(store=store))
    assert [finding.outcome for finding in found] == [Outcome.OK] * len(found)


def test_an_old_python_is_a_problem() -> None:
    assert doctor.python_version((3, 10, 2)).outcome is Outcome.PROBLEM


def test_an_old_sqlite_is_a_problem() -> None:
    assert doctor.sqlite_version((3, 51, 1)).outcome is Outcome.PROBLEM


def test_the_installed_sqlcipher_is_new_enough() -> None:
    assert doctor.sqlcipher().outcome is Outcome.OK


def test_a_key_beside_the_database_is_a_problem(store: Store) -> None:
    beside = store.model_copy(update={"key_file": store.path.parent / "store.key"})
    assert doctor.key_apart(beside).outcome is Outcome.PROBLEM


def test_a_key_below_the_databases_folder_is_a_problem(store: Store) -> None:
    below = store.model_copy(update={"key_file": store.path.parent / "keys" / "store.key"})
    assert doctor.key_apart(below).outcome is Outcome.PROBLEM


def test_a_key_that_others_can_read_is_a_problem(store: Store) -> None:
    store.key_file.chmod(0o640)
    assert doctor.key_private(store).outcome is Outcome.PROBLEM


def test_a_database_without_its_key_is_a_problem(store: Store) -> None:
    store.key_file.unlink()
    assert doctor.key_present(store).outcome is Outcome.PROBLEM


def test_a_settings_file_that_others_can_read_is_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "attune.toml"
    file.touch(mode=0o644)
    assert doctor.settings_private(file).outcome is Outcome.WARNING


def test_a_nameless_operator_is_a_warning_once_a_platform_is_configured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ATTUNE_TELEGRAM__TOKEN", CANARY)
    assert doctor.operator_named(Settings()).outcome is Outcome.WARNING


def test_a_clock_that_is_off_is_a_problem() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert clock(noon, noon + timedelta(minutes=2)) == problem(
        "clock", "The clock is 120 seconds off; let the system set it (timedatectl set-ntp true)."
    )
    assert clock(noon, noon - timedelta(seconds=2)).outcome is Outcome.OK


async def answers(store: Store) -> list[Finding]:
    probe = doctor.database_probe(Settings(store=store))
    assert probe is not None
    return await doctor.ask([probe])


@pytest.fixture
async def opened(store: Store) -> Store:
    """A store whose database is a real one."""
    store.path.unlink()
    await (await open_store(store.path, bytes(32))).close()
    return store


async def test_a_database_that_opens_with_its_key_is_fine(opened: Store) -> None:
    (found,) = await answers(opened)
    assert found.outcome is Outcome.OK


async def test_a_wrong_key_is_a_problem(opened: Store) -> None:
    opened.key_file.write_text("11" * 32)
    (found,) = await answers(opened)
    assert found.outcome is Outcome.PROBLEM


async def test_a_newer_database_is_a_problem(opened: Store) -> None:
    connection = await connect(opened.path, bytes(32))
    await rows(connection, "PRAGMA user_version = 999")
    await connection.close()
    (found,) = await answers(opened)
    assert found.outcome is Outcome.PROBLEM
    assert "999" in found.sentence


def test_nothing_is_opened_or_made_before_the_first_start(store: Store) -> None:
    store.path.unlink()
    assert doctor.database_probe(Settings(store=store)) is None


async def test_a_probe_that_fails_is_a_finding_without_its_words() -> None:
    async def failing() -> Sequence[Finding]:
        raise ConnectionError(f"https://x/bot{CANARY}/getMe")

    async def fine() -> Sequence[Finding]:
        return [ok("telegram", "The token works.")]

    failed, worked = await doctor.ask([failing, fine])
    assert failed == problem("connection", "A check could not be finished (ConnectionError).")
    assert worked.outcome is Outcome.OK


async def test_a_probe_that_hangs_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hanging() -> Sequence[Finding]:
        await asyncio.Event().wait()
        return []

    monkeypatch.setattr(doctor, "PROBE_SECONDS", 0.01)
    (found,) = await doctor.ask([hanging])
    assert found.outcome is Outcome.PROBLEM


@pytest.mark.parametrize(
    ("finding", "status"),
    [(ok("x", "Fine."), Exit.OK), (problem("x", "Broken."), Exit.PROBLEM)],
    ids=["ok", "problem"],
)
def test_the_status_tells_whether_there_is_a_problem(
    finding: Finding,
    status: Exit,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def probe() -> Sequence[Finding]:
        return [finding]

    monkeypatch.setattr(doctor, "PROBES", (lambda settings: probe, lambda settings: None))
    assert doctor.doctor_main(argparse.Namespace(), Settings(store=store)) == status
    assert finding.sentence in capsys.readouterr().out
