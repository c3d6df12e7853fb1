"""The one place that says which episodes a pair counts, in which order, and what answered each.

Everything that both of them may see is taken from here: recap, replay's figures, the page, the level offered.
So it hangs on nothing private: not on how or when an episode ended for the policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from core.chats import Chat
from core.episodes import Episode, EpisodeState
from core.ids import Pair, PersonId
from core.policy import Policy
from core.responses import Pooled, is_answered, pooled


@dataclass(frozen=True, slots=True)
class Entry:
    """One disclosure of a pair."""

    episode: Episode
    responder: PersonId
    clock: int
    """The pair's turn clock at it (turns)."""
    began: datetime | None
    """When the conversation of these two that it belongs to began."""
    answer: Pooled | None
    """What the other said to it, within reach; None where nothing was."""
    answered: bool
    """Whether that was more than an acknowledgement; in words that the reader does not know, it counts."""


def known(stored: Iterable[Episode], chat: Chat) -> list[Episode]:
    """A chat's episodes, each once and as it is now, in the order of what was said."""
    episodes = {**{e.id: e for e in stored}, **chat.episodes}
    return sorted(episodes.values(), key=_place)


def table_of(episodes: Iterable[Episode], pair: Pair, policy: Policy) -> list[Entry]:
    """What a pair counts of these episodes, in the order (time, message id): when it arrived says nothing."""
    counted = [e for e in episodes if e.concerns(pair) and e.state is not EpisodeState.WITHDRAWN]
    return [_entry(episode, pair, policy) for episode in sorted(counted, key=_place)]


def role_swaps(table: Sequence[Entry], policy: Policy) -> int:
    """Changes of the discloser within one conversation."""
    silence = timedelta(minutes=policy.recent_minutes)
    return sum(
        a.responder != b.responder
        and a.episode.said_at >= (b.began if b.began is not None else b.episode.said_at - silence)
        for a, b in pairwise(table)
    )


def _entry(episode: Episode, pair: Pair, policy: Policy) -> Entry:
    responder = pair[1] if episode.author == pair[0] else pair[0]
    until = episode.at + timedelta(minutes=policy.hard_max_minutes)
    within_reach = tuple(response for response in episode.responses if response.at < until)
    theirs = replace(episode, responses=tuple(r for r in within_reach if r.author == responder))
    unread = any(r.author == responder and r.at < until and not r.read for r in episode.passed)
    return Entry(
        episode=episode,
        responder=responder,
        clock=episode.clocks.get(responder, 0),
        began=episode.conversations.get(responder),
        answer=pooled(replace(episode, responses=within_reach), by=responder),
        answered=is_answered(theirs, policy) or (episode.unread and unread),
    )


def _place(episode: Episode) -> tuple[datetime, str]:
    return episode.said_at, episode.id
