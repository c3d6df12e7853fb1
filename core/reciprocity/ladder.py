"""How deep a prompt may be offered to both: one step beyond what both have shown (science §3f).

Reads only what both can see: the table of the two, with the uncalibrated responsiveness of one to the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from core.ids import Pair, PersonId
from core.policy import Policy
from core.reading.scores import DEEPEST, level_of
from core.table import Entry


def level_offered(table: Sequence[Entry], pair: Pair, now: datetime, policy: Policy) -> int:
    """clip(min(shown) + 1[the last two went well], 0, 4), less one for each 60 idle days. Symmetric.

    After a response that hurt it is 0, which offers nothing, until two later ones were good.
    """
    if not table or not _made_good(table, policy):
        return 0
    since = now - timedelta(days=policy.level_days)
    recent = [entry for entry in table if entry.episode.said_at >= since]
    shown = min(_shown(recent, person) for person in pair)
    idle = int((now - max(e.episode.said_at for e in table)) / timedelta(days=policy.level_idle_days))
    return max(min(shown + int(_good(table[-2:], policy) == 2), DEEPEST) - idle, 0)


def _shown(table: Sequence[Entry], person: PersonId) -> int:
    """The second-highest level this person disclosed whose response was not negative."""
    levels = sorted(
        (level_of(e.episode.depth) for e in table if e.episode.author == person and not _hurt(e)),
        reverse=True,
    )
    return levels[1] if len(levels) > 1 else 0


def _hurt(entry: Entry) -> bool:
    return entry.answer is not None and entry.answer.responsiveness < 0


def _made_good(table: Sequence[Entry], policy: Policy) -> bool:
    """Whether nothing hurt lately, or at least two good episodes came after it."""
    since = list(takewhile(lambda entry: not _hurt(entry), reversed(table)))
    return len(since) == len(table) or _good(since, policy) >= 2


def _good(table: Sequence[Entry], policy: Policy) -> int:
    return sum(e.answer is not None and e.answer.responsiveness >= policy.level_good for e in table)
