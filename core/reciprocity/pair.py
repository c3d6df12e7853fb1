"""A pair's reciprocity, derived from its episodes: exact under edits, deletions and erasure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from core.chats import Episode, EpisodeState
from core.ids import Pair, PersonId
from core.policy import Policy
from core.reciprocity.ladder import level_offered, responder
from core.reciprocity.measures import Disclosure, balance, runs_z, turn_taking
from core.responses import pooled


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """What can be said of a pair. Below `policy.shown_from` disclosures nothing of it is claimed."""

    pair: Pair
    disclosures: int
    turn_taking: float | None
    balance: float | None
    """Positive: the first of the sorted pair disclosed more of late."""
    runs_z: float | None
    role_swaps: int
    """Changes of the discloser within one conversation."""
    responsiveness: dict[PersonId, float]
    """Mean uncalibrated rho by responder, -1 to 1; absent where nothing was answered."""
    level_offered: int


def of_pair(episodes: Iterable[Episode], pair: Pair, now: datetime, policy: Policy) -> Reciprocity:
    """Derives a pair's reciprocity from the chat's episodes, open and ended."""
    counted = sorted(
        (e for e in episodes if e.concerns(pair) and e.state is not EpisodeState.WITHDRAWN),
        key=lambda e: (e.at, e.order),
    )
    disclosures = [Disclosure(e.author, e.depth, e.at, _clock(e, pair)) for e in counted]
    return Reciprocity(
        pair=pair,
        disclosures=len(disclosures),
        turn_taking=turn_taking(disclosures, policy.ttr_lambda, policy.ttr_half_gap_turns),
        balance=balance(disclosures, pair[0], now, policy.balance_half_life_days),
        runs_z=runs_z(disclosures),
        role_swaps=sum(
            a.author != b.author and a.conversation == b.conversation for a, b in pairwise(counted)
        ),
        responsiveness=_responsiveness(counted, pair),
        level_offered=level_offered(counted, pair, now, policy),
    )


def _clock(episode: Episode, pair: Pair) -> int:
    return episode.clocks.get(responder(episode, pair), 0)


def _responsiveness(episodes: Iterable[Episode], pair: Pair) -> dict[PersonId, float]:
    heard: dict[PersonId, list[float]] = {}
    for episode in episodes:
        person = responder(episode, pair)
        said = pooled(episode, by=person)
        if said is not None:
            heard.setdefault(person, []).append(said.responsiveness)
    return {person: sum(values) / len(values) for person, values in sorted(heard.items())}
