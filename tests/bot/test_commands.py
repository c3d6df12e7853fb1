"""Every command has a line in /help and a place in each platform's menu, and nothing else has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from adapters.discord.commands import command_payloads
from bot import flows
from config.contacts import contacts_for
from config.wording import wording
from core.commands import COMMANDS, IN_CHATS
from core.people import Person
from core.screens.catalogue import screen_of
from core.screens.menu import menu
from core.screens.wording import View
from tests.core.builders import ANA

WORDS = wording()
LONGEST = 100
"""Characters of a line in Discord's menu; Telegram takes 256."""


def test_each_command_has_its_line_and_each_line_its_command() -> None:
    assert list(WORDS.texts["commands"]) == list(COMMANDS)
    assert set(flows.COMMANDS) == set(COMMANDS) >= IN_CHATS
    assert set(WORDS.texts["behind_commands"]) <= set(COMMANDS)


@pytest.mark.parametrize("country", [None, "GB", "DE"])
def test_help_lists_every_command_and_people_to_talk_to(country: str | None) -> None:
    lines = contacts_for(country)
    view = View(words=WORDS, names={}, reader=Person(id=ANA), operator="Olga", helplines=lines)
    text = screen_of("help", {}, view).text
    assert [name for name in COMMANDS if f"/{name} " not in text] == []
    assert [each.name for each in lines.talk if each.name not in text] == []


def test_a_menu_says_what_help_says_and_who_runs_the_bot() -> None:
    said = menu(WORDS, "Olga")
    assert [
        name for name, line in said.lines.items() if line.lower() != WORDS.say("commands", name).lower()
    ] == ["privacy"]
    assert said.lines["privacy"].endswith("Olga runs this bot")
    assert max(len(line) for line in (*said.lines.values(), *said.behind.values())) <= LONGEST


def test_discord_offers_every_command_with_room_for_what_may_be_written_behind_it() -> None:
    offered = {each["name"]: each.get("options", []) for each in command_payloads(menu(WORDS))}
    assert set(COMMANDS) <= set(offered)
    assert {name for name in COMMANDS if offered[name]} == set(WORDS.texts["behind_commands"])


def test_every_module_of_flows_is_a_flow_and_no_two_answer_the_same() -> None:
    folder = Path(flows.__file__).parent
    assert [flow.__name__ for flow in flows.FLOWS] == [
        f"bot.flows.{path.stem}" for path in sorted(folder.glob("*.py")) if path.stem != "__init__"
    ]
    tables = ("COMMANDS", "BUTTONS", "WRITTEN")
    claimed = Counter(
        (table, key) for flow in flows.FLOWS for table in tables for key in getattr(flow, table, ())
    )
    assert [each for each, count in claimed.items() if count > 1] == []
