"""In a community nobody is pointed to anything, unless its moderators enabled private notes there."""

from __future__ import annotations

from core.chats import ChatKind, Episode
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    is_public = scene.chat.kind is ChatKind.COMMUNITY
    return Rest() if is_public and not scene.policy.private_nudges else None


RULE = Rule("public", verdict)
