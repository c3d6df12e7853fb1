"""The page's places in Chromium: a couple, three friends, a community; whose eyes one looks through."""

from __future__ import annotations

from itertools import pairwise

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from core.chats import ChatKind
from core.inbound import BotAdded, Posted
from tests.web.fake_shell import FakeShell
from tests.web.page import PHONE, Page, wait_for
from tests.web.steps import HARD_DAY, TABLET

pytestmark = pytest.mark.browser
CROWDED = ("friends", "community")


def test_a_place_is_chosen_at_the_top_and_has_its_own_people(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say("hello you")
    page.enter("friends")
    page.person("Cleo").say("hello all")
    page.person("Dan").sees("hello all", private=False)
    assert "Ana" not in page.driver.find_element(By.TAG_NAME, "main").text


def test_what_one_leaves_stays_as_it_is(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say("hello you")
    page.enter("friends")
    page.enter("couple")
    page.person("Ben").sees("hello you", private=False)
    assert len(behind.inbound(BotAdded)) == 2


@pytest.mark.parametrize(
    ("place", "kind", "told"),
    [("friends", ChatKind.FRIENDS, ["Cleo", "Dan", "Esra"]), ("community", ChatKind.COMMUNITY, [])],
)
def test_the_bot_is_told_of_friends_and_of_no_member_of_a_community(
    page: Page, behind: FakeShell, place: str, kind: ChatKind, told: list[str]
) -> None:
    page.enter(place)
    wait_for(lambda: len(behind.inbound(BotAdded)) == 2, "the bot is added there")
    added = behind.inbound(BotAdded)[-1]
    assert isinstance(added, BotAdded)
    assert (added.kind, [who.name for who in added.people]) == (kind, told)


def test_a_third_person_takes_a_column_and_writes(page: Page, behind: FakeShell) -> None:
    page.enter("friends")
    page.look_through("Esra").say("and me")
    shown = page.driver.find_elements(By.CSS_SELECTOR, ".person")
    names = [one.get_attribute("data-person") for one in shown if one.is_displayed()]
    assert names == ["esra", "dan"]
    posted = behind.inbound(Posted)[-1]
    assert isinstance(posted, Posted)
    assert posted.author.name == "Esra"


def test_who_is_seen_already_changes_places(page: Page, behind: FakeShell) -> None:
    page.enter("friends")
    page.clicked(page.driver.find_element(By.CSS_SELECTOR, "#cleo [data-look=dan]"))
    css = '.person[data-column="{}"]'
    shown = [page.driver.find_element(By.CSS_SELECTOR, css.format(column)) for column in (1, 2)]
    assert [one.get_attribute("data-person") for one in shown] == ["dan", "cleo"]
    assert page.focused() == "Dan’s side"
    tab = page.driver.find_element(By.CSS_SELECTOR, "[data-tab=dan]")
    assert tab.get_attribute("aria-pressed") == "true"


def test_the_tab_key_follows_the_columns_as_they_are_seen(page: Page, behind: FakeShell) -> None:
    page.enter("friends")
    page.look_through("Esra")
    page.driver.execute_script("document.getElementById('scenes').focus()")
    script = "return document.activeElement.closest('.person, #panel')?.id"
    where = []
    for _ in range(60):
        page.keys(Keys.TAB)
        where.append(page.driver.execute_script(script))
        if where[-1] == "panel":
            break
    assert list(dict.fromkeys(where)) == ["esra", "dan", "panel"]


def test_each_reads_times_on_their_own_clock(page: Page, behind: FakeShell) -> None:
    page.enter("friends")
    page.person("Cleo").say("hello all")
    posted = behind.inbound(Posted)[-1]
    assert isinstance(posted, Posted)
    behind.zones = {posted.author.id: "Asia/Kolkata"}
    page.person("Cleo").say("and again")
    local = page.person("Cleo").root.find_element(By.CSS_SELECTOR, ".local")
    wait_for(lambda: "in Kolkata" in local.text, "the local time is shown")
    clocks = [page.person(name).message("hello all").text for name in ("Cleo", "Dan")]
    assert clocks[0] != clocks[1]


def test_the_moderator_is_named_as_one(page: Page, behind: FakeShell) -> None:
    page.enter("community")
    local = page.person("Fay").root.find_element(By.CSS_SELECTOR, ".local")
    wait_for(lambda: local.text == "moderator", "Fay is the moderator")
    assert page.person("Gus").root.find_element(By.CSS_SELECTOR, ".local").text == ""


def test_starting_over_forgets_the_people_of_this_place_alone(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say("hello you")
    page.enter("friends")
    page.start_over()
    wait_for(lambda: len(behind.forgotten) == 3, "three are forgotten")
    page.enter("couple")
    page.person("Ben").sees("hello you", private=False)


@pytest.mark.parametrize("place", CROWDED)
def test_a_crowded_place_is_for_everybody(page: Page, behind: FakeShell, place: str) -> None:
    page.enter(place)
    for side in page.people():
        page.look_through(side).say(f"{HARD_DAY}, says {side}")
    faults = ("unnamed", "doubleIds", "lostReferences", "unnamedPictures", "smallTargets")
    wrong = {fault: page.look_for(fault) for fault in faults}
    for scheme in ("light", "dark"):
        page.prefer(prefers_color_scheme=scheme, prefers_reduced_motion="reduce")
        wrong[scheme] = page.look_for("lowContrast")
    for size in (PHONE, (320, 640), TABLET, (1180, 760), (1920, 1080)):
        page.resize(size)
        wrong[str(size)] = page.look_for("stickingOut")
    assert {fault: found for fault, found in wrong.items() if found} == {}
    levels = [int(level) for level in page.look_for("headings")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.complaints() == []


def test_a_phone_has_a_tab_for_each_of_three(page: Page, behind: FakeShell) -> None:
    page.resize(PHONE)
    page.enter("friends")
    page.driver.find_element(By.CSS_SELECTOR, "[data-tab=esra]").click()
    page.person("Esra").say("from the train")
    shown = [one for one in page.driver.find_elements(By.CSS_SELECTOR, ".person") if one.is_displayed()]
    assert [one.get_attribute("data-person") for one in shown] == ["esra"]
