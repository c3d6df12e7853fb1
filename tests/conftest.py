"""What every test has in common."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Cores are shared, so a slow draw says nothing about the code; a failing example is printed to be run again.
settings.register_profile(
    "attune", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True, database=None
)
settings.load_profile("attune")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where workers share the files out, those with something slow go first: at the end nobody waits long."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        marks = ("slow", "browser")
        slow = {item.path for item in items if any(map(item.get_closest_marker, marks))}
        items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that are not there yet. Numbered here: `mktemp` looks through all that were made before."""
    street = tmp_path_factory.mktemp("homes")
    return (street / str(number) for number in count())


@pytest.fixture(autouse=True)
def nobodys_home(monkeypatch: pytest.MonkeyPatch, homes: Iterator[Path]) -> Path:
    """A home of its own for each test: nobody's settings are read, nobody's data is touched."""
    home = next(homes)
    home.mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(home))
    for name in list(os.environ):
        if name.startswith(("ATTUNE_", "XDG_")) and not name.startswith("ATTUNE_TEST_"):
            monkeypatch.delenv(name)
    return home
