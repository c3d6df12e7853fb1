"""Whatever is wrong ends in one clear sentence and its documented status, never in a traceback."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from adapters.storage.opening import Owned
from adapters.storage.sqlcipher import open_store
from bot.exits import Exit
from core.chats import Chat, ChatKind, Member
from core.ids import ChatId, PersonId
from core.people import Person
from core.ports import Transaction
from tests.promises.child import KEY

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ANA = PersonId("telegram:42")
HEADER = {"type": "space", "id": "home", "kind": "couple"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a database that holds Ana, and its key apart."""
    (tmp_path / "keys").mkdir()
    return tmp_path


async def with_database(home: Path) -> Path:
    store = await open_store(home / "data" / "attune.db", KEY)
    home_chat = Chat(id=ChatId("telegram:-1"), kind=ChatKind.COUPLE, members={ANA: Member()})

    async def fill(tx: Transaction) -> None:
        await tx.save_person(Person(id=ANA, name="Ana"))
        await tx.save_chat(home_chat, None)

    await store.transact(fill)
    await store.close()
    (home / "keys" / "store.key").write_text(KEY.hex() + "\n")
    return home / "data" / "attune.db"


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ATTUNE_")}
    given = {
        "HOME": str(home),
        "ATTUNE_STORE__PATH": str(home / "data" / "attune.db"),
        "ATTUNE_STORE__KEY_FILE": str(home / "keys" / "store.key"),
        "ATTUNE_WEB__PORT": "0",
    }
    return {**kept, **given, **more}


def attune(
    home: Path, *arguments: str, said: str = "", largest_file: int | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(home, **more),
        input=said,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=limit,
    )


def assert_one_sentence(ended: subprocess.CompletedProcess[str], status: Exit, pattern: str) -> None:
    said = ended.stderr.strip().splitlines()
    assert "Traceback" not in ended.stderr
    assert (ended.returncode, len(said)) == (status, 1), ended.stderr
    assert re.search(pattern, said[0]), said[0]
    assert said[0].endswith(".")


@pytest.mark.parametrize(
    ("lines", "pattern"),
    [
        ([json.dumps(HEADER), '{"at": "2026-03-02T18:00:00Z", "type": "mess'], "line 2"),
        (["this is no transcript"], "line 1"),
        ([json.dumps({"type": "message", "author": "nobody", "text": "hello"})], "line 1"),
    ],
    ids=["broken line", "no transcript", "unknown member"],
)
def test_a_broken_transcript_is_refused_with_its_place(home: Path, lines: list[str], pattern: str) -> None:
    (home / "bad.jsonl").write_text("\n".join(lines) + "\n")
    assert_one_sentence(attune(home, "replay", str(home / "bad.jsonl")), Exit.BAD_INPUT, pattern)


@pytest.mark.parametrize("command", ["replay", "read"])
def test_a_missing_file_is_named_as_such(home: Path, command: str) -> None:
    ended = attune(home, command, str(home / "none.jsonl"))
    assert_one_sentence(ended, Exit.BAD_INPUT, "none.jsonl|no such file|not there|cannot be (opened|read)")


async def test_an_unknown_person_is_bad_input(home: Path) -> None:
    await with_database(home)
    for command in (["export", "telegram:7"], ["forget", "telegram:7", "--yes"]):
        assert_one_sentence(attune(home, *command), Exit.BAD_INPUT, "telegram:7")


async def test_a_wrong_key_is_refused_and_nothing_is_lost(home: Path) -> None:
    database = await with_database(home)
    before = database.read_bytes()
    ended = attune(home, "export", ANA, ATTUNE_STORE__KEY="ab" * 32)
    assert_one_sentence(ended, Exit.STORE, "key does not open")
    assert database.read_bytes() == before


async def test_a_database_without_its_key_is_not_given_a_new_one(home: Path) -> None:
    database = await with_database(home)
    (home / "keys" / "store.key").unlink()
    before = database.read_bytes()
    for command in (["run"], ["export", ANA], ["forget", ANA, "--yes"]):
        assert_one_sentence(attune(home, *command), Exit.STORE, "put it back")
    assert not (home / "keys" / "store.key").exists()
    assert database.read_bytes() == before


async def test_a_malformed_key_is_refused(home: Path) -> None:
    await with_database(home)
    (home / "keys" / "store.key").write_text("not a key\n")
    assert_one_sentence(attune(home, "export", ANA), Exit.STORE, "64 hexadecimal digits")
    assert_one_sentence(attune(home, "export", ANA, ATTUNE_STORE__KEY="xyz"), Exit.BAD_INPUT, "hexadecimal")


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(home: Path) -> None:
    database = await with_database(home)
    with closing(dbapi2.connect(str(database))) as connection:
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        connection.execute("PRAGMA user_version = 99")
    for command in (["run"], ["export", ANA]):
        assert_one_sentence(attune(home, *command), Exit.STORE, "version 99")


async def test_a_database_in_use_is_refused(home: Path) -> None:
    database = await with_database(home)
    owned = Owned(database)
    for command in (["run"], ["export", ANA], ["forget", ANA, "--yes"]):
        assert_one_sentence(attune(home, *command), Exit.STORE, "in use by another process")
    owned.release()


@pytest.mark.parametrize("largest_file", [0, 20, 4096, 40_000, 120_000])
def test_a_disk_that_takes_no_more_ends_in_one_sentence(home: Path, largest_file: int) -> None:
    """A limit on the size of files stands in for a full disk: the write fails in the same place."""
    ended = attune(home, "run", largest_file=largest_file)
    assert ended.returncode in (Exit.DEVICE, Exit.STORE), ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr


def test_output_to_a_full_device_ends_in_one_sentence(home: Path) -> None:
    message = json.dumps({"text": "I am afraid"})
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "bot", "read", "-"],
            cwd=ROOT,
            env=environment(home),
            input=message,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert_one_sentence(ended, Exit.DEVICE, "disk is full")


def test_an_unknown_setting_is_named(home: Path) -> None:
    ended = attune(home, "doctor", ATTUNE_TELEGRAM__TOKN="x")
    assert_one_sentence(ended, Exit.BAD_INPUT, "ATTUNE_TELEGRAM__TOKN is not a setting")


class Refusing(BaseHTTPRequestHandler):
    """A Bot API server that knows no token."""

    def do_POST(self) -> None:
        body = b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST  # noqa: N815 - the library's name

    def log_message(self, format: str, *values: object) -> None:
        """Says nothing."""


@contextmanager
def refusing_server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            serving.join()


def test_a_wrong_token_is_said_so_and_not_repeated(home: Path) -> None:
    token = "123456789:AAF-canary-token-canary-token-canar"
    with refusing_server() as address:
        ended = attune(home, "run", ATTUNE_TELEGRAM__TOKEN=token, ATTUNE_TELEGRAM__BASE_URL=address)
    assert_one_sentence_at_the_end(ended, Exit.PLATFORM, "ATTUNE_TELEGRAM__TOKEN")
    assert token not in ended.stderr + ended.stdout


def assert_one_sentence_at_the_end(
    ended: subprocess.CompletedProcess[str], status: Exit, pattern: str
) -> None:
    """Log lines may come before it."""
    assert "Traceback" not in ended.stderr
    assert ended.returncode == status, ended.stderr
    assert re.search(pattern, ended.stderr.strip().splitlines()[-1])


# The operator's commands, with and without a running bot


@contextmanager
def running(home: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bot"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "Attune is here" in process.stdout.readline()
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=20)


@pytest.mark.parametrize("is_running", [False, True], ids=["alone", "beside a running bot"])
async def test_an_operator_exports_and_then_erases_a_person(home: Path, is_running: bool) -> None:
    await with_database(home)

    def both() -> tuple[subprocess.CompletedProcess[str], subprocess.CompletedProcess[str]]:
        return attune(home, "export", ANA, "--json"), attune(home, "forget", ANA, "--yes")

    if is_running:
        with running(home):
            exported, erased = both()
            gone = attune(home, "export", ANA)
    else:
        exported, erased = both()
        gone = attune(home, "export", ANA)
    assert (exported.returncode, json.loads(exported.stdout)["name"]) == (0, "Ana"), exported.stderr
    assert (erased.returncode, erased.stderr) == (0, "")
    assert_one_sentence(gone, Exit.BAD_INPUT, "telegram:42")


@pytest.mark.parametrize("is_running", [False, True], ids=["alone", "beside a running bot"])
async def test_doctor_opens_the_database_with_its_key(home: Path, is_running: bool) -> None:
    await with_database(home)
    (home / "keys" / "store.key").chmod(0o600)
    if is_running:
        with running(home):
            found = attune(home, "doctor")
    else:
        found = attune(home, "doctor")
    assert (found.returncode, found.stderr) == (0, ""), found.stdout
    assert "It opens with its key" in found.stdout
