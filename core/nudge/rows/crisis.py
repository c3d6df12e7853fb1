"""After words of a crisis, whoever wrote them, notes rest in the whole chat for a while (science §4)."""

from __future__ import annotations

from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    return Rest() if scene.chat.in_crisis(scene.now) else None


RULE = Rule("crisis", verdict)
