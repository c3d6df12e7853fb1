"""Clocks that stand still in somebody's quiet hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.clocks import change_between, readings
from core.people import Person, QuietHours


def in_quiet_hours(person: Person, moment: datetime) -> bool:
    """Whether the moment lies in this person's quiet hours, on their own clock."""
    hours = person.quiet_hours
    if hours is None:
        return False
    local = person.local(moment).time().replace(tzinfo=None)
    if hours.start < hours.end:
        return hours.start <= local < hours.end
    return local >= hours.start or local < hours.end


def quiet_end(person: Person, moment: datetime) -> datetime:
    """When the quiet hours around the moment end; the moment itself outside of them. UTC."""
    if person.quiet_hours is None or not in_quiet_hours(person, moment):
        return moment
    return _turn(person, person.quiet_hours, moment)


def later(person: Person | None, start: datetime, minutes: float) -> datetime:
    """The moment `minutes` of waking time after `start`. Without a person or quiet hours: plain addition."""
    if person is None or person.quiet_hours is None:
        return start + timedelta(minutes=minutes)
    at, left = quiet_end(person, start), timedelta(minutes=minutes)
    while True:
        sleep = _turn(person, person.quiet_hours, at)
        if at + left <= sleep:
            return at + left
        left -= sleep - at
        at = quiet_end(person, sleep)


def waking_minutes(person: Person | None, start: datetime, end: datetime) -> float:
    """Minutes between two moments that lie outside this person's quiet hours."""
    if end <= start:
        return 0.0
    if person is None or person.quiet_hours is None:
        return (end - start).total_seconds() / 60
    at, awake = quiet_end(person, start), timedelta()
    while at < end:
        sleep = min(_turn(person, person.quiet_hours, at), end)
        awake += sleep - at
        at = quiet_end(person, sleep) if sleep < end else end
    return awake.total_seconds() / 60


def _turn(person: Person, hours: QuietHours, moment: datetime) -> datetime:
    """When quiet hours next begin or end after the moment, also when it is the clocks that change. UTC."""
    quiet = in_quiet_hours(person, moment)
    return min(
        at for at in _edges(person, hours, moment) if at > moment and in_quiet_hours(person, at) != quiet
    )


def _edges(person: Person, hours: QuietHours, moment: datetime) -> Iterator[datetime]:
    """Moments of these three days at which quiet hours may begin or end. A clock may show a time twice."""
    zone = ZoneInfo(person.zone)
    first = moment.astimezone(zone).date()
    for day in (first, first + timedelta(days=1), first + timedelta(days=2)):
        for clock in (hours.start, hours.end):
            yield from readings(day, clock, zone)
        midnight, next_midnight = (readings(one, time(), zone)[0] for one in (day, day + timedelta(days=1)))
        change = change_between(midnight, next_midnight, zone)
        if change is not None:
            yield change
