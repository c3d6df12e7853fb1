"""Fading out: who meets what is disclosed unprompted is pointed to it later, in fewer words (science §3g).

Unprompted is what was met within the T_soft of somebody unknown, before any note could have come. All that
goes into it was said in the chat: nobody's notes, buttons, ratings or quiet hours can be read back from it
(quiet hours are in what was learnt of a reply time). It moves T_soft alone. T_hard, and with it every end of
an episode that both can see, stays where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.chats import Answered, ReplyTime
from core.episodes import Episode, EpisodeState
from core.ids import PersonId
from core.policy import Policy
from core.reply_time import limits
from core.responses import is_acknowledgement, pooled
from core.scene import Scene

KEPT = 20
"""Answered disclosures kept of a pair and direction: twice the window, for some are taken back later."""


def share(answered: Sequence[Answered], policy: Policy) -> float | None:
    """Share of the newest answered disclosures that were met unprompted, 0 to 1; None of too few."""
    newest = answered[-int(policy.fade_window) :]
    if not newest or len(newest) < policy.fade_window:
        return None
    return sum(one.unprompted for one in newest) / len(newest)


def factor(answered: Sequence[Answered], policy: Policy) -> float:
    """On T_soft: 1 (nothing met unprompted, or too few to say) to `fade_most` (all of them)."""
    met = share(answered, policy)
    return 1.0 if met is None else 1.0 + max(0.0, policy.fade_most - 1.0) * met


def lengthened(scene: Scene, soft: float, responder: PersonId, discloser: PersonId) -> float:
    """T_soft in minutes for a disclosure to this responder; never beyond its upper bound (6 h)."""
    longer = soft * factor(_answered(scene, responder, discloser), scene.policy)
    return max(soft, min(longer, scene.policy.soft_max_minutes))


def is_brief(scene: Scene, responder: PersonId, discloser: PersonId) -> bool:
    """Whether one line is enough of a cue."""
    met = share(_answered(scene, responder, discloser), scene.policy)
    return met is not None and met >= scene.policy.brief_from


def remember(scene: Scene, episode: Episode) -> None:
    """What became of an ended episode, or of one that was changed later: counted once, or not any more."""
    responder = episode.latest
    if responder is None:
        return
    before = _answered(scene, responder, episode.author)
    known = any(one.episode == episode.id for one in before)
    counted = _read(scene, episode, responder)
    if known:
        after = tuple(counted if one.episode == episode.id else one for one in before)
        kept = tuple(one for one in after if one is not None)
    elif counted is not None and scene.now == episode.ended_at:
        kept = (*before, counted)[-KEPT:]
    else:
        return
    chat = scene.chat
    by_discloser = {**chat.answered.get(responder, {}), episode.author: kept}
    scene.become(answered={**chat.answered, responder: by_discloser})


def _read(scene: Scene, episode: Episode, responder: PersonId) -> Answered | None:
    """None for what tells nothing: silence is missing data, and so is an answer that was not read; a light
    answer to a check-in is met by any answer."""
    words = [r for r in episode.of(responder) if not is_acknowledgement(r, scene.policy)]
    light = episode.depth < scene.policy.depth_min
    if episode.state is not EpisodeState.ANSWERED or episode.unread or light or not words:
        return None
    soft, _ = limits(ReplyTime(), scene.policy)
    soon = tuple(r for r in words if r.at <= episode.at + timedelta(minutes=soft))
    by_themselves = pooled(replace(episode, responses=soon))
    met = (
        by_themselves is not None
        and by_themselves.warmth > scene.policy.met_sum
        and by_themselves.k < scene.policy.harsh_criticism
    )
    return Answered(episode.id, unprompted=met)


def _answered(scene: Scene, responder: PersonId, discloser: PersonId) -> tuple[Answered, ...]:
    return scene.chat.answered.get(responder, {}).get(discloser, ())
