"""Thousands of broken, hostile and odd updates through the real client and the whole bot.

Nothing crashes, nothing of ours is sent broken, nothing gets lost, and no word reaches a log. A few hundred
while one works; all: ATTUNE_TEST_CASES=10000 python -m pytest tests/telegram/test_telegram_fuzz.py
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.cases import cases
from tests.promises.rows import dump
from tests.stories.backstage import KEY
from tests.telegram.crowd import expected, fuzzed
from tests.telegram.hostile import NAMED, SECRET


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_comes_nothing_breaks_and_nothing_is_lost(seed: int, tmp_path: Path) -> None:
    database = tmp_path / "attune.db" if seed == 2 else None
    ended = await fuzzed(cases(200) // 2, seed, database)
    fuzz, witnesses = ended.fuzz, ended.witnesses
    # no crash
    assert fuzz.handled.failed == []
    # no update lost: each is handled, or counted and logged as unreadable
    ids, unreadable = expected(fuzz)
    counted = Counter(line["event"] for line in ended.log)
    assert ids <= fuzz.handled.updates
    assert counted["update_unreadable"] == unreadable
    # the good ones between have their whole effect
    assert witnesses.heard() == witnesses.said
    assert witnesses.helped() == witnesses.asked
    # no word in a log, and nothing that went wrong
    assert SECRET not in ended.text
    assert NAMED not in ended.text
    assert [line for line in ended.log if line["level"] in ("error", "critical")] == []
    assert counted["update_failed"] == 0
    if database is not None:
        rows = repr(dump(database, KEY))
        assert SECRET not in rows
