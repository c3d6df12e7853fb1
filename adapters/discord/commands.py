"""The commands Discord offers, as it wants them described. Their meaning lies behind the door."""

from __future__ import annotations

from typing import Any, Final

from core.chats import ChatKind

THIS_MATTERS: Final = "This matters"
MIRROR_MY_ANSWER: Final = "Mirror my answer"
DESCRIPTION_LENGTH: Final = 100
COMMANDS: Final[dict[str, str]] = {
    "start": "Begin here, or invite Attune into this channel",
    "help": "What Attune does and which commands there are",
    "privacy": "What is kept, for how long, and who can read it",
    "pause": "Stop reading for a while; what is kept stays",
    "resume": "Go on after a pause",
    "forget": "Erase everything about you now",
    "leave": "Ways to step back, each with what follows from it",
    "withdraw": "Take your agreement back",
    "hide": "Make the bot's private messages tell nothing",
    "show": "Bring them back",
    "hours": "Your clock and your quiet hours",
    "example": "What Attune does, shown with made-up words",
    "why": "Why there was a note, or none",
    "settings": "Quiet hours, time zone and what you want to get",
    "chat": "What is on in this channel, for everybody in it",
    "moderate": "For those who moderate this channel",
    "recap": "How you have been taking turns",
    "checkin": "A question for both of you, answered apart and shown together",
    "checkins": "When these questions come by themselves",
    "level": "How deep these questions go",
    "prompts": "Which questions check-ins ask, and your own ones",
    "park": "Put a hard topic off until all of you are ready",
    "mark": "Say that your last message matters",
    "mirror": "What comes across in a reply that you are about to send",
    "keep": "Be reminded of something about the other, in private",
    "mydata": "Everything that is stored about you",
}
_SLASH, _MESSAGE_MENU, _TEXT_OPTION = 1, 3, 3
_SERVER, _OWN_CHAT, _OTHER_PRIVATE = 0, 1, 2
_IN_SERVERS, _FOR_ONESELF = 0, 1
_KINDS = {
    ChatKind.COUPLE: "the two of us",
    ChatKind.FRIENDS: "a few friends",
    ChatKind.COMMUNITY: "a community",
}
_OPTIONS: Final[dict[str, list[dict[str, Any]]]] = {
    "start": [
        {
            "type": _TEXT_OPTION,
            "name": "kind",
            "description": "Who talks in this channel",
            "choices": [{"name": said, "value": kind.value} for kind, said in _KINDS.items()],
        }
    ],
    "checkins": [
        {"type": _TEXT_OPTION, "name": "change", "description": "For example: mon thu 20:00, or off"}
    ],
    "prompts": [{"type": _TEXT_OPTION, "name": "own", "description": "add, and a question of your own"}],
    "keep": [{"type": _TEXT_OPTION, "name": "when", "description": "For example: thu 18:00"}],
    "mirror": [{"type": _TEXT_OPTION, "name": "draft", "description": "Your reply, as you would send it"}],
}


def command_payloads(operator: str) -> list[dict[str, Any]]:
    """The body of Discord's bulk overwrite of global commands."""
    said = dict(COMMANDS)
    if operator:
        said["privacy"] = f"What is kept, and who can read it: {operator} runs this bot"[:DESCRIPTION_LENGTH]
    slash = [
        {
            "type": _SLASH,
            "name": name,
            "description": description,
            "options": _OPTIONS.get(name, []),
            "contexts": [_SERVER, _OWN_CHAT],
            "integration_types": [_IN_SERVERS],
        }
        for name, description in said.items()
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
