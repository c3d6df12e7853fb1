"""/help leads everybody to people, in the country that its reader chose and in no other way differently."""

from __future__ import annotations

import pytest

from bot.own_data import own_data
from config.contacts import all_contacts, contacts_for
from config.wording import wording
from core.people import Person
from core.screens.catalogue import screen_of
from core.screens.helplines import COUNTRIES_IN_A_ROW
from core.screens.wording import View
from tests.stories.world import World, who

LONGEST = 4000
"""Characters of one message on the shortest platform."""
MOST_ROWS, MOST_IN_A_ROW = 5, 5
"""Of buttons under one message, on the strictest platform."""


def help_in(country: str | None, **own: object) -> str:
    reader = Person(id=who("Ana").id, country=country, **own)  # type: ignore[arg-type]  # fields of Person
    view = View(words=wording(), names={}, reader=reader, operator="Olga", helplines=contacts_for(country))
    return screen_of("help", {}, view).text


async def help_of(world: World, name: str) -> str:
    await world.commands(name, "help")
    return world.texts(name)[-1]


@pytest.mark.parametrize("country", all_contacts())
def test_every_country_has_all_sections_and_fits(country: str | None) -> None:
    text = help_in(country)
    assert "I don't feel safe" in text
    assert "Someone I love is unsafe" in text
    assert "findahelpline.com" in text
    assert len(text) <= LONGEST


@pytest.mark.parametrize("country", [code for code in all_contacts() if code is not None])
def test_a_country_shows_its_own_numbers(country: str) -> None:
    known = contacts_for(country)
    numbers = [each.number for each in (*known.emergency, *known.talk, *known.unsafe) if each.number]
    assert all(number in help_in(country) for number in numbers)


def test_every_country_of_the_file_can_be_chosen_by_name() -> None:
    assert set(wording().texts["countries"]) == {code for code in all_contacts() if code is not None}


@pytest.mark.parametrize("page", ["0", "1"])
def test_the_choice_of_countries_fits_on_every_platform(page: str) -> None:
    view = View(
        words=wording(), names={}, reader=Person(id=who("Ana").id), operator="", helplines=contacts_for(None)
    )
    rows = screen_of("country", {"page": page}, view).rows
    assert len(rows) <= MOST_ROWS
    assert all(len(row) <= max(COUNTRIES_IN_A_ROW, MOST_IN_A_ROW) for row in rows)


def test_nothing_but_the_country_changes_what_help_says() -> None:
    plain = help_in("GB")
    assert help_in("GB", crisis_line=False, paused=True, zone="Asia/Tokyo", name="Ana") == plain


async def test_help_is_the_same_for_both_before_and_after_a_lock_and_a_crisis() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    before = await help_of(world, "Ana")
    await world.says("Ana", "he hits me")
    await world.says("Ana", "I want to end it all")
    assert {await help_of(world, "Ana"), await help_of(world, "Ben")} == {before}


@pytest.mark.parametrize(("said", "number"), [("GB", "116 123"), ("uk", "116 123"), ("fr", "3114")])
async def test_a_country_is_set_by_a_command(said: str, number: str) -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.commands("Ana", "settings", f"country {said}")
    assert number in await help_of(world, "Ana")
    assert number not in await help_of(world, "Ben")


async def test_a_country_is_chosen_by_buttons_and_taken_back() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    everywhere = await help_of(world, "Ana")
    await world.presses("Ana", "Numbers of my country")
    await world.presses("Ana", "More countries")
    await world.presses("Ana", "United Kingdom")
    assert "116 123" in world.texts("Ana")[-1]
    await world.presses("Ana", "Numbers of my country")
    await world.presses("Ana", "No country")
    assert world.texts("Ana")[-1] == everywhere


async def test_a_country_that_does_not_exist_is_not_understood() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.commands("Ana", "settings", "country XX")
    assert "did not understand" in world.texts("Ana")[-1]


async def test_the_country_is_in_ones_own_data_and_in_nobody_elses() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.commands("Ana", "settings", "country NO")
    await world.commands("Ana", "mydata")
    await world.commands("Ben", "mydata")
    anas, bens = await own_data(world.store, who("Ana").id), await own_data(world.store, who("Ben").id)
    assert "Norway" in world.texts("Ana")[-1]
    assert "Norway" not in world.texts("Ben")[-1]
    assert anas is not None
    assert bens is not None
    assert (anas["settings"]["country"], bens["settings"]["country"]) == ("NO", None)
    assert "NO" not in repr(bens).split()
