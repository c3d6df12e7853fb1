"""Menus to choose from, as Discord's own: of channels, roles, people, or a few options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final, TypeAlias

import discord
from discord import SelectDefaultValueType as Kind

from adapters.discord.ids import snowflake
from core.notes import NoteId
from core.screens.model import Of, Picker, Screen

Menu: TypeAlias = discord.ui.Item[discord.ui.LayoutView]
HOLDS: Final = 25
"""Things that may be chosen in one menu."""
PLACEHOLDER_LENGTH: Final = 150
CHANNELS: Final = [discord.ChannelType.text, discord.ChannelType.news]
"""Kinds of channels that are chats of their own, and are listed."""


def menus_of(screen: Screen) -> tuple[Picker, ...]:
    """Those of its pickers that a menu holds."""
    return tuple(each for each in screen.pickers if len(each.chosen) <= min(each.most, HOLDS))


def menu_item(note: NoteId, picker: Picker) -> Menu:
    """The menu, with what is chosen now. What is chosen then comes back under its id."""
    return _MENUS[picker.of](
        picker,
        {
            "custom_id": f"{note}:{picker.name}",
            "placeholder": picker.label[:PLACEHOLDER_LENGTH],
            "min_values": picker.least,
            "max_values": min(picker.most, HOLDS),
        },
    )


def _options(picker: Picker, about: dict[str, Any]) -> Menu:
    options = [
        discord.SelectOption(label=label, value=name, default=name in picker.chosen)
        for name, label in picker.options
    ]
    return discord.ui.Select(**about, options=options)


def _channels(picker: Picker, about: dict[str, Any]) -> Menu:
    now = _defaults(picker, Kind.channel)
    return discord.ui.ChannelSelect(**about, channel_types=CHANNELS, default_values=now)


def _roles(picker: Picker, about: dict[str, Any]) -> Menu:
    return discord.ui.RoleSelect(**about, default_values=_defaults(picker, Kind.role))


def _people(picker: Picker, about: dict[str, Any]) -> Menu:
    return discord.ui.UserSelect(**about, default_values=_defaults(picker, Kind.user))


def _defaults(picker: Picker, kind: Kind) -> list[discord.SelectDefaultValue]:
    """Only what can be an id of Discord's: a file may bring others along."""
    return [discord.SelectDefaultValue(id=one, type=kind) for one in map(_number, picker.chosen) if one]


def _number(chosen: str) -> int | None:
    with suppress(ValueError):
        return snowflake(chosen.rpartition(":")[2])
    return None


_MENUS: Final[Mapping[Of, Callable[[Picker, dict[str, Any]], Menu]]] = {
    Of.OPTIONS: _options,
    Of.CHANNELS: _channels,
    Of.ROLES: _roles,
    Of.PEOPLE: _people,
}
