"""Operator's commands reach a running bot through a socket beside its database, for its own user only.

One request a connection: a line of JSON, answered by a line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from bot.exits import Exit, Unusable
from bot.health import health_of
from bot.own_data import own_data
from bot.running import Running, forget_person
from core.ids import PersonId
from core.ports import StoreFailed

LONGEST_PATH = 100
"""Bytes that a socket's path may have, less than Linux's 108."""
PATIENCE_S = 60.0


def socket_of(database: Path) -> Path:
    return database.with_name(database.name + ".socket")


@asynccontextmanager
async def listening(running: Running, database: Path) -> AsyncIterator[None]:
    """Answers operator's commands while this is open."""
    path = socket_of(database)
    if len(os.fsencode(path)) > LONGEST_PATH:
        yield
        return
    with suppress(FileNotFoundError):
        path.unlink()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            said = await _answer(running, await reader.readline())
            writer.write(json.dumps(said).encode() + b"\n")
            await writer.drain()
            writer.close()

    server = await asyncio.start_unix_server(answer, path)
    path.chmod(0o600)
    try:
        yield
    finally:
        server.close()
        await server.wait_closed()
        with suppress(FileNotFoundError):
            path.unlink()


async def ask_running(database: Path, request: dict[str, str]) -> Any | None:
    """What the running bot answers; None when none runs. Raises Unusable when it refuses."""
    try:
        reader, writer = await asyncio.open_unix_connection(socket_of(database))
    except (FileNotFoundError, ConnectionRefusedError, OSError):
        return None
    writer.write(json.dumps(request).encode() + b"\n")
    await writer.drain()
    said = json.loads(await asyncio.wait_for(reader.readline(), PATIENCE_S) or b"null")
    writer.close()
    if said is None or "failed" in said:
        raise Unusable((said or {}).get("failed", "The running bot did not answer."), Exit.STORE)
    return said["done"]


async def _answer(running: Running, line: bytes) -> dict[str, Any]:
    request = json.loads(line or b"{}")
    person = PersonId(str(request.get("person", "")))
    try:
        match request.get("command"):
            case "forget":
                found = await own_data(running.store, person) is not None
                if found:
                    await forget_person(running, person)
                return {"done": found}
            case "export":
                return {"done": await own_data(running.store, person) or {}}
            case "health":
                return {"done": health_of(running.platforms.values())}
    except StoreFailed as failure:
        return {"failed": str(failure)}
    return {"failed": "The running bot does not know this command."}
