"""It was answered harshly: a note would help nobody now, least of all its author."""

from __future__ import annotations

from core.chats import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.responses import pool
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    pooled = pool(episode.responses)
    return Rest() if pooled is not None and pooled.k >= scene.policy.harsh_criticism else None


RULE = Rule("harsh", verdict)
