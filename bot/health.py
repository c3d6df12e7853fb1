"""How a running bot is, as its operator sees it: what each platform says of its own line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from adapters.findings import Finding, Outcome
from core.ports import Platform


@runtime_checkable
class Watched(Protocol):
    """A platform that knows how its line is."""

    def health(self) -> Sequence[Finding]: ...


def health_of(platforms: Iterable[Platform]) -> list[dict[str, str]]:
    """Every finding, ready for the socket."""
    found = [finding for one in platforms if isinstance(one, Watched) for finding in one.health()]
    return [{"outcome": f.outcome.value, "what": f.what, "sentence": f.sentence} for f in found]


async def health_of_running(database: Path) -> list[Finding] | None:
    """What the running bot says; None when none runs. Raises Unusable when it does not answer."""
    from bot.control import ask_running

    said: list[dict[str, Any]] | None = await ask_running(database, {"command": "health"})
    if said is None:
        return None
    return [Finding(Outcome(one["outcome"]), one["what"], one["sentence"]) for one in said]
