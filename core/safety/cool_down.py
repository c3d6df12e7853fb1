"""After something hard was said in a chat, its check-ins stay at everyday level for a while.

It is the same whatever was hard: scorn, a threat, fear, a crisis. Everybody in the chat may see it, so it
follows from nothing but words that stood in the chat, and a lock adds nothing to it (docs/decisions/0014).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from core.chats import Chat
from core.scene import Scene

EVERYDAY = 0
"""The level of prompts that ask for nothing."""


def begin(scene: Scene) -> None:
    scene.become(light_until=scene.now + timedelta(days=scene.policy.cool_down_days))


def deepest(chat: Chat, level: int, now: datetime) -> int:
    """How deep a prompt may be now, where `level` (0 to 4) would be fitting otherwise."""
    light = chat.light_until is not None and now < chat.light_until
    return min(level, EVERYDAY) if light else level
