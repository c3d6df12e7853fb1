"""What is remembered of how fast each person answers: taken from the newest episodes as they stand now."""

from __future__ import annotations

from core.chats import Chat, Reply, ReplyTime
from core.effects import EpisodeRewritten
from core.episodes import Episode, EpisodeState, Response
from core.ids import PersonId
from core.reply_time import observed
from core.scene import Scene

KEPT_REPLIES = 50
"""First answers kept for each responder: a prior that weighs five is outweighed by then."""


def seen(chat: Chat, person: PersonId) -> ReplyTime:
    """The sums of this person's reply times here, outside their quiet hours: for the limits."""
    sums = ReplyTime()
    for reply in chat.replies.get(person, ()):
        if not reply.late:
            sums = observed(sums, reply.minutes)
    return sums


def shown(chat: Chat, person: PersonId) -> ReplyTime:
    """The same as the others saw it: by the wall clock, late answers too.

    How a message reads follows from this one, and figures that both see from how it reads. So neither quiet
    hours nor the end of an episode may have a part in it.
    """
    sums = ReplyTime()
    for reply in chat.replies.get(person, ()):
        sums = observed(sums, reply.minutes if reply.passed is None else reply.passed)
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


def keep_up(scene: Scene) -> None:
    """Takes in the answers that came after an episode had ended: the policy does not see them, others do."""
    rewritten = {e.episode.id: e.episode for e in scene.effects if isinstance(e, EpisodeRewritten)}
    known = scene.known() if rewritten else {}
    for id, episode in rewritten.items():
        relearn(scene, known.get(id, episode))


def _first_answers(episode: Episode) -> dict[PersonId, Reply]:
    if episode.state is EpisodeState.WITHDRAWN:
        return {}
    first: dict[PersonId, Reply] = {}
    for one in episode.responses:
        if not one.reaction and one.minutes is not None:
            first.setdefault(one.author, _reply(episode, one, one.minutes))
    return first


def _reply(episode: Episode, answer: Response, minutes: float) -> Reply:
    began = answer.parts[0].at if answer.parts else answer.at
    passed = max(0.0, (began - episode.at).total_seconds() / 60)
    return Reply(episode.id, episode.author, answer.at, minutes, passed, answer.late)
