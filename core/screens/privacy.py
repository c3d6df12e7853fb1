"""What is kept, for how long and who sees it: made from the table that a test holds against the store."""

from __future__ import annotations

from collections.abc import Mapping

from core.privacy import Line, Section, lines_of
from core.screens.buttons import row
from core.screens.model import Screen
from core.screens.wording import View


def privacy(args: Mapping[str, str], view: View) -> Screen:
    """In short, with a page for each section behind a button. args: section, for one of these pages."""
    say = view.words.say
    if "section" in args:
        section = Section(args["section"])
        lines = [_in_full(line, view) for line in lines_of(section)]
        title = say("privacy_sections", section)
        return Screen(title=title, text="\n".join(lines), rows=(row(view, "privacy_back"),))
    kept = [f"• {say('privacy_sections', section)}: {_in_short(section, view)}" for section in Section]
    text = "\n".join((say("privacy"), *kept, say("privacy", "after", operator=view.operator)))
    buttons = row(view, *(f"privacy_{section}" for section in Section))
    return Screen(title=say("privacy", "title"), text=text, rows=(buttons[:2], buttons[2:]))


def _in_short(section: Section, view: View) -> str:
    return ", ".join(view.words.say("privacy_names", line.key) for line in lines_of(section)) + "."


def _in_full(line: Line, view: View) -> str:
    say = view.words.say
    words = (say("privacy_lines", line.key), say("privacy_kept", line.kept), say("privacy_seen", line.seen))
    return f"• {' '.join(words)}"


SCREENS = {"privacy": privacy}
