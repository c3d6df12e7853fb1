"""Every command has a line in /help and a place in each platform's menu, and nothing else has."""

from __future__ import annotations

import pytest

from adapters.discord import commands as discord
from adapters.telegram import menus as telegram
from bot.flows import COMMANDS
from config.contacts import contacts_for
from config.wording import wording
from core.people import Person
from core.screens.catalogue import screen_of
from core.screens.wording import View
from tests.core.builders import ANA

WORDS = wording()


def test_each_command_has_its_line_and_each_line_its_command() -> None:
    assert set(WORDS.texts["commands"]) == set(COMMANDS)


@pytest.mark.parametrize("country", [None, "GB", "DE"])
def test_help_lists_every_command_and_people_to_talk_to(country: str | None) -> None:
    lines = contacts_for(country)
    view = View(words=WORDS, names={}, reader=Person(id=ANA), operator="Olga", helplines=lines)
    text = screen_of("help", {}, view).text
    assert [name for name in COMMANDS if f"/{name} " not in text] == []
    assert [each.name for each in lines.talk if each.name not in text] == []


def test_telegram_offers_every_command() -> None:
    assert set(telegram.COMMANDS) == set(COMMANDS)


def test_discord_offers_every_command() -> None:
    assert set(discord.COMMANDS) == set(COMMANDS)
