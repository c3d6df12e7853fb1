"""How deep a prompt may be offered to both: one step beyond what both have shown (science §3f)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.chats import Episode
from core.ids import Pair, PersonId
from core.policy import Policy
from core.reading.scores import level_of
from core.responses import pooled

DEEPEST = 4


def level_offered(episodes: Sequence[Episode], pair: Pair, now: datetime, policy: Policy) -> int:
    """clip(min(shown) + 1[the last two went well], 0, 4), less one for each 60 idle days. Symmetric."""
    if not episodes:
        return 0
    since = now - timedelta(days=policy.level_days)
    recent = [e for e in episodes if e.at >= since]
    shown = min(_shown(recent, person) for person in pair)
    idle = int((now - max(e.at for e in episodes)) / timedelta(days=policy.level_idle_days))
    return max(min(shown + _went_well(episodes, policy), DEEPEST) - idle, 0)


def _shown(episodes: Sequence[Episode], person: PersonId) -> int:
    """The second-highest level this person disclosed whose response was not negative."""
    levels = sorted(
        (level_of(e.depth) for e in episodes if e.author == person and not _hurt(e)), reverse=True
    )
    return levels[1] if len(levels) > 1 else 0


def _hurt(episode: Episode) -> bool:
    said = pooled(episode)
    return said is not None and said.responsiveness < 0


def _went_well(episodes: Sequence[Episode], policy: Policy) -> int:
    last = [pooled(e) for e in episodes[-2:]]
    good = [p is not None and p.responsiveness >= policy.level_good for p in last]
    return int(len(good) == 2 and all(good))
