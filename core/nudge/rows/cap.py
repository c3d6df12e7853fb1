"""The recipient had enough notes (today or this week in all chats, or about this person), or wants none."""

from __future__ import annotations

from core import precedence
from core.effects import NudgeClaim
from core.episodes import Episode
from core.ids import PersonId
from core.nudge import spacing
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    person, policy = scene.person(to), scene.policy
    claims = scene.claims(to, NudgeClaim)
    a_week = precedence.notes_a_week(person, scene.chat, policy).value
    if person.nudges_on_day(scene.now) + claims >= policy.nudges_a_day:
        return Rest()
    if person.nudges_in_week(scene.now) + claims >= a_week:
        return Rest()
    return Rest() if spacing.is_near(scene, to, episode.author) else None


RULE = Rule("cap", verdict)
