"""Tables as they are printed and kept: for a terminal, and as Markdown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from training.evaluate.intervals import Figure


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a figure: at least, or at most, `limit`."""

    limit: float
    at_most: bool = False

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.limit:g}"

    def verdict(self, value: float) -> str:
        """In a word."""
        if math.isnan(value):
            return "–"
        return "met" if (value <= self.limit if self.at_most else value >= self.limit) else "short"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, rows and what must be known to read them. Cells are plain text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def as_text(self) -> str:
        """In columns, for a terminal."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns))]
        shown = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
        ]
        rule = "-" * max(len(line.rstrip()) for line in shown)
        body = [self.title, rule, *(line.rstrip() for line in shown), *(f"  {note}" for note in self.notes)]
        return "\n".join(body) + "\n"

    def as_markdown(self) -> str:
        """As a heading, a table and its notes."""
        head = [_row(self.columns), _row(["---"] * len(self.columns))]
        body = [_row([cell.replace("|", "\\|") for cell in row]) for row in self.rows]
        notes = "".join(f"\n{note}\n" for note in self.notes)
        return "\n".join([f"### {self.title}", "", *head, *body]) + "\n" + notes


FIGURE_COLUMNS = ("what", "n", "figure (95 %)", "wanted", "")


def figure_row(what: str, figure: Figure, wanted: Wanted | None = None) -> tuple[str, ...]:
    """A row of FIGURE_COLUMNS."""
    if wanted is None:
        return what, str(figure.n), str(figure), "", ""
    return what, str(figure.n), str(figure), str(wanted), wanted.verdict(figure.value)


def figures(title: str, rows: Sequence[tuple[str, ...]], *notes: str) -> Table:
    """A table of `figure_row`s."""
    return Table(title, FIGURE_COLUMNS, tuple(rows), notes)


def at_least(limit: float) -> Wanted:
    return Wanted(limit)


def at_most(limit: float) -> Wanted:
    return Wanted(limit, at_most=True)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
