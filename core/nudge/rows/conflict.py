"""A quarrel is under way in this chat: two harsh turns within half an hour."""

from __future__ import annotations

from datetime import timedelta

from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    since = scene.now - timedelta(minutes=scene.policy.conflict_minutes)
    return Rest() if sum(at >= since for at in scene.chat.harsh_turns) >= 2 else None


RULE = Rule("conflict", verdict)
