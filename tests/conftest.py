"""What every test has in common."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Cores are shared, so a slow draw says nothing about the code; a failing example is printed to be run again.
settings.register_profile(
    "attune", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True, database=None
)
settings.load_profile("attune")


@pytest.fixture(autouse=True)
def nobodys_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own for each test: nobody's settings are read, nobody's data is touched."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in list(os.environ):
        if name.startswith(("ATTUNE_", "XDG_")) and not name.startswith("ATTUNE_TEST_"):
            monkeypatch.delenv(name)
    return home
