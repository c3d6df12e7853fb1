"""One of the two paused, or the author marked the message to be left alone."""

from __future__ import annotations

from core.chats import Episode, Wish
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    either = scene.person(to).rests(scene.now) or scene.person(episode.author).rests(scene.now)
    return Rest() if either or episode.wish is Wish.LEAVE else None


RULE = Rule("paused", verdict)
