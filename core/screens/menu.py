"""What a platform lists for somebody who begins to write a command: each with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.chats import ChatKind
from core.commands import COMMANDS
from core.screens.wording import Wording


@dataclass(frozen=True, slots=True)
class Menu:
    """The words of a menu, for platforms to list as they can."""

    lines: Mapping[str, str]
    """What each command is for, by its name, in order."""
    behind: Mapping[str, str]
    """What may be written behind a command, by its name."""
    kinds: Mapping[ChatKind, str]
    """Who talks in a chat, for /start in one."""


def menu(words: Wording, operator: str = "") -> Menu:
    """In this language. `operator`: who runs the bot, said where /privacy is listed."""
    lines = {name: words.say("commands", name) for name in COMMANDS}
    if operator:
        lines["privacy"] = words.say("menu", "privacy", operator=operator)
    behind = {name: words.say("behind_commands", name) for name in words.names("behind_commands")}
    return Menu(
        lines={name: _begun(line) for name, line in lines.items()},
        behind={name: _begun(line) for name, line in behind.items()},
        kinds={kind: words.say("kinds", kind.value) for kind in ChatKind},
    )


def _begun(line: str) -> str:
    """As a line of its own begins: with a capital."""
    return line[:1].upper() + line[1:]
