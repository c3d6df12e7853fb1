"""Too little was seen: a guess, an answer that was not read, or a chat in which no answer could be."""

from __future__ import annotations

from core.chats import Episode, Way
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    unheard = not scene.chat.hears and episode.way is Way.CHECKIN and episode.wish is None
    if episode.unread or unheard:
        return Rest()
    spotted_only = episode.way is Way.SPOTTED and episode.wish is None
    return Rest() if spotted_only and episode.probability < scene.policy.nudge_threshold else None


RULE = Rule("unsure", verdict)
