"""What a locale says about a clock, and that every zone can be reached by buttons."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from config.wording import wording
from core.zones import REGIONS, by_clock, guess, is_zone, region_of

WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)
ON_ONE_MESSAGE = 25
"""Buttons of five rows of five; one of them leads back."""


@pytest.mark.parametrize(
    ("locale", "zone"),
    [
        ("de", "Europe/Berlin"),
        ("de-CH", "Europe/Zurich"),
        ("pt-br", "America/Sao_Paulo"),
        ("pt_PT", "Europe/Lisbon"),
        ("en-GB", "Europe/London"),
        ("zh-hant-TW", "Asia/Taipei"),
        ("zh-hans", "Asia/Shanghai"),
        ("en", ""),
        ("en-US", ""),
        ("es-419", ""),
        ("tlh", ""),
        ("", ""),
    ],
)
def test_a_locale_suggests_a_clock_or_says_nothing(locale: str, zone: str) -> None:
    assert guess(locale) == zone


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_fits_on_one_message_and_stands_in_the_order_of_its_clocks(region: str) -> None:
    zones = by_clock(region, WINTER)
    clocks = [WINTER.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for zone in zones]
    assert len(zones) < ON_ONE_MESSAGE
    assert clocks == sorted(clocks)


def test_each_zone_stands_once_exists_and_has_its_name() -> None:
    every = [zone for zones in REGIONS.values() for zone in zones]
    assert len(every) == len(set(every))
    assert all(is_zone(zone) for zone in every)
    assert set(wording().texts["zones"]) == set(every)
    assert set(wording().texts["zone_regions"]) == set(REGIONS)


def test_every_whole_hour_of_the_world_has_a_clock() -> None:
    every = [zone for zones in REGIONS.values() for zone in zones]
    offsets = {WINTER.astimezone(ZoneInfo(zone)).utcoffset() for zone in every}
    hours = {offset.total_seconds() / 3600 for offset in offsets if offset is not None}
    assert hours >= set(range(-11, 15)) - {12}


@pytest.mark.parametrize("name", ["", "../etc/passwd", "Middle-earth/Shire", "/", "Europe/Berlin\0"])
def test_what_names_no_zone_is_none(name: str) -> None:
    assert not is_zone(name)


def test_a_zone_is_found_under_its_region() -> None:
    assert (region_of("Asia/Tokyo"), region_of("UTC")) == ("asia", "")
