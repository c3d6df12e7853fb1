"""Hours and days are written as the language writes them, on every screen."""

from __future__ import annotations

import re
from dataclasses import replace

from config.wording.babel_habits import BabelHabits
from core.people import Person, QuietHours
from core.screens.catalogue import screen_of
from tests.core.builders import ANA, BEN, MONDAY
from tests.core.screens.all_args import CASES, VIEWS, WORDS

BY_HAND = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{4}-\d{2}-\d{2}\b")
"""What an hour or a day looks like that no language's habits wrote: Finnish has 18.02 and 2.3.2026."""
FINNISH = replace(WORDS, habits=BabelHabits("fi"))
TO_BE_TYPED = set(BY_HAND.findall(" ".join(str(text) for text in WORDS.texts.values())))
"""Examples of what people may write: these are the same in every language."""


def test_no_screen_writes_them_by_hand() -> None:
    found = []
    for kind, args in CASES:
        typed = {each for value in args.values() for each in BY_HAND.findall(value)} | TO_BE_TYPED
        for view in VIEWS:
            reader = replace(view.reader, quiet_hours=QuietHours.parse("21:17-07:43"))
            words = replace(view.words, habits=FINNISH.habits)
            screen = screen_of(kind, args, replace(view, words=words, reader=reader))
            said = " ".join((screen.title, screen.text, *(button.label for button in screen.buttons())))
            found += [(kind, each) for each in BY_HAND.findall(said) if each not in typed]
    assert found == []


def test_quiet_hours_and_the_audit_follow_the_language() -> None:
    reader = Person(id=ANA, quiet_hours=QuietHours.parse("22:00-08:00"))
    view = replace(VIEWS[0], words=FINNISH, reader=reader)
    assert "22.00–8.00" in screen_of("hours_done", {}, view).text
    audit = {"count": "1", "at0": MONDAY.isoformat(), "by0": BEN, "field0": "zone"}
    assert "2.3.2026" in screen_of("moderation_audit", audit, view).text
    assert {"0.00", "21.00"} <= {each.label for each in screen_of("hours_from", {}, view).buttons()}
