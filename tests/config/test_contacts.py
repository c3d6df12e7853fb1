"""Contacts are whole, dated and sourced, everybody is shown some, and a fault in the file is one sentence."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta

import pytest

from bot.clock import SystemClock
from config.contacts import Contact, ContactsError, all_contacts, contacts_for, country_codes, parse

DIRECTORY = """
[everywhere]
emergency_words = "your local emergency number"
[everywhere.directory]
name = "Find A Helpline"
page = "https://findahelpline.com"
source = "https://findahelpline.com"
checked = 2026-11-22
confirmed = true
"""
LINE = """
[[GB.emergency]]
name = "Police"
number = "999"
source = "https://example.org/help"
checked = 2026-11-22
confirmed = true
"""
WHOLE = DIRECTORY + LINE
OLDEST = timedelta(days=180)
"""A number may change: twice a year somebody opens each source again."""
ENGLISH_IS_SPOKEN = {"GB", "IE", "US", "CA", "AU", "NZ", "ZA", "IN", "NG", "KE", "SG", "PH"}
IN_THE_UNION = {"IE", "DE", "AT", "FR", "ES", "IT", "NL", "BE", "PL", "SE", "DK", "PT"}
ELSEWHERE = {"CH", "NO", "BR", "MX", "JP"}
COUNTRIES = [contacts for code, contacts in all_contacts().items() if code is not None]
ENTRIES = {entry for contacts in all_contacts().values() for entry in contacts.entries()}


def test_every_country_that_was_asked_for_is_there() -> None:
    assert {contacts.country for contacts in COUNTRIES} >= ENGLISH_IS_SPOKEN | IN_THE_UNION | ELSEWHERE


def test_an_emergency_has_a_number_in_every_country() -> None:
    silent = [contacts.country for contacts in COUNTRIES if not all(e.number for e in contacts.emergency)]
    assert silent == []


def test_112_works_in_all_of_the_european_union() -> None:
    numbers = {contacts.country: {e.number for e in contacts.emergency} for contacts in COUNTRIES}
    assert [code for code in sorted(IN_THE_UNION) if "112" not in numbers[code]] == []


def test_every_entry_can_be_reached_and_looked_up_again() -> None:
    lost = [entry for entry in ENTRIES if not (entry.number or entry.page) or not entry.source]
    assert lost == []


def test_a_page_that_people_are_sent_to_is_encrypted_on_its_way() -> None:
    assert [entry for entry in ENTRIES if entry.page and not entry.page.startswith("https://")] == []


def test_no_entry_was_checked_in_the_future() -> None:
    today = SystemClock().now().date()
    assert [entry for entry in ENTRIES if entry.checked > today] == []


def test_every_entry_was_looked_up_in_the_last_half_year() -> None:
    today = SystemClock().now().date()
    assert [entry.name for entry in ENTRIES if today - entry.checked > OLDEST] == []


def test_every_country_has_somebody_to_talk_to_and_somebody_to_be_safe_with() -> None:
    assert [contacts.country for contacts in COUNTRIES if not (contacts.talk and contacts.unsafe)] == []


def test_everybody_is_led_to_the_directory_whoever_the_lines_are_for() -> None:
    directories = {contacts.directory.page for contacts in all_contacts().values()}
    assert directories == {"https://findahelpline.com"}


def test_no_country_names_a_line_twice_for_one_need() -> None:
    needs = [lines for c in COUNTRIES for lines in (c.emergency, c.talk, c.unsafe)]
    reached = [[(line.number, line.page) for line in lines] for lines in needs]
    assert [ways for ways in reached if len(set(ways)) < len(ways)] == []


@pytest.mark.parametrize("place", [None, "", "  ", "FJ", "XX", "United Kingdom", "everywhere"])
def test_every_other_place_is_shown_words_and_the_directory(place: str | None) -> None:
    contacts = contacts_for(place)
    assert (contacts.country, contacts.emergency) == (None, ())
    assert contacts.emergency_words == "your local emergency number"
    assert contacts.talk == contacts.unsafe == (contacts.directory,)


@pytest.mark.parametrize("written", ["gb", " Gb ", "GB"])
def test_a_country_may_be_written_in_small_letters(written: str) -> None:
    assert contacts_for(written) is contacts_for("GB")


def test_a_country_without_a_line_to_talk_shows_the_directory() -> None:
    contacts = parse(WHOLE)["GB"]
    assert contacts.talk == contacts.unsafe == (contacts.directory,)


def test_a_line_keeps_what_its_file_says() -> None:
    (line,) = parse(WHOLE)["GB"].emergency
    assert line == Contact(
        name="Police",
        number="999",
        page=None,
        hours=None,
        note=None,
        source="https://example.org/help",
        seen=None,
        checked=date(2026, 11, 22),
        confirmed=True,
    )


def test_contacts_cannot_be_changed_once_read() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        contacts_for(None).directory.number = "1"  # type: ignore[misc]


def test_the_codes_of_countries_are_those_of_iso_3166() -> None:
    assert country_codes() >= ENGLISH_IS_SPOKEN | IN_THE_UNION | ELSEWHERE
    assert not country_codes() & {"UK", "EU", "XX"}


FAULTS = [
    ("name =", "nome =", "[[GB.emergency]] 1: unknown nome"),
    ('name = "Police"\n', "", "[[GB.emergency]] 1: name is missing"),
    ('name = "Police"', 'name = ""', "name must be one line of text"),
    ('name = "Police"', 'name = "Police\\nand fire"', "name must be one line of text"),
    ('name = "Police"', f'name = "{"long " * 17}end"', "name is longer than 80 characters"),
    ('source = "https://example.org/help"\n', "", "[[GB.emergency]] 1: source is missing"),
    ('source = "https://example.org/help"', 'source = "example.org"', "source must be an address"),
    ('source = "https://example.org/help"', "source = 1", "source must be an address"),
    ('number = "999"', 'page = "help"', "page must be an address"),
    ('number = "999"\n', "", "neither a number nor a page"),
    ('number = "999"', "number = 999", "number must be digits in quotes"),
    ('number = "999"', 'number = "call 999"', "number must be digits in quotes"),
    ('number = "999"', 'number = "9  99"', "number must be digits in quotes"),
    ("checked = 2026-11-22\n", "", "[[GB.emergency]] 1: checked is missing"),
    ("checked = 2026-11-22", 'checked = "2026-11-22"', "checked must be a day without quotes"),
    ("checked = 2026-11-22", "checked = 2026-11-22T10:00:00Z", "checked must be a day without quotes"),
    ("checked = 2026-11-22", "checked = 2026-02-30", "contacts.toml is no TOML"),
    ("confirmed = true\n", "", "[[GB.emergency]] 1: confirmed is missing"),
    ("confirmed = true", 'confirmed = "yes"', "confirmed must be true or false"),
    ("confirmed = true", 'confirmed = false\nseen = "https://example.org"', "seen, and yet not confirmed"),
    ("[[GB.emergency]]", "[[UK.emergency]]", "[UK] is no country"),
    ("[[GB.emergency]]", "[[gb.emergency]]", "[gb] is no country"),
    ("[[GB.emergency]]", "[[GB.police]]", "[GB]: unknown police"),
    ("[[GB.emergency]]", "[[GB.talk]]", "[GB] has no emergency number"),
    ("[[GB.emergency]]", "[GB.emergency]", "[GB.emergency] must be written [[GB.emergency]]"),
    ("[[GB.emergency]]", "[[GB]]", "[GB] must be a table of emergency, talk, unsafe"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), FAULTS, ids=[said for _, _, said in FAULTS])
def test_a_fault_in_an_entry_is_one_sentence_that_names_it(right: str, wrong: str, said: str) -> None:
    assert right in LINE
    with pytest.raises(ContactsError, match=re.escape(said)):
        parse(DIRECTORY + LINE.replace(right, wrong))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "contacts.toml has no [everywhere]"),
        ("[everywhere]\n", "[everywhere]: emergency_words is missing"),
        ('[everywhere]\nemergency_words = "x"\n', "[everywhere.directory] must be a table"),
        ("[everywhere]\ntalk = []\n", "[everywhere]: unknown talk"),
        (DIRECTORY.replace('page = "https://findahelpline.com"\n', ""), "neither a number nor a page"),
        ("[GB", "contacts.toml is no TOML"),
        ("GB = [1]\n" + DIRECTORY, "[GB] must be a table"),
        ("GB.emergency = [1]\n" + DIRECTORY, "[[GB.emergency]] 1 must be a table"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text: str, said: str) -> None:
    with pytest.raises(ContactsError, match=re.escape(said)):
        parse(text)
