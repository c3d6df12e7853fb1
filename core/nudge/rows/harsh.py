"""It was answered harshly: a note would help nobody now, least of all its author."""

from __future__ import annotations

from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.responses import pooled
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    said = pooled(episode)
    return Rest() if said is not None and said.k >= scene.policy.harsh_criticism else None


RULE = Rule("harsh", verdict)
