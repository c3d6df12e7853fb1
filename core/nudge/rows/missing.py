"""It was answered, neither harshly nor so that it reached its author: one component is named."""

from __future__ import annotations

from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rule, Send
from core.responses import is_answered, is_met, pooled
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Send | None:
    """Narrow by itself, whatever stands before it: an answer that did reach its author is never corrected."""
    said = pooled(episode)
    if said is None or not is_answered(episode, scene.policy):
        return None
    felt = scene.chat.felt.get(episode.author, ())
    if is_met(episode, felt, scene.policy) or said.k >= scene.policy.harsh_criticism:
        return None
    return Send(f"missing_{said.missing()}")


RULE = Rule("missing", verdict)
