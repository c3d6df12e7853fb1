"""The recipient's quiet hours, or the community's for who set none: the note waits for their end."""

from __future__ import annotations

from core import precedence
from core.episodes import Episode
from core.ids import PersonId
from core.nudge.verdicts import Rule, Wait
from core.quiet import in_quiet_hours, quiet_end
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Wait | None:
    person = precedence.quiet_hours(scene.person(to), scene.chat).value
    if not in_quiet_hours(person, scene.now):
        return None
    return Wait(quiet_end(person, scene.now), held=True)


RULE = Rule("quiet_hours", verdict)
