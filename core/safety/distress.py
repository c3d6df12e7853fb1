"""What a message says of its author's own safety: a crisis, or fear of the partner or of somebody unnamed.

Fear of a boss, a father or the past is an ordinary disclosure: the reader tells them apart (science §3g).
"""

from __future__ import annotations

from datetime import timedelta

from core.effects import Care, CareClaim
from core.ids import PersonId, pair_of
from core.reading.scores import MessageReading
from core.safety import cool_down, locks
from core.scene import Scene


def look(scene: Scene, author: PersonId, reading: MessageReading, *, in_chat: bool = True) -> None:
    """Rests notes, and at most says the neutral line to the author.

    For fear nothing is sent, not even where there is a crisis, too: whom they fear may read along.
    `in_chat`: the others see these words; only then may anything follow that the others see.
    """
    if in_chat:
        shown(scene, reading)
    if reading.crisis >= scene.policy.crisis_threshold:
        scene.become(crisis_until=scene.now + timedelta(hours=scene.policy.crisis_rest_hours))
    if reading.unsafe >= scene.policy.unsafe_threshold:
        for other in scene.chat.circle():
            if other != author:
                locks.heed(scene, pair_of(author, other), {locks.FEAR}, scene.now)
    elif reading.crisis >= scene.policy.care_threshold:
        _care(scene, author)


def shown(scene: Scene, reading: MessageReading) -> None:
    """These words stand in the chat now. Fear rests the same as a crisis: neither is to be told."""
    policy = scene.policy
    if reading.crisis >= policy.crisis_threshold or reading.unsafe >= policy.unsafe_threshold:
        cool_down.begin(scene)
        scene.become(distress_until=scene.now + timedelta(hours=policy.crisis_rest_hours))


def _care(scene: Scene, author: PersonId) -> None:
    person = scene.person(author)
    gap = timedelta(days=scene.policy.care_gap_days)
    lately = person.cared_at is not None and scene.now - person.cared_at < gap
    if person.crisis_line and not lately and not scene.claims(author, CareClaim):
        scene.emit(CareClaim(author), Care(author))
