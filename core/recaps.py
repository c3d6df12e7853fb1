"""The weekly recap: on which day, when for whom, and when there is nothing to send.

Off until somebody of the two turns it on; that is seen by both, and either turns it off again. It is written
once for both, when its date begins anywhere, and brought to each at that hour on their own clock.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core.people import Person
from core.schedules import awake, on_clock
from core.weave import Weave

RECAP = "recap"
"""Its name in a chat's agenda."""
SUNDAY = 6
AT = time(18)
"""Before the week begins, and not last thing at night. [P]"""
EXPIRES = timedelta(hours=12)
"""Somebody whose phone was off finds it by the next morning, or not at all. [P]"""


def moment(person: Person, day: date, at: time) -> datetime | None:
    """When this person gets it: at that hour on their own clock, or after their quiet hours on that date.

    UTC; None: not on that date.
    """
    exact = on_clock(day, at, person.zone)
    return None if exact is None else awake(person, exact)


def worth_sending(found: Weave, *, few: bool) -> bool:
    """Not while it is too early to say anything, and not after two weeks in which nobody opened.

    A week's opening may still be in the week before: the date begins before the week is over.
    """
    return not few and any(week.openings for week in found.weeks[-2:])
