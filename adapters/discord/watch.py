"""Whether the gateway still answers: the age of each shard's last heartbeat acknowledgement.

discord.py counts anything it receives as a sign of life, and may try a dead address for a long while; here
a client whose heartbeats stay unacknowledged is ended, and built anew.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

LOOKS: Final = 10
"""So often within the longest silence it is looked."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Discord asks for a heartbeat about every 41 seconds. [P]"""

    silent_s: float = 120.0
    """Two heartbeats and a reconnect fit in."""


async def until_silent(
    latencies: Callable[[], Sequence[tuple[int, float]]],
    patience: Patience,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Returns when a shard, or all of them before the first, has not been acknowledged for too long.

    `latencies`: by shard; each acknowledgement measures it anew.
    """
    heard: dict[int | None, tuple[float, float]] = {None: (0.0, clock())}
    while True:
        await asyncio.sleep(patience.silent_s / LOOKS)
        now = clock()
        for shard, latency in latencies():
            heard.pop(None, None)
            if shard not in heard or heard[shard][0] != latency:
                heard[shard] = (latency, now)
        if any(now - at >= patience.silent_s for _, at in heard.values()):
            return
