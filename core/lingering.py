"""Ended episodes stay in the chat while answers to them may still come.

When an episode ends hangs on private things (a rating, a button, quiet hours); what both may see of how it
was answered must not. So turns of its partners are heard as long as if it were open: the policy never sees
them, the pair's figures count them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from core.chats import Chat
from core.episodes import Episode, EpisodeState
from core.ids import MessageId
from core.policy import Policy
from core.scene import Scene


def until(episode: Episode, policy: Policy) -> datetime:
    """From here on nothing answers it any more, as far as figures go (§3b: the longest hard limit)."""
    return episode.at + timedelta(minutes=policy.hard_max_minutes)


def being_answered(chat: Chat, episode: Episode) -> bool:
    """Whether somebody else's turn is under way: what began before a limit is waited for."""
    return chat.turn is not None and chat.turn.author != episode.author


def in_reach(chat: Chat, episode: Episode, now: datetime, policy: Policy) -> bool:
    """Whether an ended episode may still be answered: a first turn, the next eight, or a reply under way."""
    answering = being_answered(chat, episode)
    turn = chat.turn
    moment = turn.messages[-1].at if turn is not None and answering else now
    if episode.state is EpisodeState.WITHDRAWN or moment >= until(episode, policy):
        return False
    if turn is not None and answering and turn.reply_to in episode.messages:
        return True
    if chat.is_group() and moment < may_be_taken_up_until(episode, policy):
        return True
    counts = chat.turn_counts
    clocks = {
        other: counts.get(episode.author, 0) + counts.get(other, 0) - episode.clocks.get(other, 0)
        for other in episode.concerned
    }
    return any(other not in episode.firsts or turns < policy.attach_turns for other, turns in clocks.items())


def may_be_taken_up_until(episode: Episode, policy: Policy) -> datetime:
    """Until here words about it make somebody of the group concerned, whoever else is."""
    return episode.at + timedelta(minutes=policy.recent_minutes)


def settle(scene: Scene, episode: Episode) -> None:
    """Where an ended episode belongs now: in the chat while something is still to come, else in the past."""
    asked_about = episode.question_at is not None
    if asked_about or in_reach(scene.chat, episode, scene.now, scene.policy):
        scene.keep(episode)
    else:
        scene.drop(episode)


def let_go(scene: Scene) -> None:
    """Ended episodes that nothing can answer any more leave the chat."""
    for episode in list(scene.chat.episodes.values()):
        done = episode.ended_at is not None and episode.question_at is None
        if done and not in_reach(scene.chat, episode, scene.now, scene.policy):
            scene.drop(episode)


def bring_back(scene: Scene, reply_to: MessageId | None) -> None:
    """An explicit reply to something older: it is heard once more, while it is not too long ago."""
    for episode in scene.past:
        known = episode.id in scene.chat.episodes or episode.state is EpisodeState.WITHDRAWN
        if not known and reply_to in episode.messages and scene.now < until(episode, scene.policy):
            scene.keep(episode)
