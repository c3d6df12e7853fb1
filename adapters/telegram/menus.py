"""In which of Telegram's menus each command is listed."""

from __future__ import annotations

from collections.abc import Mapping

from core.commands import COMMANDS, IN_CHATS, ONLY_IN_CHATS

START = "start"
"""Telegram shows it by itself."""
FOR_ADMINISTRATORS = frozenset({"moderate"})
"""What a shared chat's menu lists in addition for those who administer it."""
MENUS: Mapping[str, tuple[str, ...]] = {
    scope: tuple(name for name in COMMANDS if name in listed and name != START)
    for scope, listed in (
        ("all_private_chats", frozenset(COMMANDS) - ONLY_IN_CHATS),
        ("all_group_chats", IN_CHATS),
        ("all_chat_administrators", IN_CHATS | FOR_ADMINISTRATORS),
    )
}
"""By Telegram's name of the scope; commands in the order of the menu."""
