"""One contract for every store: each test that takes `store` runs on all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.storage.memory import MemoryStore
from adapters.storage.sqlcipher import SqlCipherStore, open_store
from core.ports import Store

KEY = bytes(range(32))


@pytest.fixture(params=["memory", "sqlcipher"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened: Store = (
        MemoryStore() if request.param == "memory" else await open_store(tmp_path / "attune.db", KEY)
    )
    yield opened
    await opened.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "attune.db"


@pytest.fixture
async def encrypted(path: Path) -> AsyncIterator[SqlCipherStore]:
    opened = await open_store(path, KEY)
    yield opened
    await opened.close()
