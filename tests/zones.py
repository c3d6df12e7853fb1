"""Zones that are hard on clocks, and when a clock first reads a time: found by looking, not by arithmetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONES = (
    "UTC", "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Istanbul", "America/New_York",
    "America/Los_Angeles", "America/St_Johns", "America/Nuuk", "America/Santiago", "America/Asuncion",
    "America/Sao_Paulo", "America/Havana", "America/Caracas", "Africa/Casablanca", "Africa/Cairo",
    "Asia/Beirut", "Asia/Gaza", "Asia/Tehran", "Asia/Amman", "Asia/Kolkata", "Asia/Kathmandu",
    "Asia/Pyongyang", "Asia/Tokyo",
    "Antarctica/Troll", "Australia/Lord_Howe", "Australia/Adelaide", "Australia/Eucla", "Pacific/Apia",
    "Pacific/Fakaofo", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Norfolk", "Pacific/Honolulu",
    "Pacific/Pago_Pago", "Etc/GMT+12",
)  # fmt: skip
_MINUTE = timedelta(minutes=1)


def first_reading(day: date, at: time, zone: str) -> datetime | None:
    """The first minute at which a clock of the zone reads this time of the date or a later one. UTC; None
    where the clock leaves the date out."""
    there = ZoneInfo(zone)
    wanted = datetime.combine(day, at)
    start = datetime.combine(day, time(), tzinfo=UTC) - timedelta(hours=16)
    offsets = {(start + timedelta(hours=hour)).astimezone(there).utcoffset() for hour in range(0, 60, 2)}
    if len(offsets) == 1:
        (offset,) = offsets
        assert offset is not None
        return (wanted - offset).replace(tzinfo=UTC)
    minutes = [start + number * _MINUTE for number in range(60 * 60)]
    clock = [minute.astimezone(there).replace(tzinfo=None) for minute in minutes]
    if not any(reading.date() == day for reading in clock):
        return None
    return next(minute for minute, reading in zip(minutes, clock, strict=True) if reading >= wanted)
