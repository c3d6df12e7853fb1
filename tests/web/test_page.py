"""The page in Chromium, with a small bot behind it: what two people see, write, press and are told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from core.inbound import ButtonPressed, Commanded, EditedPost, MarkedPost, MirrorAsked, Posted, ReactedTo
from tests.web import fake_shell
from tests.web.fake_shell import FakeShell
from tests.web.page import Page, wait_for
from tests.web.serving import served
from tests.web.steps import BALCONY, HARD_DAY, PEACHES, check_in

pytestmark = pytest.mark.browser

# The first minute


def test_a_newcomer_reads_at_once_who_sees_what(page: Page, behind: FakeShell) -> None:
    heads = [head.text for head in page.driver.find_elements(By.CSS_SELECTOR, "h3.seen-by")]
    both = "Ana and Ben see this"
    assert heads == ["Only Ana sees this", both, "Only Ben sees this", both]


def test_an_empty_chat_says_what_to_do_next(page: Page, behind: FakeShell) -> None:
    assert "tap “I agree”" in page.person("Ana").thread("shared").text


def test_an_empty_panel_says_that_nothing_is_read(page: Page, behind: FakeShell) -> None:
    assert "Nothing is, before both agree" in page.panel_text()


def test_a_first_check_in_takes_under_fifteen_actions(page: Page, behind: FakeShell) -> None:
    check_in(page)
    page.person("Ana").reply(PEACHES, "I had forgotten the peaches!")
    page.person("Ben").reply(BALCONY, "I still hear the swifts.")
    assert page.actions < 15


def test_revealed_answers_stand_in_the_chat_of_both_as_their_authors(page: Page, behind: FakeShell) -> None:
    check_in(page)
    for name in ("Ana", "Ben"):
        texts = page.person(name).shared_texts()
        assert any("Ana, answering the check-in" in text and BALCONY in text for text in texts)
        assert any("Ben, answering the check-in" in text and PEACHES in text for text in texts)


def test_an_answer_is_seen_by_nobody_else_before_the_reveal(page: Page, behind: FakeShell) -> None:
    ana, ben = page.person("Ana"), page.person("Ben")
    ana.press("I agree")
    ben.press("I agree")
    ben.sees("small moment")
    ana.answer_in_private(BALCONY)
    assert BALCONY not in ben.root.text


def test_a_reply_to_a_copied_answer_reaches_the_bot_as_one_to_the_answer(
    page: Page, behind: FakeShell
) -> None:
    check_in(page)
    answers = {what.words.text: what.message for what in behind.inbound(Posted) if isinstance(what, Posted)}
    page.person("Ana").reply(PEACHES, "I had forgotten!")
    reply = behind.inbound(Posted)[-1]
    assert isinstance(reply, Posted)
    assert reply.reply_to == answers[PEACHES]


def test_i_agree_is_in_sight_however_long_the_card_and_low_the_window(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent = fake_shell.CONSENT
    monkeypatch.setattr(fake_shell, "CONSENT", replace(consent, text=consent.text * 4))
    with served() as (address, _):
        page.open(address)
        page.resize((1280, 700))
        page.person("Ana").sees("Nothing is read")
        script = """
        const agree = document.querySelector('#ana [data-button=agree]');
        const { left, top } = agree.getBoundingClientRect();
        return document.elementFromPoint(left + 10, top + 10) === agree;
        """
        wait_for(lambda: page.driver.execute_script(script), "the button can be pressed")


# Writing


def test_enter_sends_and_shift_enter_makes_a_new_line(page: Page, behind: FakeShell) -> None:
    box = page.person("Ana").thread("shared").find_element(By.TAG_NAME, "textarea")
    box.send_keys("one", Keys.SHIFT + Keys.ENTER + Keys.NULL, "two", Keys.ENTER)
    page.person("Ben").sees("one\ntwo", private=False)


def test_both_see_a_message_and_each_sees_whose_it_is(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say("hello you")
    page.person("Ben").sees("hello you", private=False)
    classes = [page.person(name).message("hello you").get_attribute("class") for name in ("Ana", "Ben")]
    assert ["own" in str(each) for each in classes] == [True, False]


def test_esc_lets_go_of_a_reply(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say("hello you")
    page.person("Ben").do("hello you", "reply")
    page.keys(Keys.ESCAPE)
    page.person("Ben").say("never mind")
    posted = behind.inbound(Posted)[-1]
    assert isinstance(posted, Posted)
    assert posted.reply_to is None


def test_a_message_can_be_changed_and_deleted(page: Page, behind: FakeShell) -> None:
    ana = page.person("Ana")
    ana.say("hello you")
    ana.do("hello you", "edit")
    page.keys("!", Keys.ENTER)
    page.person("Ben").sees("hello you!", private=False)
    assert behind.inbound(EditedPost)
    ana.do("hello you!", "delete")
    page.person("Ben").sees("This message was deleted.", private=False)


def test_a_command_can_be_chosen_in_words(page: Page, behind: FakeShell) -> None:
    page.clicked(page.person("Ben").root.find_element(By.CSS_SELECTOR, '[data-action="commands"]'))
    page.choose("/privacy")
    page.person("Ben").sees("You asked for privacy.")
    assert isinstance(behind.updates[-1].what, Commanded)


def test_a_hug_can_be_sent(page: Page, behind: FakeShell) -> None:
    page.clicked(page.person("Ben").root.find_element(By.CSS_SELECTOR, '[data-action="add"]'))
    page.choose("A hug")
    page.person("Ana").sees("🤗", private=False)


def test_what_the_page_refuses_is_said_and_the_words_stay(page: Page, behind: FakeShell) -> None:
    box = page.person("Ana").thread("shared").find_element(By.TAG_NAME, "textarea")
    page.driver.execute_script("arguments[0].value = 'x'.repeat(5000)", box)
    box.send_keys(Keys.ENTER)
    wait_for(lambda: "4096" in page.driver.find_element(By.ID, "said").text, "the refusal is said")
    assert len(str(box.get_property("value"))) == 5000


# What matters, reactions, the mirror, forms


def test_this_matters_reaches_the_partner_with_the_wish(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    page.person("Ana").mark(HARD_DAY, "listen")
    page.person("Ben").sees("listen is wanted")
    assert isinstance(behind.inbound(MarkedPost)[0], MarkedPost)


def test_a_mark_is_shown_to_its_author_alone(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    page.person("Ana").mark(HARD_DAY, "leave")
    page.person("Ana").sees("to be left be", private=False)
    assert "left be" not in page.person("Ben").root.text


def test_a_reaction_is_seen_by_both(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    page.person("Ben").react(HARD_DAY, "heart")
    page.person("Ana").sees("❤️", private=False)
    assert behind.inbound(ReactedTo)


def test_a_draft_is_mirrored_in_private_and_can_then_be_sent(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    ben = page.person("Ben")
    ben.mirror(HARD_DAY, "oh, that was too much")
    ben.sees("What comes across")
    asked = behind.inbound(MirrorAsked)[0]
    assert isinstance(asked, MirrorAsked)
    assert asked.to is not None
    assert asked.to.text == HARD_DAY
    assert "too much" not in page.person("Ana").root.text
    page.clicked(ben.thread("private").find_element(By.CSS_SELECTOR, '[data-action="use"]'))
    page.keys(Keys.ENTER)
    page.person("Ana").sees("oh, that was too much", private=False)


def test_esc_puts_a_draft_away_and_goes_back_to_its_message(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    page.person("Ben").do(HARD_DAY, "mirror")
    page.keys(Keys.ESCAPE)
    assert page.focused() == "Mirror my answer…"


def test_a_form_of_a_note_hands_in_its_fields(page: Page, behind: FakeShell) -> None:
    for name in ("Ana", "Ben"):
        page.person(name).press("I agree")
    page.person("Ana").press("Ask something else")
    page.keys("What are you proud of?", Keys.ENTER)
    wait_for(lambda: len(behind.inbound(ButtonPressed)) == 3, "the form is handed in")
    pressed = behind.inbound(ButtonPressed)[-1]
    assert isinstance(pressed, ButtonPressed)
    assert dict(pressed.fields) == {"words": "What are you proud of?"}


def test_esc_closes_a_form_and_goes_back_to_its_button(page: Page, behind: FakeShell) -> None:
    for name in ("Ana", "Ben"):
        page.person(name).press("I agree")
    page.person("Ana").press("Ask something else")
    page.keys(Keys.ESCAPE)
    assert page.focused() == "Ask something else"


# The clock, conversations, starting over, behind the scenes


def test_an_hour_later_a_note_comes_to_one_person_alone(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    before = page.person("Ana").private_texts()
    page.move_clock("an hour later")
    page.person("Ben").sees("might be one to come back to")
    assert page.person("Ana").private_texts() == before
    assert "moved on 1 hour" in page.driver.find_element(By.ID, "moved").text


def test_a_note_is_answered_by_a_button_in_words(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    page.move_clock("an hour later")
    page.person("Ben").press("We’ve talked")
    page.person("Ben").sees("It is closed.")


def test_the_panel_says_what_was_read_and_why_the_bot_spoke(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    page.panel_shows("personal, heavy (depth 0.62)")
    page.panel_shows("Spotted in the talk. Waiting for an answer.")
    page.move_clock("an hour later")
    page.panel_shows("Ben got a private note: it has waited for a while.")


def test_the_panel_names_the_rule_that_held_a_note_back(page: Page, behind: FakeShell) -> None:
    check_in(page)
    page.move_clock("an hour later")
    page.panel_shows("No note to Ben: Ben got a note not long ago; at most one a day, three a week.")


def test_the_picture_of_turns_has_its_words(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    page.panel_shows("Ana opened up once and Ben has not yet.")
    spoken = page.driver.find_element(By.CSS_SELECTOR, "svg.turns").get_attribute("aria-label")
    assert "nothing is claimed below 20" in str(spoken)


def test_a_conversation_is_played_with_the_clock(page: Page, behind: FakeShell) -> None:
    page.play("hard_day")
    assert any("my boss took the project away" in text for text in page.person("Ben").shared_texts())
    assert behind.moves > 3


def test_starting_over_leaves_nothing(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    page.start_over()
    wait_for(lambda: not page.person("Ana").shared_texts(), "the chat is empty")
    page.person("Ana").sees("Nothing is read")
    assert len(page.person("Ana").private_texts()) == 1
    assert len(behind.forgotten) == 2


def test_a_reload_keeps_the_conversation(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    page.open(page.driver.current_url)
    page.person("Ben").sees(HARD_DAY, private=False)


def test_a_page_whose_program_is_gone_says_so(page: Page) -> None:
    with served() as (address, _):
        page.open(address)
    trouble = page.driver.find_element(By.ID, "trouble")
    wait_for(lambda: "connection is lost" in trouble.text, "the page says that it is alone")
