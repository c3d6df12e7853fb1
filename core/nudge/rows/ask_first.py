"""The author wants to be asked first, as anybody does in a group who did not choose otherwise."""

from __future__ import annotations

from core.chats import Episode
from core.ids import PersonId
from core.nudge.verdicts import AskAuthor, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> AskAuthor | None:
    chosen = scene.person(episode.author).ask_first
    asks = scene.is_group() if chosen is None else chosen
    return AskAuthor() if asks and not episode.agreed_first else None


RULE = Rule("ask_first", verdict)
