"""In a community somebody is pointed to something only where its moderators and both persons want that."""

from __future__ import annotations

from core.chats import ChatKind, Episode
from core.ids import PersonId
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    if scene.chat.kind is not ChatKind.COMMUNITY:
        return None
    both = scene.person(episode.author).community_notes and scene.person(to).community_notes
    return None if scene.policy.private_nudges and both else Rest()


RULE = Rule("public", verdict)
