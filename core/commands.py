"""The commands that people may give, by name. What each is for stands in the wording, what it does in a flow.

To add one: its name below, its line under [commands] of every wording file, its answer in a module of
`bot/flows/`. Tests hold the three against each other; /help and every platform's menu follow from them.
"""

from __future__ import annotations

from typing import Final

COMMANDS: Final = (
    "start",
    "pair",
    "checkin",
    "checkins",
    "level",
    "prompts",
    "park",
    "mark",
    "mirror",
    "keep",
    "recap",
    "why",
    "settings",
    "hours",
    "chat",
    "moderate",
    "pause",
    "resume",
    "privacy",
    "mydata",
    "leave",
    "withdraw",
    "forget",
    "hide",
    "show",
    "example",
    "help",
)
"""In the order in which they are listed."""
IN_CHATS: Final = frozenset(
    {"checkin", "park", "mark", "chat", "pause", "resume", "leave", "privacy", "help"}
)
"""What makes sense to be listed where others are, too; every command is understood everywhere."""
ONLY_IN_CHATS: Final = frozenset({"moderate"})
"""What says nothing in private but where to say it."""
