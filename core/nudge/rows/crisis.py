"""After words of a crisis, whoever wrote them, notes rest in the whole chat for a while (science §4)."""

from __future__ import annotations

from core.chats import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    until = scene.chat.crisis_until
    return Rest() if until is not None and scene.now < until else None


RULE = Rule("crisis", verdict)
