"""What is remembered of how fast each person answers: taken from the newest episodes as they stand now."""

from __future__ import annotations

from core.chats import Chat, Episode, EpisodeState, Reply, ReplyTime
from core.ids import PersonId
from core.reply_time import observed
from core.scene import Scene

KEPT_REPLIES = 50
"""First answers kept for each responder: a prior that weighs five is outweighed by then."""


def seen(chat: Chat, person: PersonId) -> ReplyTime:
    """The sums of this person's reply times here."""
    sums = ReplyTime()
    for reply in chat.replies.get(person, ()):
        sums = observed(sums, reply.minutes)
    return sums


def relearn(scene: Scene, episode: Episode) -> None:
    """Takes over what an episode tells now: an answer that is gone was never learnt."""
    told = _first_answers(episode)
    kept = scene.chat.replies
    knew = {who for who, replies in kept.items() if any(r.episode == episode.id for r in replies)}
    changed = {}
    for who in sorted({*told, *knew}):
        others = [r for r in kept.get(who, ()) if r.episode != episode.id]
        own = [told[who]] if who in told else []
        replies = sorted([*others, *own], key=lambda r: (r.at, r.episode))
        changed[who] = tuple(replies[-KEPT_REPLIES:])
    if any(kept.get(who, ()) != replies for who, replies in changed.items()):
        both = {**kept, **changed}
        scene.become(replies={who: replies for who, replies in both.items() if replies})


def _first_answers(episode: Episode) -> dict[PersonId, Reply]:
    if episode.state is EpisodeState.WITHDRAWN:
        return {}
    first: dict[PersonId, Reply] = {}
    for one in episode.responses:
        if not one.reaction and not one.late and one.minutes is not None:
            first.setdefault(one.author, Reply(episode.id, episode.author, one.at, one.minutes))
    return first
