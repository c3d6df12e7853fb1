"""What is due when in a chat: things that come back by weekday, each on its dates and once.

A date lasts 50 hours on Earth, from its begin at UTC+14 to its end at UTC-12. A thing is *opened* at the
first moment of its date, whoever the people are, so that neither their zones nor anything else of theirs
shows in it; who is to get something gets it at an hour of that date on their own clock (`core/schedules.py`).

What was opened is remembered by its date. A clock that jumps back opens no date twice; one that jumps
forward, or a bot that was away, opens what is not over yet and lets go what is (docs/decisions/0021).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

CHECKIN = "checkin"
EASTMOST = timedelta(hours=14)
"""Offset of the zone where a date begins first (Pacific/Kiritimati)."""
WESTMOST = timedelta(hours=-12)
"""Offset of the zone where a date ends last (Etc/GMT+12)."""
KEPT_DATES = 60
"""Dates that are remembered of each thing, the last opened: two months of a daily plan. [P]"""
_LOOKED_AHEAD = 10
"""Days among which the next date of a weekly plan is found."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regular:
    """One thing that comes back, the same for everybody in the chat. Off until somebody sets it."""

    on: bool = False
    days: tuple[int, ...] = ()
    """Weekdays, 0 for Monday, sorted."""
    at: time = time(20)
    """The hour on each one's own clock."""
    since: datetime | None = None
    """When it was last changed: no earlier moment counts."""
    opened: tuple[date, ...] = ()
    """The dates that were opened last, in that order."""

    def comes_on(self, day: date) -> bool:
        return self.on and day.weekday() in self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """Everything regular of one chat, by name, and when to look at it next."""

    regulars: Mapping[str, Regular] = field(default_factory=dict)
    look_at: datetime | None = None
    asked_by_hand_at: datetime | None = None
    """When somebody last started a check-in at once."""

    def of(self, name: str) -> Regular:
        return self.regulars.get(name) or Regular()

    def with_regular(self, name: str, regular: Regular) -> Agenda:
        return replace(self, regulars={**self.regulars, name: regular})


def opens_at(day: date) -> datetime:
    """When the date begins anywhere. UTC."""
    return datetime.combine(day, time(), tzinfo=UTC) - EASTMOST


def over_at(day: date) -> datetime:
    """When the date has ended everywhere. UTC."""
    return datetime.combine(day + _DAY, time(), tzinfo=UTC) - WESTMOST


def due(agenda: Agenda, now: datetime, late: timedelta = timedelta()) -> Iterator[tuple[str, date]]:
    """What is to be opened now, by date and name. `late`: how long after its end a date may still serve
    somebody whose hour was its last."""
    today = now.astimezone(UTC).date()
    for day in (today - 2 * _DAY, today - _DAY, today, today + _DAY):
        if opens_at(day) <= now < over_at(day) + late:
            for name, regular in sorted(agenda.regulars.items()):
                if _waits_for(regular, day):
                    yield name, day


def opened(agenda: Agenda, name: str, day: date) -> Agenda:
    """Remembers that a date was opened."""
    regular = agenda.of(name)
    days = (*(one for one in regular.opened if one != day), day)[-KEPT_DATES:]
    return agenda.with_regular(name, replace(regular, opened=days))


def changed(agenda: Agenda, name: str, now: datetime, **changes: object) -> Agenda:
    """One regular thing changed by somebody of the chat; it is looked at at once. Raises ValueError when it
    would be on without a day."""
    regular = replace(agenda.of(name), since=now, **changes)  # type: ignore[arg-type]  # names of its fields
    if regular.on and not regular.days:
        raise ValueError("a plan needs a day")
    return replace(agenda.with_regular(name, regular), look_at=now)


def looked(agenda: Agenda, now: datetime) -> Agenda:
    """The agenda once everything due by now was opened: it knows when to look again."""
    return replace(agenda, look_at=_next_look(agenda, now))


def to_look_sooner(agenda: Agenda, now: datetime, late: timedelta = timedelta()) -> bool:
    """Whether a clock that went astray left the next look too late, or none where one is needed."""
    right = min((opens_at(day) for _, day in due(agenda, now, late)), default=_next_look(agenda, now))
    return right is not None and (agenda.look_at is None or agenda.look_at > right)


def _next_look(agenda: Agenda, now: datetime) -> datetime | None:
    """The next moment at which a date opens; None while nothing is on."""
    first = now.astimezone(UTC).date()
    days = (first + number * _DAY for number in range(_LOOKED_AHEAD))
    moments = (opens_at(day) for day in days if any(_waits_for(one, day) for one in agenda.regulars.values()))
    return min((at for at in moments if at > now), default=None)


def _waits_for(regular: Regular, day: date) -> bool:
    return regular.comes_on(day) and day not in regular.opened
