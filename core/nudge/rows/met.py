"""It was answered, and the answer reached its author: there is nothing to point to."""

from __future__ import annotations

from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import Done, Rule
from core.responses import is_met
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Done | None:
    felt = scene.chat.felt.get(episode.author, ())
    return Done() if is_met(episode, felt, scene.policy) else None


RULE = Rule("met", verdict)
