"""What the clocks of a zone show, and when they change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def readings(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Both moments that a time on a date may mean. UTC; mostly one and the same. Of a time that comes twice
    the earlier one first; of one in a gap the one behind it first, then the one as far before it."""
    first, second = (datetime.combine(day, at.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    return first, second


def change_between(start: datetime, end: datetime, zone: ZoneInfo) -> datetime | None:
    """When the clocks change between two moments, to the second. UTC; None: they do not."""
    before = start.astimezone(zone).utcoffset()
    if end.astimezone(zone).utcoffset() == before:
        return None
    low, high = 0, (end - start) // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        unchanged = (start + middle * _SECOND).astimezone(zone).utcoffset() == before
        low, high = (middle, high) if unchanged else (low, middle)
    return start + high * _SECOND
