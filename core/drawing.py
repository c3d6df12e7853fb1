"""A weave as shapes on a sheet: lines, beads and labels as numbers, for whoever draws them.

Sides are told apart by place, by shape and by colour, each of them alone being enough. Lengths are pixels of
a sheet 800 wide, which a phone shows on about 400 points: two of them are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.weave import Opening, Weave

WIDTH = 800
MARGIN = 40
TEXT = 30
"""15 points on a phone; below 14 nobody reads in a hurry. [P]"""
HEADING = 38
LEFT, RIGHT = 164, WIDTH - MARGIN
IN_A_ROW = 20
"""Openings in a row; a fuller week takes another."""
FEWEST = 10
"""Openings for which there is room at least: a single one does not stand alone in an empty row."""
MOST_ROWS = 9
STRANDS = 56
"""Between the two strands of a row."""
ROW = 112
BEAD = 11
"""A bead's radius."""


class Anchor(StrEnum):
    LEFT = "left"
    MIDDLE = "middle"


class Shade(StrEnum):
    """What a thing is drawn for; the painter knows its colour."""

    ONE = "one"
    OTHER = "other"
    NEITHER = "neither"
    QUIET = "quiet"
    INK = "ink"


@dataclass(frozen=True, slots=True)
class Line:
    points: tuple[tuple[float, float], ...]
    shade: Shade
    width: float


@dataclass(frozen=True, slots=True)
class Bead:
    """Round for the one side, square on its tip for the other; hollow where no answer was seen."""

    x: float
    y: float
    shade: Shade
    filled: bool


@dataclass(frozen=True, slots=True)
class Label:
    """`y` is the middle of its letters."""

    x: float
    y: float
    text: str
    size: int
    shade: Shade = Shade.INK
    anchor: Anchor = Anchor.LEFT
    width: float = WIDTH
    """Room for it: a longer text is cut."""


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    lines: tuple[Line, ...]
    beads: tuple[Bead, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands on the sheet."""

    title: str
    one: str
    other: str
    answered: str
    unanswered: str
    weeks: tuple[str, ...]
    """One for each week of the weave."""


@dataclass(slots=True)
class _Sheet:
    sided: bool
    """Whose openings they were may be shown."""
    heard: bool
    """What came back is known."""
    lines: list[Line] = field(default_factory=list)
    beads: list[Bead] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def draw(found: Weave, words: Words) -> Drawing:
    """The sheet of a weave. Its height follows from how many rows the weeks take."""
    sheet = _Sheet(any(opening.side is not None for opening in found.openings), found.heard)
    top = _legend(sheet, words)
    rows = _rows(found, words)
    columns = [_columns(openings) for _, openings in rows]
    step = _step(columns)
    for place, (label, openings) in enumerate(rows):
        xs = [LEFT + BEAD + step * column for column in columns[place]]
        _row(sheet, top + place * ROW, label, openings, xs)
    height = top + len(rows) * ROW + MARGIN // 2
    return Drawing(WIDTH, round(height), tuple(sheet.lines), tuple(sheet.beads), tuple(sheet.labels))


def _rows(found: Weave, words: Words) -> list[tuple[str, tuple[Opening, ...]]]:
    """Rows of at most `IN_A_ROW`, the newest `MOST_ROWS` of them; a week's first one has its label."""
    rows: list[tuple[str, tuple[Opening, ...]]] = []
    for label, week in zip(words.weeks, found.weeks, strict=True):
        parts = [week.openings[at : at + IN_A_ROW] for at in range(0, len(week.openings), IN_A_ROW)]
        rows += [(label if not place else "", part) for place, part in enumerate(parts or [()])]
    return rows[-MOST_ROWS:]


def _legend(sheet: _Sheet, words: Words) -> float:
    """Title, sides and signs; returns where the rows begin."""
    y = MARGIN + HEADING / 2
    sheet.labels.append(Label(MARGIN, y, words.title, HEADING, width=WIDTH - 2 * MARGIN))
    if not sheet.sided:
        return y + HEADING + 10
    y += 62
    half = (WIDTH - 2 * MARGIN) / 2
    for x, side, name in ((MARGIN, 0, words.one), (MARGIN + half, 1, words.other)):
        sheet.beads.append(Bead(x + BEAD, y, _shade(side), filled=True))
        sheet.labels.append(Label(x + 34, y, name, TEXT, width=half - 44))
    if not sheet.heard:
        return y + 44
    y += 50
    for x, filled, text in ((MARGIN, True, words.answered), (MARGIN + half, False, words.unanswered)):
        for place, side in enumerate((0, 1)):
            sheet.beads.append(Bead(x + BEAD + 28 * place, y, _shade(side), filled))
        sheet.labels.append(Label(x + 62, y, text, TEXT, width=half - 72))
    return y + 44


def _row(sheet: _Sheet, top: float, label: str, openings: Sequence[Opening], xs: Sequence[float]) -> None:
    upper, lower = top + (ROW - STRANDS) / 2, top + (ROW + STRANDS) / 2
    middle = (upper + lower) / 2
    sheet.labels.append(Label(MARGIN, middle, label, TEXT, width=LEFT - MARGIN - 16))
    for y in (upper, lower) if sheet.sided else (middle,):
        sheet.lines.append(Line(((LEFT, y), (RIGHT, y)), Shade.QUIET, 2))
    level = {0: upper, 1: lower, None: middle}
    spots = [(x, level[opening.side]) for x, opening in zip(xs, openings, strict=True)]
    for place in range(1, len(openings)):
        _join(sheet, openings[place - 1], openings[place], spots[place - 1], spots[place])
    for (x, y), opening in zip(spots, openings, strict=True):
        filled = opening.answered or not (sheet.sided and sheet.heard)
        sheet.beads.append(Bead(x, y, _shade(opening.side), filled))


def _columns(openings: Sequence[Opening]) -> list[int]:
    """In which place of its row each stands: answers shown together stand one above the other."""
    columns: list[int] = []
    for place, opening in enumerate(openings):
        before = openings[place - 1] if place else None
        together = before is not None and before.asked and opening.asked and before.side != opening.side
        paired = together and (place < 2 or columns[-1] != columns[-2])
        columns.append((columns[-1] + (0 if paired else 1)) if columns else 0)
    return columns


def _step(columns: Sequence[Sequence[int]]) -> float:
    """From one place to the next, the same in all rows: the fullest row takes the whole width."""
    last = max((row[-1] for row in columns if row), default=0)
    return (RIGHT - LEFT - 2 * BEAD) / max(last, FEWEST - 1)


def _join(
    sheet: _Sheet, a: Opening, b: Opening, start: tuple[float, float], end: tuple[float, float]
) -> None:
    """The thread: broad along a strand, slender where it crosses; none to or from a check-in's answers."""
    if a.asked and b.asked and start[0] == end[0]:
        sheet.lines.append(Line((start, end), Shade.QUIET, 4))
    elif not a.asked and not b.asked:
        same = a.side == b.side
        sheet.lines.append(Line((start, end), _shade(a.side) if same else Shade.NEITHER, 8 if same else 5))


def _shade(side: int | None) -> Shade:
    return {0: Shade.ONE, 1: Shade.OTHER, None: Shade.NEITHER}[side]
