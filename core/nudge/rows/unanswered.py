"""Nobody answered, or only with an acknowledgement."""

from __future__ import annotations

from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rule, Send
from core.responses import is_answered
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Send | None:
    return None if is_answered(episode, scene.policy) else Send("unanswered")


RULE = Rule("unanswered", verdict)
