"""The newest 500 episodes of each pair are kept; what is older is added up by author and month."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from adapters.storage.rows import micros
from core.episodes import Episode, EpisodeState, Response
from core.ids import EpisodeId, MessageId, Pair, PersonId, pair_of
from core.ports import MonthSum
from core.responses import pooled

KEPT = 500
"""Episodes kept for each pair (product.md, *State*)."""

Place = tuple[int, int, EpisodeId]
"""Where an episode stands in its pair: microseconds, order, id."""
SumKey = tuple[Pair, PersonId, str]


def pairs_of(episode: Episode) -> tuple[Pair, ...]:
    """The author with each concerned person, sorted; with oneself when nobody is concerned, so that
    even these are bounded."""
    others = set(episode.concerned) - {episode.author}
    if not others:
        return ((episode.author, episode.author),)
    return tuple(sorted(pair_of(episode.author, other) for other in others))


def place_of(episode: Episode) -> Place:
    """Its place in the order (at, order)."""
    return micros(episode.at), episode.order, episode.id


def messages_of(episode: Episode) -> tuple[MessageId, ...]:
    """Every message that it was told from: of its disclosing turn, and of the turns heard after it."""
    opening = (MessageId(episode.id), *episode.messages, *(part.message for part in episode.parts))
    heard = [m for turn in (*episode.responses, *episode.passed) for m in _messages(turn)]
    return tuple(dict.fromkeys((*opening, *heard)))


def _messages(turn: Response) -> tuple[MessageId, ...]:
    return (*(said.message for said in turn.parts), turn.message)


def month_sums(episode: Episode) -> list[MonthSum]:
    """What one episode leaves in the sums: one entry for each of its pairs, none when it was withdrawn."""
    if episode.state is EpisodeState.WITHDRAWN:
        return []
    month = f"{episode.at.astimezone(UTC):%Y-%m}"
    sums = []
    for pair in pairs_of(episode):
        if pair[0] == pair[1]:
            continue
        other = pair[1] if pair[0] == episode.author else pair[0]
        said = pooled(episode, by=other)
        answered = said is not None and episode.state is EpisodeState.ANSWERED
        rho = said.responsiveness if said is not None and answered else 0.0
        sums.append(MonthSum(pair, episode.author, month, 1, episode.depth, int(answered), rho))
    return sums


def key_of(one: MonthSum) -> SumKey:
    """What makes a sum one row of its chat."""
    return one.pair, one.author, one.month


def added(one: MonthSum, other: MonthSum) -> MonthSum:
    """Two sums of the same key as one."""
    return replace(
        one,
        disclosures=one.disclosures + other.disclosures,
        depth=one.depth + other.depth,
        responses=one.responses + other.responses,
        responsiveness=one.responsiveness + other.responsiveness,
    )
