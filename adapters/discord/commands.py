"""The commands Discord offers, as it wants them described: their words are given, their meaning lies behind
the door."""

from __future__ import annotations

from typing import Any, Final

from core.screens.menu import Menu

THIS_MATTERS: Final = "This matters"
MIRROR_MY_ANSWER: Final = "Mirror my answer"
DESCRIPTION_LENGTH: Final = 100
_SLASH, _MESSAGE_MENU, _TEXT_OPTION = 1, 3, 3
_SERVER, _OWN_CHAT, _OTHER_PRIVATE = 0, 1, 2
_IN_SERVERS, _FOR_ONESELF = 0, 1
_KIND: Final = "kind"
_OPTIONS: Final = {
    "start": _KIND,
    "checkins": "change",
    "prompts": "own",
    "mirror": "draft",
    "keep": "when",
    "recap": "change",
    "settings": "change",
    "pause": "until",
}
"""What the one thing that may be written behind a command is called on Discord, where it needs a name."""


def command_payloads(menu: Menu) -> list[dict[str, Any]]:
    """The body of Discord's bulk overwrite of global commands."""
    slash = [
        {
            "type": _SLASH,
            "name": name,
            "description": line[:DESCRIPTION_LENGTH],
            "options": _options(name, menu),
            "contexts": [_SERVER, _OWN_CHAT],
            "integration_types": [_IN_SERVERS, _FOR_ONESELF],
        }
        for name, line in menu.lines.items()
    ]
    menus = [
        {
            "type": _MESSAGE_MENU,
            "name": name,
            "contexts": [_SERVER, _OWN_CHAT, _OTHER_PRIVATE],
            "integration_types": [_IN_SERVERS, _FOR_ONESELF],
        }
        for name in (THIS_MATTERS, MIRROR_MY_ANSWER)
    ]
    return [*slash, *menus]


def _options(command: str, menu: Menu) -> list[dict[str, Any]]:
    """What may be written behind it, if anything."""
    if command not in menu.behind:
        return []
    option = {
        "type": _TEXT_OPTION,
        "name": _OPTIONS[command],
        "description": menu.behind[command][:DESCRIPTION_LENGTH],
    }
    if _OPTIONS[command] == _KIND:
        option["choices"] = [{"name": said, "value": kind.value} for kind, said in menu.kinds.items()]
    return [option]
