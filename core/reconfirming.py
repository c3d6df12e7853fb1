"""Consent asked about again, in private, thirty and ninety days after somebody gave it.

Once each, whatever others do meanwhile. No answer leaves everything as it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core.chats import Consent, Member
from core.effects import StillFine
from core.scene import Scene

ASKED_AFTER_DAYS = (30, 90)
"""Days since the agreement at which a person is asked (the issue; promises: *Coerced consent*)."""


def due_at(member: Member) -> datetime | None:
    """When this member is next asked; None: not, or not any more."""
    if member.consent is not Consent.AGREED or member.since is None:
        return None
    left = ASKED_AFTER_DAYS[member.asked_again :]
    return member.since + timedelta(days=left[0]) if left else None


def ask_due(scene: Scene) -> None:
    """Asks whoever is due."""
    for person, member in sorted(scene.chat.members.items()):
        due = due_at(member)
        if due is not None and due <= scene.now:
            asked = replace(member, asked_again=member.asked_again + 1)
            scene.become(members={**scene.chat.members, person: asked})
            scene.emit(StillFine(person, ASKED_AFTER_DAYS[member.asked_again], due))
