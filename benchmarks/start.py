"""How soon Attune is there, and how much memory it takes, with the limits of the project beside it.

Started twice, so that the second start finds a warm file cache. With both libraries nothing is connected:
the platforms are built with made-up tokens beside the open store.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from benchmarks.rows import ROOT, Row

LIMIT_ALONE_MIB, LIMIT_BOTH_MIB = 150, 190
SETTLES_S = 2.0
BOTH = """
import asyncio
from bot.clock import SystemClock
from bot.run import _platforms
from bot.running import assemble, open_configured
from config.settings import load

async def build():
    settings = load()
    store, key = await open_configured(settings)
    platforms = _platforms(settings, store)
    assert set(platforms) == {"telegram", "discord"}
    assemble(store, key.key, settings, platforms, SystemClock())
    print("Attune is here", flush=True)
    await asyncio.sleep(60)

asyncio.run(build())
"""
TOKENS = {
    "ATTUNE_TELEGRAM__TOKEN": "1:made-up",
    "ATTUNE_DISCORD__TOKEN": "made.up.token",
}


def rows() -> Iterator[Row]:
    for what, arguments, extra, limit in (
        ("no platform: the page answers", ["-m", "bot"], {}, LIMIT_ALONE_MIB),
        ("both libraries, built and not connected", ["-c", BOTH], TOKENS, LIMIT_BOTH_MIB),
    ):
        _start(arguments, extra)
        seconds, mib = _start(arguments, extra)
        yield Row("start", what, f"{seconds:.2f} s, {mib:,.0f} MiB resident (limit {limit})")


def _start(arguments: list[str], extra: dict[str, str]) -> tuple[float, float]:
    """Seconds until it says that it is there, and its resident MiB once it has settled."""
    with TemporaryDirectory() as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ATTUNE_")}
        environment = {**kept, **extra, "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
        began = perf_counter()
        child = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            assert child.stdout is not None
            assert any("Attune is here" in line for line in child.stdout)
            seconds = perf_counter() - began
            sleep(SETTLES_S)
            return seconds, _resident_mib(child.pid)
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(20)


def _resident_mib(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    for row in rows():
        print(row.what, row.found, sep="\t")
