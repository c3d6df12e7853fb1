"""How deep a prompt may be offered to both: one step beyond what both have shown (science §3f).

Reads only what both can see: the uncalibrated responsiveness of the two to each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from core.chats import Episode
from core.ids import Pair, PersonId
from core.policy import Policy
from core.reading.scores import DEEPEST, level_of
from core.responses import pooled


def level_offered(episodes: Sequence[Episode], pair: Pair, now: datetime, policy: Policy) -> int:
    """clip(min(shown) + 1[the last two went well], 0, 4), less one for each 60 idle days. Symmetric.

    After a response that hurt it is 0, which offers nothing, until two later ones were good.
    """
    if not episodes or not _made_good(episodes, pair, policy):
        return 0
    since = now - timedelta(days=policy.level_days)
    recent = [e for e in episodes if e.at >= since]
    shown = min(_shown(recent, person, pair) for person in pair)
    idle = int((now - max(e.at for e in episodes)) / timedelta(days=policy.level_idle_days))
    return max(min(shown + _went_well(episodes, pair, policy), DEEPEST) - idle, 0)


def responder(episode: Episode, pair: Pair) -> PersonId:
    """Who of the two may answer it."""
    return pair[1] if episode.author == pair[0] else pair[0]


def _responsiveness(episode: Episode, pair: Pair) -> float | None:
    said = pooled(episode, by=responder(episode, pair))
    return None if said is None else said.responsiveness


def _shown(episodes: Sequence[Episode], person: PersonId, pair: Pair) -> int:
    """The second-highest level this person disclosed whose response was not negative."""
    levels = sorted(
        (level_of(e.depth) for e in episodes if e.author == person and (_responsiveness(e, pair) or 0) >= 0),
        reverse=True,
    )
    return levels[1] if len(levels) > 1 else 0


def _went_well(episodes: Sequence[Episode], pair: Pair, policy: Policy) -> int:
    return int(_good(episodes[-2:], pair, policy) == 2)


def _made_good(episodes: Sequence[Episode], pair: Pair, policy: Policy) -> bool:
    """Whether nothing hurt lately, or at least two good episodes came after it."""
    since = list(takewhile(lambda e: (_responsiveness(e, pair) or 0) >= 0, reversed(episodes)))
    return len(since) == len(episodes) or _good(since, pair, policy) >= 2


def _good(episodes: Sequence[Episode], pair: Pair, policy: Policy) -> int:
    answered = [_responsiveness(e, pair) for e in episodes]
    return sum(rho is not None and rho >= policy.level_good for rho in answered)
