"""A link with which two people come together without a chat of theirs: used once, by two who both say yes.

Its token is in the link alone; what is kept is its keyed hash, who made it, and who opened it first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.ids import PersonId

VALID = timedelta(hours=48)
"""How long a link can be opened; and once its opener agreed, how long its maker can. [P]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLink:
    """One person has one at a time: a new one takes the place of the last."""

    keyed_hash: str
    maker: PersonId
    expires_at: datetime
    opener: PersonId | None = None
    """Whoever opened it first. To everybody else it is over."""
    agreed: bool = False
    """Its opener agreed; its maker is asked."""
    closed: bool = False
    """Its maker said no. Its opener sees what they would see without an answer."""

    def may_open(self, who: PersonId, now: datetime) -> bool:
        """Whether it leads anywhere for this person, who did not make it. Nobody is paired across platforms:
        what one shows cannot be copied to the other."""
        same_platform = _platform(who) == _platform(self.maker)
        return self.lives(now) and same_platform and self.opener in (None, who) and not self.agreed

    def lives(self, now: datetime) -> bool:
        return now < self.expires_at

    def agreed_to(self, now: datetime) -> PairLink:
        return replace(self, agreed=True, expires_at=now + VALID)


def _platform(person: PersonId) -> str:
    return person.partition(":")[0]
