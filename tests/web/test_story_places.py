"""Friends and a community in a real browser, on the shell as it ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests.web.page import DESKTOP, PHONE, Page
from tests.web.started import save, started

pytestmark = pytest.mark.browser
ZONES = {"Cleo": "Europe/Lisbon", "Dan": "America/New_York", "Esra": "Asia/Kolkata"}
MARKET = "The market on the hill, all those oranges"
DOOR = "A stranger who held the door with a bow"


@pytest.fixture
def page(tmp_path: Path, page: Page) -> Iterator[Page]:
    with started(tmp_path) as address:
        yield page.open(address)


def test_three_friends_in_three_time_zones_share_a_check_in(page: Page) -> None:
    page.enter("friends")
    for name, zone in ZONES.items():
        side = page.look_through(name)
        side.press("I agree")
        side.answer_in_private(f"/settings zone {zone}")
        side.sees(zone)
    page.look_through("Cleo").answer_in_private(MARKET)
    page.look_through("Dan").answer_in_private(DOOR)
    page.look_through("Cleo").sees(DOOR, private=False)
    page.look_through("Esra").sees(MARKET, private=False)
    page.look_through("Dan").reply(MARKET, "I can smell them from here")
    page.look_through("Cleo")
    save(page, "friends")
    page.prefer(prefers_color_scheme="dark", prefers_reduced_motion="reduce")
    save(page, "friends-dark")
    page.prefer(prefers_color_scheme="light", prefers_reduced_motion="reduce")
    page.resize(PHONE)
    save(page, "phone")
    page.resize(DESKTOP)


def test_in_a_community_only_who_wants_to_is_asked(page: Page) -> None:
    page.enter("community")
    gus = page.look_through("Gus")
    gus.press("Read it in private", thread="shared")
    gus.sees("Before anything is read")
    assert page.person("Hana").private_texts() == []
    save(page, "community")


def test_somebody_reads_and_changes_their_settings(page: Page) -> None:
    page.person("Ana").answer_in_private("/settings")
    page.person("Ana").sees("Only you see")
    save(page, "settings")


def test_a_moderator_sets_up_a_channel_and_tries_a_text(page: Page) -> None:
    page.enter("community")
    fay = page.look_through("Fay")
    fay.say("/moderate")
    fay.press("This channel: off")
    fay.press("Private notes: off")
    fay.sees("Private notes: on")
    save(page, "moderator")
    fay.press("Try a text")
    page.keys("I didn't get the job and feel like a complete failure", Keys.ENTER)
    fay.sees("What I would make of it")
    save(page, "dry-run")
