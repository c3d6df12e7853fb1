"""The sheet of a recap: everything on it, large enough, and nothing off it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings

from core.drawing import BEAD, MARGIN, MOST_ROWS, ROW, WIDTH, Drawing, Shade, Words, draw
from core.weave import Weave, read
from tests.cases import cases
from tests.core.test_weave import WEAVES

PHONE = 400
"""Points across which a phone shows the sheet."""
LEGEND = 190
"""Where the rows begin, at the latest."""
READABLE = 14
"""Points."""


def sheet(found: Weave) -> Drawing:
    weeks = tuple(f"{week.monday.day} Sep" for week in found.weeks)
    return draw(found, Words(title="T", one="Ana", other="Ben", answered="a", unanswered="u", weeks=weeks))


@settings(max_examples=cases(150))
@given(WEAVES)
def test_everything_lies_on_the_sheet(found: Weave) -> None:
    drawn = sheet(found)
    far = BEAD * 1.3
    assert all(far <= b.x <= drawn.width - far and far <= b.y <= drawn.height - far for b in drawn.beads)
    assert all(
        0 <= x <= drawn.width and 0 <= y <= drawn.height for line in drawn.lines for x, y in line.points
    )
    assert all(label.x + label.width <= drawn.width - MARGIN / 2 for label in drawn.labels)


@settings(max_examples=cases(150))
@given(WEAVES)
def test_letters_are_large_enough_on_a_phone_and_the_sheet_is_not_endless(found: Weave) -> None:
    drawn = sheet(found)
    assert min(label.size for label in drawn.labels) * PHONE / WIDTH >= READABLE
    assert drawn.height <= MOST_ROWS * ROW + 260


def test_beads_of_one_row_do_not_touch_however_many_there_are() -> None:
    beads = [bead for bead in sheet(read("2026-03-02=" + "A" * 60)).beads if bead.y > LEGEND]
    gaps = [b.x - a.x for a, b in pairwise(beads) if a.y == b.y]
    assert min(gaps) > 2 * BEAD


def test_answers_shown_together_stand_one_above_the_other() -> None:
    first, second, third, fourth = (b.x for b in sheet(read("2026-03-02=A'B'A'B'")).beads if b.y > LEGEND)
    assert first == second < third == fourth


def test_nothing_is_said_of_sides_before_twenty() -> None:
    drawn = sheet(read("2026-03-02=nnn"))
    assert {bead.shade for bead in drawn.beads} == {Shade.NEITHER}
    assert "Ana" not in {label.text for label in drawn.labels}


def test_where_no_answer_is_heard_the_sheet_does_not_speak_of_answers() -> None:
    drawn = sheet(read("unheard 2026-03-02=ab"))
    assert {"a", "u"}.isdisjoint(label.text for label in drawn.labels)
    assert all(bead.filled for bead in drawn.beads)
