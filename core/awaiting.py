"""Which disclosures a message would answer, so that the shell can read it against their words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.chats import Chat
from core.ids import EpisodeId, MessageId, PersonId
from core.opening import disclosing_message
from core.policy import Policy


def awaiting(chat: Chat, author: PersonId, policy: Policy) -> Iterator[tuple[EpisodeId, MessageId]]:
    """Open episodes of others, and the one that the open turn of another is about to open."""
    for episode in chat.episodes.values():
        if episode.ended_at is None and episode.author != author:
            yield episode.id, MessageId(episode.id)
    turn = chat.turn
    if turn is None or turn.author == author:
        return
    message = disclosing_message(turn.messages, policy)
    if message is not None and EpisodeId(message.id) not in chat.episodes:
        yield EpisodeId(message.id), message.id


def burst(chat: Chat, author: PersonId, at: datetime, policy: Policy) -> tuple[MessageId, ...]:
    """Earlier messages of the turn that a message of this author at this moment would join."""
    turn = chat.turn
    if turn is None or turn.author != author:
        return ()
    if at - turn.messages[-1].at >= timedelta(seconds=policy.burst_gap_s):
        return ()
    return tuple(message.id for message in turn.messages)
