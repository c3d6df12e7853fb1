"""The page for everybody: keyboard, screen reader, contrast, calm, and every width of window."""

from __future__ import annotations

from itertools import pairwise

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.web.fake_shell import FakeShell
from tests.web.page import PHONE, Page, wait_for
from tests.web.steps import TABLET, whole_loop

pytestmark = pytest.mark.browser

# Keyboard and screen reader


def test_the_tab_key_goes_from_the_top_through_ana_and_ben_to_the_panel(
    page: Page, behind: FakeShell
) -> None:
    where = []
    for _ in range(60):
        page.keys(Keys.TAB)
        script = "return document.activeElement.closest('header.top, #ana, #ben, #panel')?.id ?? 'skip'"
        where.append(page.driver.execute_script(script) or "top")
        if where[-1] == "panel":
            break
    assert list(dict.fromkeys(where)) == ["skip", "top", "ana", "ben", "panel"]


def test_everything_up_to_the_reveal_works_by_keyboard_alone(page: Page, behind: FakeShell) -> None:
    def tab_to(label: str, inside: str) -> None:
        script = "return document.activeElement.closest(arguments[0]) !== null"
        for _ in range(80):
            page.keys(Keys.TAB)
            if page.focused() == label and page.driver.execute_script(script, inside):
                return
        raise AssertionError(f"the tab key never came to {label}")

    for side in ("#ana", "#ben"):
        tab_to("I agree", side)
        page.keys(Keys.ENTER)
    page.person("Ben").sees("small moment")
    for side, name in (("#ana", "Ana"), ("#ben", "Ben")):
        tab_to(f"{name} writes to Attune, in private", side)
        page.keys("An answer.", Keys.ENTER)
    page.person("Ana").sees("answering the check-in", private=False)


def test_a_sheet_opens_on_its_first_choice_and_esc_goes_back(page: Page, behind: FakeShell) -> None:
    page.driver.find_element(By.ID, "play").send_keys(Keys.ENTER)
    wait_for(lambda: "A hard day" in page.focused(), "the first choice has the focus")
    page.keys(Keys.ARROW_DOWN)
    assert "A warm answer" in page.focused()
    page.keys(Keys.ESCAPE)
    wait_for(lambda: page.focused() == "Play a conversation", "the focus is back")


def test_the_focus_stays_when_a_note_changes_in_place(page: Page, behind: FakeShell) -> None:
    script = "document.querySelector('#ana [data-button=agree]').focus()"
    page.driver.execute_script(script)
    page.keys(Keys.ENTER)
    page.person("Ana").sees("change your mind")
    inside = "return document.activeElement.closest('#ana [data-note]') !== null"
    assert page.driver.execute_script(inside)


def test_what_is_new_is_said_once_and_politely(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say("hello you")
    announcer = page.driver.find_element(By.ID, "announcer")
    said = wait_for(lambda: announcer.get_property("textContent"), "it is announced")
    assert (said, announcer.get_attribute("aria-live")) == ("Ana: hello you", "polite")


def test_a_screen_reader_and_a_finger_find_everything(page: Page, behind: FakeShell) -> None:
    whole_loop(page)
    faults = ("unnamed", "doubleIds", "lostReferences", "unnamedPictures", "smallTargets")
    assert {fault: page.look_for(fault) for fault in faults} == {fault: [] for fault in faults}


def test_headings_go_down_step_by_step(page: Page, behind: FakeShell) -> None:
    levels = [int(level) for level in page.look_for("headings")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_word_stands_out_enough_in_light_and_in_dark(page: Page, behind: FakeShell) -> None:
    whole_loop(page)
    wrong = {}
    for scheme in ("light", "dark"):
        page.prefer(prefers_color_scheme=scheme, prefers_reduced_motion="reduce")
        wrong[scheme] = page.look_for("lowContrast")
    assert wrong == {"light": [], "dark": []}


def test_dark_is_dark(page: Page, behind: FakeShell) -> None:
    page.prefer(prefers_color_scheme="dark")
    ground = page.driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(21, 18, 26)"


def test_nothing_moves_for_those_who_asked_for_calm(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say("hello you")
    assert page.look_for("moving") == []


# Sizes


def test_nothing_sticks_out_at_any_width(page: Page, behind: FakeShell) -> None:
    whole_loop(page)
    wrong = {}
    for size in (PHONE, (320, 640), TABLET, (1180, 760), (1920, 1080)):
        page.resize(size)
        wrong[size] = page.look_for("stickingOut")
    assert wrong == {size: [] for size in wrong}


def test_a_phone_shows_one_person_at_a_time_and_counts_news_of_the_other(
    page: Page, behind: FakeShell
) -> None:
    page.resize(PHONE)
    page.person("Ana").say("hello you")
    found = page.driver.find_elements(By.CSS_SELECTOR, "[data-tab]")
    tabs = {tab.get_attribute("data-tab"): tab for tab in found}
    wait_for(lambda: "new" in tabs["ben"].text, "Ben’s tab tells of news")
    assert not page.driver.find_element(By.ID, "ben").is_displayed()
    tabs["ben"].click()
    assert page.driver.find_element(By.ID, "ben").is_displayed()
    assert not page.driver.find_element(By.ID, "ana").is_displayed()
    assert tabs["ben"].text == "Ben"


def test_a_phone_moves_the_clock_from_its_sheet(page: Page, behind: FakeShell) -> None:
    page.resize(PHONE)
    page.driver.find_element(By.ID, "more").click()
    page.choose("an hour later")
    wait_for(lambda: behind.moves == 1, "the clock has moved")


def test_the_panel_of_a_middling_window_opens_and_esc_closes_it(page: Page, behind: FakeShell) -> None:
    page.resize(TABLET)
    panel = page.driver.find_element(By.ID, "panel")
    wait_for(lambda: not panel.is_displayed(), "the panel makes room")
    page.driver.find_element(By.ID, "scenes").click()
    assert panel.is_displayed()
    page.keys(Keys.ESCAPE)
    assert not panel.is_displayed()
