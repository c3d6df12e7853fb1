"""The whole product in a real browser: a first evening from an empty page, on the shell as it ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.page import Page
from tests.web.started import save, started

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with started(tmp_path) as where:
        yield where


@pytest.fixture
def page(address: str, page: Page) -> Page:
    return page.open(address)


def begin(page: Page) -> None:
    """Ten actions: two agreements, two answers (words and Enter), two words to each other."""
    ana, ben = page.person("Ana"), page.person("Ben")
    ana.press("I agree")
    ben.press("I agree")
    ana.answer_in_private("The sun on the tram this morning")
    ben.answer_in_private("Your laugh at breakfast")
    ana.sees("Your laugh at breakfast", private=False)
    ana.say("that laugh was because of you")
    ben.say("I love that you notice the light, it says so much about you")


def test_two_people_agree_and_finish_a_first_check_in(page: Page) -> None:
    begin(page)
    page.person("Ben").sees("The sun on the tram this morning", private=False)
    save(page, "first-check-in")


def test_an_unanswered_disclosure_brings_one_note_to_the_partner_and_nothing_to_the_author(
    page: Page,
) -> None:
    begin(page)
    ana, ben = page.person("Ana"), page.person("Ben")
    page.move_clock("an hour later")
    ana.say("I didn't get the job. I feel like a complete failure and I'm scared what happens now")
    known = ana.private_texts()
    page.move_clock("an hour later")
    ben.sees("A note, when you have a minute.")
    save(page, "page")
    ben.press("Open")
    ben.sees("message might be one to come back to")
    save(page, "note")
    assert sum("come back to" in text for text in ben.private_texts()) == 1
    assert ana.private_texts() == known


def test_a_responsive_reply_leads_to_no_note(page: Page) -> None:
    begin(page)
    ana, ben = page.person("Ana"), page.person("Ben")
    page.move_clock("an hour later")
    ana.say("I didn't get the job. I feel like a complete failure and I'm scared what happens now")
    ben.say(
        "Oh no. You put so much into it, anyone would be crushed. I'm here, and I'm proud of you for trying."
    )
    page.move_clock("an hour later")
    page.move_clock("an hour later")
    assert not any("A note, when you have a minute." in text for text in ben.private_texts())


def test_the_one_question_is_asked_and_answered(page: Page) -> None:
    begin(page)
    ana, ben = page.person("Ana"), page.person("Ben")
    page.move_clock("an hour later")
    page.move_clock("next morning")
    ana.say("I didn't get the job. I feel like a complete failure and I'm scared what happens now")
    ben.say(
        "Oh no. You put so much into it, anyone would be crushed. I'm here, and I'm proud of you for trying."
    )
    page.move_clock("an hour later")
    for side in (ana, ben):
        if any("A note, when you have a minute." in text for text in side.private_texts()):
            side.press("Open")
            side.press("Yes")
            side.sees("Thank you. Only I know")
            return
    raise AssertionError("nobody was asked")


def test_a_mark_reaches_the_partner_with_its_wish(page: Page) -> None:
    begin(page)
    ana, ben = page.person("Ana"), page.person("Ben")
    page.move_clock("an hour later")
    ana.say("so that was the appointment")
    ana.mark("so that was the appointment", "listen")
    page.move_clock("an hour later")
    ben.press("Open")
    ben.sees("listening is wanted, not advice")
    save(page, "mark")


def test_we_have_talked_closes_the_episode(page: Page) -> None:
    begin(page)
    ana, ben = page.person("Ana"), page.person("Ben")
    page.move_clock("an hour later")
    ana.say("so that was the appointment")
    ana.mark("so that was the appointment", "listen")
    page.move_clock("an hour later")
    ben.press("Open")
    ben.press("We've talked")
    ben.sees("Good. That's closed.")


def test_the_mirror_answers_a_draft(page: Page) -> None:
    begin(page)
    ana, ben = page.person("Ana"), page.person("Ben")
    ana.say("I didn't get the job. I feel like a complete failure")
    ben.mirror("I didn't get the job", "You worked so hard for this, I'm so sorry. I'm here tonight.")
    ben.sees("What comes across")
    save(page, "mirror")


def test_no_word_of_the_page_reaches_the_disk(page: Page, tmp_path: Path) -> None:
    begin(page)
    page.person("Ana").say("I am afraid of the xylophone-canary-4711")
    page.move_clock("an hour later")
    found = [path for path in tmp_path.rglob("*") if path.is_file() and b"canary-4711" in path.read_bytes()]
    assert found == []
