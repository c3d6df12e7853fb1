"""What the tests of the evaluation have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.small_data import Afraid, small_data, small_unseen
from training import corpora
from training.evaluate.run import Run


@pytest.fixture
def small_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A quick run over made-up data, without baselines and pictures."""
    monkeypatch.setattr(corpora, "UNSEEN", small_unseen(tmp_path / "unseen"))
    (tmp_path / "written").mkdir()
    data = small_data(tmp_path / "data")
    return Run(
        Afraid(),
        data,
        written=tmp_path / "written",
        written_later=tmp_path / "later",
        with_baselines=False,
        quick=True,
    )
