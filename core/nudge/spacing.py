"""How far apart somebody's notes about one other come: twelve hours, and longer after an unwelcome one.

A relationship is two people in one chat: in a group, a note about one person says nothing of another.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.chats import Spacing
from core.ids import PersonId
from core.scene import Scene

IGNORED = 2.0
"""Factor on the gap after a note that nobody answered and no button was pressed on (science §3g)."""
NOT_THIS = 4.0
"""Factor on the gap after *not this* (science §3g)."""


def is_near(scene: Scene, to: PersonId, about: PersonId) -> bool:
    """Whether a note to this person about that one came too short a time ago."""
    kept = _kept(scene, to, about)
    gap = timedelta(hours=scene.policy.relationship_gap_hours * kept.factor)
    return kept.at is not None and scene.now - kept.at < gap


def sent(scene: Scene, to: PersonId, about: PersonId) -> None:
    """A note goes out now."""
    _keep(scene, to, about, replace(_kept(scene, to, about), at=scene.now))


def widen(scene: Scene, to: PersonId, about: PersonId, factor: float) -> float:
    """The next one waits longer by this factor, four weeks at the most. By how much it really does."""
    most = scene.policy.gap_max_days * 24 / scene.policy.relationship_gap_hours
    kept = _kept(scene, to, about)
    wider = min(most, kept.factor * factor)
    _keep(scene, to, about, replace(kept, factor=wider))
    return wider / kept.factor


def narrow(scene: Scene, to: PersonId, about: PersonId, factor: float) -> None:
    """Takes a widening by this factor back; the plain gap is the narrowest."""
    kept = _kept(scene, to, about)
    _keep(scene, to, about, replace(kept, factor=max(1.0, kept.factor / factor)))


def restore(scene: Scene, to: PersonId, about: PersonId) -> None:
    """A note was answered: the gap is the plain one again."""
    _keep(scene, to, about, replace(_kept(scene, to, about), factor=1.0))


def _kept(scene: Scene, to: PersonId, about: PersonId) -> Spacing:
    return scene.chat.spacing.get(to, {}).get(about, Spacing())


def _keep(scene: Scene, to: PersonId, about: PersonId, spacing: Spacing) -> None:
    chat = scene.chat
    scene.become(spacing={**chat.spacing, to: {**chat.spacing.get(to, {}), about: spacing}})
