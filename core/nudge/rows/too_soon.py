"""Somebody still talks; or this is a light check-in answer, and something that matters comes first."""

from __future__ import annotations

from datetime import timedelta

from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rule, Wait
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Wait | None:
    active = scene.last_active(episode.author, to)
    moments = [active + timedelta(minutes=scene.policy.active_minutes)] if active is not None else []
    moments += [
        other.decide_at
        for other in scene.chat.episodes.values()
        if other.decide_at is not None
        and (other.author, other.latest) == (episode.author, to)
        and episode.depth < scene.policy.depth_min <= other.depth
    ]
    later = max(moments, default=scene.now)
    return Wait(later) if later > scene.now else None


RULE = Rule("too_soon", verdict)
