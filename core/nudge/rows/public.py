"""Notes are off in this chat; or it is a community's, whose moderators and both persons have to want them."""

from __future__ import annotations

from core import precedence
from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    both = all(precedence.wants_notes(scene.person(one), scene.chat) for one in (episode.author, to))
    return None if both and precedence.notes_are_on(scene.chat, scene.policy) else Rest()


RULE = Rule("public", verdict)
