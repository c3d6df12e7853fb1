"""A text is tried on made-up people, by the very rules that decide live."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.dry_run import Outcome, dry_run
from core.ids import PersonId
from core.moderation import Moderation
from core.reading.scores import MessageReading
from tests.core.builders import MONDAY, PERSONAL, POLICY, SMALL_TALK, UNSURE

OPEN = Moderation(enabled=True, notes=True)
NOTHING = Outcome(opens=False, row="", noted=False)


@pytest.mark.parametrize(
    ("reading", "moderation", "default", "wanted"),
    [
        (SMALL_TALK, OPEN, NOTHING, NOTHING),
        (PERSONAL, Moderation(), Outcome(True, "public", False), Outcome(True, "public", False)),
        (PERSONAL, OPEN, Outcome(True, "public", False), Outcome(True, "unanswered", True)),
        (UNSURE, OPEN, Outcome(True, "public", False), Outcome(True, "unsure", False)),
        (
            replace(PERSONAL, crisis=0.9),
            OPEN,
            Outcome(True, "public", False),
            Outcome(True, "crisis", False),
        ),
        (
            PERSONAL,
            replace(OPEN, quiet_hours="18:00-23:00"),
            Outcome(True, "public", False),
            Outcome(True, "unanswered", True),
        ),
    ],
)
def test_the_row_that_decides_is_named(
    reading: MessageReading, moderation: Moderation, default: Outcome, wanted: Outcome
) -> None:
    found = dry_run(reading, moderation, POLICY, MONDAY)
    assert (found.default, found.wanted) == (default, wanted)


def test_the_reading_is_told_in_numbers() -> None:
    found = dry_run(replace(PERSONAL, topics=("work",)), OPEN, POLICY, MONDAY)
    assert (round(found.depth, 2), found.level, found.probability, found.topics) == (0.8, 4, 0.99, ("work",))
    assert not found.crisis


def test_who_is_exempt_makes_no_difference_to_made_up_people() -> None:
    exempting = replace(OPEN, exempt_roles=("7",), exempt_people=(PersonId("made-up/author"),))
    exempting = replace(exempting, enabled_roles=("8",))
    assert dry_run(PERSONAL, exempting, POLICY, MONDAY) == dry_run(PERSONAL, OPEN, POLICY, MONDAY)
