"""The page against strangers: markup stays words, nothing comes from elsewhere, nobody else gets in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selenium.webdriver.common.by import By

from adapters.web.places import TWO
from core.screens.model import Screen
from tests.web import fake_shell
from tests.web.fake_shell import FakeShell
from tests.web.page import Page
from tests.web.serving import fake_page, served
from tests.web.steps import whole_loop

pytestmark = pytest.mark.browser


def test_nothing_comes_from_elsewhere_and_nothing_goes_wrong(page: Page, behind: FakeShell) -> None:
    whole_loop(page)
    assert page.look_for("fromElsewhere") == []
    assert page.complaints() == []


MARKUP = "<img src=x onerror=\"document.title='taken'\"><b>bold</b>"


def test_markup_in_names_messages_and_notes_stays_words(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_shell, "CONSENT", Screen(text=f"Nothing is read {MARKUP}", title=MARKUP))
    name = "<i>Ana</i>"
    places = (replace(TWO, people={"ana": name, "ben": "Ben"}),)
    with served(lambda: fake_page(places=places)) as (address, _):
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
