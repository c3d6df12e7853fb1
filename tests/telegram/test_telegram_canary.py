"""Whatever goes wrong at Telegram's side, nothing that is printed holds a token or a word of anybody's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases import cases
from tests.servers.telegram import TOKEN
from tests.telegram.canary_child import CANARY, FAULTS, WRONG

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")[: cases(1)]
"""At DEBUG everything is printed that is printed at any other level."""
ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
def test_no_token_and_no_word_is_printed_at_any_level_whatever_fails(level: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.telegram.canary_child", level, str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    counts = json.loads((tmp_path / "counts.json").read_text())
    assert counts["failures"] > len(FAULTS) // 2
    assert counts["committed"] > len(FAULTS)
    secrets = (CANARY, TOKEN, TOKEN.partition(":")[2], WRONG, "canary")
    printed = ended.stdout + ended.stderr
    assert [secret for secret in secrets if secret.encode() in printed] == []
    assert b"Telegram does not accept this token" in ended.stdout
    assert (level != "DEBUG") or ended.stderr.count(b"\n") > 100
