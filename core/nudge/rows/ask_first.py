"""The author wants to be asked first, as anybody does in a group who did not choose otherwise."""

from __future__ import annotations

from core import precedence
from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import AskAuthor, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> AskAuthor | None:
    asks = precedence.asks_first(scene.person(episode.author), scene.chat).value
    return AskAuthor() if asks and not episode.agreed_first else None


RULE = Rule("ask_first", verdict)
