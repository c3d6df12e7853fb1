"""Good news to which nobody reacted in any way."""

from __future__ import annotations

from core.episodes import Episode
from core.hearing import is_good_news
from core.ids import PersonId
from core.nudge.verdicts import Rule, Send
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Send | None:
    return Send("good_news") if not episode.responses and is_good_news(episode) else None


RULE = Rule("good_news", verdict)
