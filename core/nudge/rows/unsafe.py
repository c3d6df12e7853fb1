"""Between these two something is not safe: notes rest, and nothing says so (science §4)."""

from __future__ import annotations

from core.episodes import Episode
from core.ids import PersonId, pair_of
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    return Rest() if scene.locked(pair_of(episode.author, to)) else None


RULE = Rule("unsafe", verdict)
