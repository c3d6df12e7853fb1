"""Which disclosures a message would answer, so that the shell can read it against their words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.chats import Chat
from core.episodes import Episode
from core.ids import EpisodeId, MessageId, PersonId
from core.parts import disclosing_message
from core.policy import Policy


def awaiting(
    chat: Chat, author: PersonId, reply_to: MessageId | None, policy: Policy
) -> Iterator[tuple[EpisodeId, MessageId]]:
    """Episodes of others that a turn of this author may be attached to, and the one about to open."""
    for episode in chat.episodes.values():
        if episode.author != author and _may_attach(chat, episode, author, reply_to, policy):
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


def _may_attach(
    chat: Chat, episode: Episode, author: PersonId, reply_to: MessageId | None, policy: Policy
) -> bool:
    if reply_to is not None:
        return reply_to in episode.messages
    if author in episode.concerned and author not in episode.firsts:
        return True
    began = episode.clocks.get(author)
    counts = chat.turn_counts
    clock = counts.get(author, 0) + counts.get(episode.author, 0)
    return began is None or clock - began < policy.attach_turns
