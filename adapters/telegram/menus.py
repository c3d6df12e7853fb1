"""The commands that the bot answers, and the menus in which Telegram lists them.

To add one: a line in DESCRIPTIONS, its name in IN_GROUPS if it makes sense there, its answer in the shell.
"""

from __future__ import annotations

from collections.abc import Mapping

DESCRIPTIONS: Mapping[str, str] = {
    "checkin": "A question for all of you, answered in private, shown together",
    "checkins": "When these questions come by themselves",
    "level": "How deep these questions go",
    "prompts": "Which questions check-ins ask, and your own ones",
    "park": "Put a hard topic off until all are ready (as a reply to it)",
    "mark": "Say that a message of yours matters (as a reply to it)",
    "mirror": "See what comes across in a reply before you send it",
    "keep": "Be reminded of something about the other, in private",
    "recap": "How you take turns",
    "why": "The last note, explained",
    "settings": "What I do for you",
    "hours": "Your clock and your quiet hours",
    "chat": "What is on in this chat, for all of you",
    "moderate": "For a community's moderators",
    "pause": "Rest: nothing of yours is read",
    "resume": "End the rest",
    "privacy": "What is kept, and who can read it",
    "mydata": "What is kept about you",
    "leave": "Ways to step back, each with what follows",
    "withdraw": "Take your agreement back",
    "forget": "Erase everything about you",
    "hide": "Make this private thread tell nothing",
    "show": "Bring it back",
    "example": "What I do, shown with made-up words",
    "help": "What you can do",
}
"""By command, in the order of the menu; at most 256 characters each."""
IN_GROUPS = ("checkin", "park", "mark", "chat", "pause", "resume", "leave", "privacy", "help")
"""What the menu of a shared chat lists; every command is understood everywhere."""
COMMANDS = frozenset({"start", *DESCRIPTIONS})
"""What counts as a command. Any other word behind a slash is an ordinary message."""
