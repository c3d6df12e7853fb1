"""The page in Chromium, with a small bot behind it: what two people see, press, hear and are spared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from core.inbound import ButtonPressed, Commanded, EditedPost, MarkedPost, MirrorAsked, Posted, ReactedTo
from core.screens.model import Screen
from tests.web import fake_shell
from tests.web.fake_shell import FakeShell
from tests.web.page import PHONE, Page, wait_for
from tests.web.serving import fake_page, served

pytestmark = pytest.mark.browser

BALCONY = "The evening on the balcony"
PEACHES = "When you laughed about the peaches"
HARD_DAY = "today was really hard, and I sat there alone with it"
TABLET = (1000, 800)


@pytest.fixture
def behind(page: Page) -> Iterator[FakeShell]:
    """The fake bot behind the open page."""
    with served() as (address, shell):
        page.open(address)
        page.person("Ana").sees("Nothing is read")
        yield shell


def check_in(page: Page) -> None:
    """Both agree, both answer, both are revealed."""
    ana, ben = page.person("Ana"), page.person("Ben")
    ana.press("I agree")
    ben.press("I agree")
    ana.sees("small moment")
    ben.sees("small moment")
    ana.answer_in_private(BALCONY)
    ben.answer_in_private(PEACHES)
    ana.sees(PEACHES, private=False)
    ben.sees(BALCONY, private=False)


def focused(page: Page) -> str:
    """What has the focus, in the words that a screen reader would say."""
    one = page.driver.switch_to.active_element
    return one.get_attribute("aria-label") or one.text


def press_keys(page: Page, *keys: str) -> None:
    ActionChains(page.driver, duration=0).send_keys(*keys).perform()


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
    press_keys(page, Keys.ESCAPE)
    page.person("Ben").say("never mind")
    posted = behind.inbound(Posted)[-1]
    assert isinstance(posted, Posted)
    assert posted.reply_to is None


def test_a_message_can_be_changed_and_deleted(page: Page, behind: FakeShell) -> None:
    ana = page.person("Ana")
    ana.say("hello you")
    ana.do("hello you", "edit")
    press_keys(page, "!", Keys.ENTER)
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
    press_keys(page, Keys.ENTER)
    page.person("Ana").sees("oh, that was too much", private=False)


def test_esc_puts_a_draft_away_and_goes_back_to_its_message(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say(HARD_DAY)
    page.person("Ben").do(HARD_DAY, "mirror")
    press_keys(page, Keys.ESCAPE)
    assert focused(page) == "Mirror my answer…"


def test_a_form_of_a_note_hands_in_its_fields(page: Page, behind: FakeShell) -> None:
    for name in ("Ana", "Ben"):
        page.person(name).press("I agree")
    page.person("Ana").press("Ask something else")
    press_keys(page, "What are you proud of?", Keys.ENTER)
    wait_for(lambda: len(behind.inbound(ButtonPressed)) == 3, "the form is handed in")
    pressed = behind.inbound(ButtonPressed)[-1]
    assert isinstance(pressed, ButtonPressed)
    assert dict(pressed.fields) == {"words": "What are you proud of?"}


def test_esc_closes_a_form_and_goes_back_to_its_button(page: Page, behind: FakeShell) -> None:
    for name in ("Ana", "Ben"):
        page.person(name).press("I agree")
    page.person("Ana").press("Ask something else")
    press_keys(page, Keys.ESCAPE)
    assert focused(page) == "Ask something else"


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


# Keyboard and screen reader


def test_the_tab_key_goes_from_the_top_through_ana_and_ben_to_the_panel(
    page: Page, behind: FakeShell
) -> None:
    where = []
    for _ in range(60):
        press_keys(page, Keys.TAB)
        script = "return document.activeElement.closest('header.top, #ana, #ben, #panel')?.id ?? 'skip'"
        where.append(page.driver.execute_script(script) or "top")
        if where[-1] == "panel":
            break
    assert list(dict.fromkeys(where)) == ["skip", "top", "ana", "ben", "panel"]


def test_everything_up_to_the_reveal_works_by_keyboard_alone(page: Page, behind: FakeShell) -> None:
    def tab_to(label: str, inside: str) -> None:
        script = "return document.activeElement.closest(arguments[0]) !== null"
        for _ in range(80):
            press_keys(page, Keys.TAB)
            if focused(page) == label and page.driver.execute_script(script, inside):
                return
        raise AssertionError(f"the tab key never came to {label}")

    for side in ("#ana", "#ben"):
        tab_to("I agree", side)
        press_keys(page, Keys.ENTER)
    page.person("Ben").sees("small moment")
    for side, name in (("#ana", "Ana"), ("#ben", "Ben")):
        tab_to(f"{name} writes to Attune, in private", side)
        press_keys(page, "An answer.", Keys.ENTER)
    page.person("Ana").sees("answering the check-in", private=False)


def test_a_sheet_opens_on_its_first_choice_and_esc_goes_back(page: Page, behind: FakeShell) -> None:
    page.driver.find_element(By.ID, "play").send_keys(Keys.ENTER)
    wait_for(lambda: "A hard day" in focused(page), "the first choice has the focus")
    press_keys(page, Keys.ARROW_DOWN)
    assert "A warm answer" in focused(page)
    press_keys(page, Keys.ESCAPE)
    wait_for(lambda: focused(page) == "Play a conversation", "the focus is back")


def test_the_focus_stays_when_a_note_changes_in_place(page: Page, behind: FakeShell) -> None:
    script = "document.querySelector('#ana [data-button=agree]').focus()"
    page.driver.execute_script(script)
    press_keys(page, Keys.ENTER)
    page.person("Ana").sees("change your mind")
    inside = "return document.activeElement.closest('#ana [data-note]') !== null"
    assert page.driver.execute_script(inside)


def test_what_is_new_is_said_once_and_politely(page: Page, behind: FakeShell) -> None:
    page.person("Ana").say("hello you")
    announcer = page.driver.find_element(By.ID, "announcer")
    said = wait_for(lambda: announcer.get_property("textContent"), "it is announced")
    assert (said, announcer.get_attribute("aria-live")) == ("Ana: hello you", "polite")


def whole_loop(page: Page) -> None:
    check_in(page)
    page.person("Ana").say(HARD_DAY)
    page.person("Ana").mark(HARD_DAY, "listen")
    page.person("Ben").react(HARD_DAY, "heart")
    page.move_clock("an hour later")
    page.person("Ben").do(HARD_DAY, "mirror")
    page.panel_shows("private note")


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
    press_keys(page, Keys.ESCAPE)
    assert not panel.is_displayed()


# Strangers


def test_nothing_comes_from_elsewhere_and_nothing_goes_wrong(page: Page, behind: FakeShell) -> None:
    whole_loop(page)
    assert page.look_for("fromElsewhere") == []
    assert page.complaints() == []


MARKUP = "<img src=x onerror=\"document.title='taken'\"><b>bold</b>"


def test_markup_in_names_messages_and_notes_stays_words(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_shell, "CONSENT", Screen(text=f"Nothing is read {MARKUP}", title=MARKUP))
    name = "<i>Ana</i>"
    with served(lambda: fake_page(names=(name, "Ben"))) as (address, _):
        page.open(address)
        page.person(name).say(MARKUP)
        page.person("Ben").sees(MARKUP, private=False)
        assert page.driver.find_element(By.CSS_SELECTOR, "#ana h2").text == name
        assert page.driver.find_elements(By.CSS_SELECTOR, "main img, main b, main i:not(.bar i)") == []
        assert page.driver.title == "Attune"


def test_another_page_on_this_machine_cannot_reach_it(page: Page, behind: FakeShell) -> None:
    address = page.driver.current_url
    page.driver.get(address.replace("127.0.0.1", "localhost"))
    script = """
    const [address, done] = arguments;
    const asked = {method: 'POST', mode: 'no-cors', body: '{}'};
    fetch(address + 'act/over', asked).then(() => done('sent'), () => done('kept'));
    """
    answer = page.driver.execute_async_script(script, address)
    assert (answer, behind.forgotten) == ("kept", [])
