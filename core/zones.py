"""Time zones that can be chosen by a button, and what a language or a country says about somebody's clock.

Nothing here is asked of a person's device beyond what its platform hands over; a guess is shown and corrected
with a tap.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

REGIONS: Mapping[str, tuple[str, ...]] = {
    "europe": (
        "Atlantic/Reykjavik", "Atlantic/Azores", "Europe/Lisbon", "Europe/London", "Europe/Dublin",
        "Europe/Madrid", "Europe/Paris", "Europe/Brussels", "Europe/Amsterdam", "Europe/Berlin",
        "Europe/Zurich", "Europe/Vienna", "Europe/Rome", "Europe/Copenhagen", "Europe/Oslo",
        "Europe/Stockholm", "Europe/Prague", "Europe/Warsaw", "Europe/Athens", "Europe/Bucharest",
        "Europe/Helsinki", "Europe/Kyiv", "Europe/Istanbul", "Europe/Moscow",
    ),
    "africa": (
        "Africa/Abidjan", "Africa/Accra", "Africa/Casablanca", "Africa/Algiers", "Africa/Tunis",
        "Africa/Lagos", "Africa/Kinshasa", "Africa/Tripoli", "Africa/Johannesburg", "Africa/Harare",
        "Africa/Khartoum", "Africa/Cairo", "Africa/Nairobi", "Africa/Addis_Ababa", "Asia/Jerusalem",
        "Asia/Beirut", "Asia/Baghdad", "Asia/Riyadh", "Asia/Tehran", "Asia/Dubai", "Indian/Mauritius",
    ),
    "asia": (
        "Asia/Tbilisi", "Asia/Yerevan", "Asia/Kabul", "Asia/Karachi", "Asia/Tashkent", "Asia/Almaty",
        "Asia/Kolkata", "Asia/Colombo", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok",
        "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Manila",
        "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Taipei", "Asia/Seoul", "Asia/Tokyo", "Asia/Vladivostok",
    ),
    "americas": (
        "America/Nuuk", "America/St_Johns", "America/Sao_Paulo", "America/Argentina/Buenos_Aires",
        "America/Montevideo", "America/Santiago", "America/Halifax", "America/La_Paz", "America/Caracas",
        "America/Puerto_Rico", "America/New_York", "America/Toronto", "America/Bogota", "America/Lima",
        "America/Havana", "America/Chicago", "America/Mexico_City", "America/Guatemala", "America/Denver",
        "America/Phoenix", "America/Los_Angeles", "America/Vancouver", "America/Anchorage",
        "Pacific/Honolulu",
    ),
    "pacific": (
        "Pacific/Pago_Pago", "Pacific/Tahiti", "Australia/Perth", "Australia/Darwin", "Australia/Adelaide",
        "Pacific/Guam", "Pacific/Port_Moresby", "Australia/Brisbane", "Australia/Sydney",
        "Australia/Melbourne", "Pacific/Noumea", "Pacific/Auckland", "Pacific/Fiji", "Pacific/Tongatapu",
        "Pacific/Apia", "Pacific/Kiritimati",
    ),
}  # fmt: skip
"""By region: IANA names, at most 24 of them, so that a whole region and a way back fit on one message."""

_TERRITORIES: Mapping[str, str] = {
    "AT": "Europe/Vienna", "AU": "Australia/Sydney", "BE": "Europe/Brussels", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CH": "Europe/Zurich", "CN": "Asia/Shanghai", "CZ": "Europe/Prague",
    "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "ES": "Europe/Madrid", "FI": "Europe/Helsinki",
    "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HK": "Asia/Hong_Kong",
    "HANS": "Asia/Shanghai", "HANT": "Asia/Taipei", "ID": "Asia/Jakarta", "IE": "Europe/Dublin",
    "IL": "Asia/Jerusalem", "IN": "Asia/Kolkata", "IT": "Europe/Rome", "JP": "Asia/Tokyo",
    "KR": "Asia/Seoul", "MX": "America/Mexico_City", "NL": "Europe/Amsterdam", "NO": "Europe/Oslo",
    "NZ": "Pacific/Auckland", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest",
    "RU": "Europe/Moscow", "SE": "Europe/Stockholm", "TR": "Europe/Istanbul", "TW": "Asia/Taipei",
    "UA": "Europe/Kyiv", "VN": "Asia/Ho_Chi_Minh", "ZA": "Africa/Johannesburg",
}  # fmt: skip
"""By territory (ISO 3166-1) or script: the zone in which most of its people live. [P] Not the United
States: "en-US" is what most software says of anybody, and there it would be one of six."""

_LANGUAGES: Mapping[str, str] = {
    "cs": "Europe/Prague", "da": "Europe/Copenhagen", "de": "Europe/Berlin", "el": "Europe/Athens",
    "fa": "Asia/Tehran", "fi": "Europe/Helsinki", "fr": "Europe/Paris", "he": "Asia/Jerusalem",
    "hi": "Asia/Kolkata", "id": "Asia/Jakarta", "it": "Europe/Rome", "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul", "nb": "Europe/Oslo", "nl": "Europe/Amsterdam", "no": "Europe/Oslo",
    "pl": "Europe/Warsaw", "pt": "Europe/Lisbon", "ro": "Europe/Bucharest", "ru": "Europe/Moscow",
    "sv": "Europe/Stockholm", "th": "Asia/Bangkok", "tr": "Europe/Istanbul", "uk": "Europe/Kyiv",
    "vi": "Asia/Ho_Chi_Minh", "zh": "Asia/Shanghai",
}  # fmt: skip
"""By language, where most of its speakers share a clock. English, Spanish and Arabic say nothing. [P]"""


def guess(locale: str) -> str:
    """The likely zone of a locale such as "de", "pt-br" or "en_GB"; empty where it says too little."""
    language, *more = locale.replace("_", "-").split("-")
    for part in reversed(more):
        if part.upper() in _TERRITORIES:
            return _TERRITORIES[part.upper()]
    return "" if more else _LANGUAGES.get(language.lower(), "")


def is_zone(name: str) -> bool:
    """Whether this names a zone of somewhere that this machine knows."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"Factory", "localtime"}


def region_of(zone: str) -> str:
    """The region under which a zone stands; empty for one that stands nowhere."""
    return next((region for region, zones in REGIONS.items() if zone in zones), "")


def by_clock(region: str, now: datetime) -> tuple[str, ...]:
    """A region's zones, those whose clocks are furthest behind first."""

    def offset(zone: str) -> timedelta:
        return now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()

    return tuple(sorted(REGIONS[region], key=offset))
