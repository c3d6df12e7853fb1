"""Without the live consent of both nothing is said."""

from __future__ import annotations

from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    both = scene.chat.listens_to(episode.author) and scene.chat.listens_to(to)
    return None if both else Rest()


RULE = Rule("consent", verdict)
