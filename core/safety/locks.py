"""Locks: between these two, notes rest until a date.

Kept are dates: neither what was noticed nor who did it to whom (science §4: *store only locked_until*).
"""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime, timedelta

from core.chats import Lock, Sign
from core.effects import LockChanged
from core.ids import Pair
from core.scene import Scene

FEAR, THREAT, THROWBACK, CONTEMPT, CONTROL = "fear", "threat", "throwback", "contempt", "control"
LOCKS_ALONE = frozenset({FEAR, THREAT, THROWBACK})
"""One of these is enough; of the others it takes three in fourteen days."""


def heed(scene: Scene, pair: Pair, kinds: Set[str], since: datetime) -> None:
    """Takes what was noticed in one turn, or one reaction, that began at `since`; it counts once.

    Any further sign renews a lock that is closed already.
    """
    was = scene.locked(pair)
    if not was and not kinds & LOCKS_ALONE and not _is_enough(scene, pair, since):
        return
    until = scene.now + timedelta(days=scene.policy.lock_days)
    others = tuple(lock for lock in scene.chat.locks if lock.pair != pair)
    signs = tuple(sign for sign in scene.chat.signs if sign.pair != pair)
    scene.become(locks=(*others, Lock(pair, until)), signs=signs)
    if not was:
        scene.emit(LockChanged(pair, True, tuple(sorted(kinds))))


def open_due(scene: Scene) -> None:
    """A lock that was not renewed opens by itself."""
    for lock in scene.chat.locks:
        if lock.until <= scene.now:
            scene.become(locks=tuple(other for other in scene.chat.locks if other != lock))
            scene.emit(LockChanged(lock.pair, False, ()))


def _is_enough(scene: Scene, pair: Pair, since: datetime) -> bool:
    """Notes the date of a weaker sign; whether it is one too many."""
    from_when = scene.now - timedelta(days=scene.policy.signal_days)
    signs = tuple(sign for sign in scene.chat.signs if sign.at >= from_when)
    dates = [sign.at for sign in signs if sign.pair == pair]
    if any(at >= since for at in dates):
        return False
    scene.become(signs=(*signs, Sign(scene.now, pair)))
    return len(dates) + 1 >= scene.policy.signals_to_lock
