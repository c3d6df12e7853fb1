"""The visible depth level of a chat's check-ins: either lowers it, raising needs everybody (science §3f).

Who is ready for more is known to nobody else: not being ready, not having looked and having changed one's
mind are one and the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from core.chats import Chat
from core.effects import DeeperOffered, LevelRaised
from core.ids import PersonId
from core.policy import Policy
from core.reading.scores import DEEPEST
from core.scene import Scene


def lowered(scene: Scene, author: PersonId) -> None:
    """One step down, at once and without a reason. What anybody was ready for before is over."""
    if author in scene.chat.taking_part():
        scene.become(level=max(scene.chat.level - 1, 0), ready={})


def ready(scene: Scene, author: PersonId) -> None:
    """One is ready for one step more; when all are, the step is taken and all are told."""
    chat = scene.chat
    if author not in chat.taking_part() or chat.level >= DEEPEST:
        return
    said = {**still_ready(chat, scene.now, scene.policy), author: scene.now}
    if not chat.gone_unseen and all(person in said for person in chat.circle()):
        scene.become(level=chat.level + 1, ready={})
        scene.emit(*(LevelRaised(to=person, level=chat.level + 1) for person in chat.circle()))
    else:
        scene.become(ready=said)


def not_ready(scene: Scene, author: PersonId) -> None:
    scene.become(ready={person: at for person, at in scene.chat.ready.items() if person != author})


def offer(scene: Scene, level: int) -> None:
    """Offers all of them the same next step, if `level`, what they have shown, goes beyond where they are."""
    chat = scene.chat
    if may_offer(chat, level, scene.now, scene.policy):
        scene.become(deeper_offered_at=scene.now)
        scene.emit(*(DeeperOffered(to=person, level=chat.level + 1) for person in chat.taking_part()))


def may_offer(chat: Chat, level: int, now: datetime, policy: Policy) -> bool:
    """Whether a next step may be offered, where what all have shown goes as deep as `level`."""
    gap = timedelta(days=policy.level_offer_days)
    rested = chat.deeper_offered_at is None or now - chat.deeper_offered_at >= gap
    return level > chat.level and rested


def keep_up(scene: Scene) -> None:
    """Lets go of what faded."""
    left = still_ready(scene.chat, scene.now, scene.policy)
    if left != scene.chat.ready:
        scene.become(ready=left)


def fades_at(chat: Chat, policy: Policy) -> list[datetime]:
    """When what each of them said fades."""
    return [at + timedelta(days=policy.level_ready_days) for at in chat.ready.values()]


def still_ready(chat: Chat, now: datetime, policy: Policy) -> dict[PersonId, datetime]:
    """Who said so lately. It fades, so that nobody is held to what they felt months ago."""
    kept = timedelta(days=policy.level_ready_days)
    return {person: at for person, at in chat.ready.items() if now - at < kept}
