"""Clocks that stand still in somebody's quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

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
    return _next(person, moment, person.quiet_hours.end)


def later(person: Person | None, start: datetime, minutes: float) -> datetime:
    """The moment `minutes` of waking time after `start`. Without a person or quiet hours: plain addition."""
    if person is None or person.quiet_hours is None:
        return start + timedelta(minutes=minutes)
    at, left = quiet_end(person, start), timedelta(minutes=minutes)
    while True:
        sleep = _next(person, at, person.quiet_hours.start)
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
        sleep = min(_next(person, at, person.quiet_hours.start), end)
        awake += sleep - at
        at = quiet_end(person, sleep) if sleep < end else end
    return awake.total_seconds() / 60


def _next(person: Person, moment: datetime, clock: time) -> datetime:
    """The next time after `moment` that this person's clock shows `clock`. UTC."""
    zone = ZoneInfo(person.zone)
    local = moment.astimezone(zone)
    for days in range(3):
        day = local.date() + timedelta(days=days)
        candidate = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
        if candidate > moment:
            return candidate
    raise AssertionError("a clock shows each time once in two days")


__all__ = ["QuietHours", "in_quiet_hours", "later", "quiet_end", "waking_minutes"]
