"""A pair's reciprocity, derived from its episodes: exact under edits, deletions and erasure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.episodes import Episode, Way
from core.ids import Pair, PersonId
from core.policy import Policy
from core.reciprocity.claims import takes_turns
from core.reciprocity.ladder import level_offered
from core.reciprocity.measures import Disclosure, balance, runs_z, turn_taking
from core.table import Entry, role_swaps, table_of


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """What can be said of a pair. Below `policy.shown_from` disclosures nothing of it is claimed."""

    pair: Pair
    disclosures: int
    volunteered: int
    """Those of them that answered no check-in: only these follow one another."""
    turn_taking: float | None
    balance: float | None
    """Positive: the first of the sorted pair disclosed more of late."""
    runs_z: float | None
    role_swaps: int
    """Changes of the discloser within one conversation."""
    responsiveness: dict[PersonId, float]
    """Mean uncalibrated rho by responder, -1 to 1; absent where nothing was answered."""
    level_offered: int
    takes_turns: bool
    """Whether the two may be told so (core/reciprocity/claims.py)."""


def of_pair(episodes: Iterable[Episode], pair: Pair, now: datetime, policy: Policy) -> Reciprocity:
    """Derives a pair's reciprocity from the chat's episodes, open and ended."""
    table = table_of(episodes, pair, policy)
    disclosures = [_disclosure(entry) for entry in table]
    return Reciprocity(
        pair=pair,
        disclosures=len(disclosures),
        volunteered=sum(not one.asked for one in disclosures),
        turn_taking=turn_taking(disclosures, policy.ttr_lambda, policy.ttr_half_gap_turns),
        balance=balance(disclosures, pair[0], now, policy.balance_half_life_days),
        runs_z=runs_z(disclosures),
        role_swaps=role_swaps(table, policy),
        responsiveness=_responsiveness(table),
        level_offered=level_offered(table, pair, now, policy),
        takes_turns=takes_turns(disclosures, policy),
    )


def _disclosure(entry: Entry) -> Disclosure:
    told = entry.episode
    return Disclosure(told.author, told.depth, told.said_at, entry.clock, asked=told.way is Way.CHECKIN)


def _responsiveness(table: Iterable[Entry]) -> dict[PersonId, float]:
    heard: dict[PersonId, list[float]] = {}
    for entry in table:
        if entry.answer is not None:
            heard.setdefault(entry.responder, []).append(entry.answer.responsiveness)
    return {person: sum(values) / len(values) for person, values in sorted(heard.items())}
