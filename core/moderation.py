"""What the moderators of a community chose for one of its channels, and which of it was changed when.

They may ask for less than the bot would do, and for nothing else: nobody can be switched on by them
(`core/precedence.py`). Nothing here is about anybody's answers, notes or consent.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from core.ids import PersonId

KEPT_CHANGES = 100
"""The newest changes that the audit keeps. [P]"""
MOST_NOTES_A_WEEK = 3
"""For a person across all chats: the cap itself (rules: *Policy*). A ceiling may only lie below it."""


@dataclass(frozen=True, slots=True)
class Change:
    """That somebody changed a field; never to what."""

    at: datetime
    by: PersonId | None
    """None: they were forgotten since, or switched it from another channel."""
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """One channel's configuration. Everything is off until a moderator says otherwise."""

    enabled: bool = False
    """Whether the bot does anything by itself here."""
    notes: bool = False
    """Whether members who ask for them may get private notes about this channel."""
    checkins: bool = False
    """Whether check-ins may be asked of the channel."""
    notes_a_week: int = MOST_NOTES_A_WEEK
    """Ceiling for one person and week, 1 to 3, whatever comes from other chats counted in."""
    quiet_hours: str | None = None
    """As 22:00-08:00: for members who set none of their own."""
    zone: str = "UTC"
    """The clock of these quiet hours (IANA)."""
    enabled_roles: tuple[str, ...] = ()
    """Roles, by the platform's ids: only who has one of them is not left out here; none: everybody."""
    exempt_roles: tuple[str, ...] = ()
    """Roles, by the platform's ids: who has one is left out here (`core/precedence.py`)."""
    exempt_people: tuple[PersonId, ...] = ()
    """The same for single people."""
    audit: tuple[Change, ...] = ()
    """The newest changes, oldest first."""

    def switched(self, at: datetime, *, on: bool) -> Moderation:
        """Switched on or off from another channel: whose audit says by whom."""
        return replace(self, enabled=on, audit=self._longer(Change(at, None, "switched")))

    def noted(self, by: PersonId, at: datetime, field: str) -> Moderation:
        """With a line of the audit alone."""
        return replace(self, audit=self._longer(Change(at, by, field)))

    def changed(self, by: PersonId, at: datetime, **values: Any) -> Moderation:
        """With these values, and a line of the audit for each field that is another one now."""
        now = replace(self, **values)
        names = [one.name for one in fields(self) if getattr(now, one.name) != getattr(self, one.name)]
        lines = tuple(Change(at, by, name) for name in names if name != "audit")
        return replace(now, audit=self._longer(*lines))

    def _longer(self, *lines: Change) -> tuple[Change, ...]:
        return (*self.audit, *lines)[-KEPT_CHANGES:]

    def without(self, person: PersonId) -> Moderation:
        """After somebody was forgotten: their changes stay, their name does not."""
        audit = tuple(replace(line, by=None) if line.by == person else line for line in self.audit)
        people = tuple(one for one in self.exempt_people if one != person)
        return replace(self, audit=audit, exempt_people=people)


FIELDS = tuple(one.name for one in fields(Moderation) if one.name != "audit")
"""What can be configured, in the order in which it is written."""
