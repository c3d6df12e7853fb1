"""One of the two paused; or the author wants this message left alone, or its topic.

A mark by hand is the author's later and more exact word: it stands over a topic that they put off limits.
"""

from __future__ import annotations

from core.episodes import Episode, Wish
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    author = scene.person(episode.author)
    either = scene.person(to).rests(scene.now) or author.rests(scene.now)
    off_limits = episode.wish is None and not set(author.topics_off).isdisjoint(episode.topics)
    return Rest() if either or off_limits or episode.wish is Wish.LEAVE else None


RULE = Rule("paused", verdict)
