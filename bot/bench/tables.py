"""What the bench prints: tables and gates as Markdown, aligned so that a terminal shows them well, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.bench.figures import Figure


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading; a note says how to read it."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def __str__(self) -> str:
        lines = [list(self.columns), *map(list, self.rows)]
        widths = [max(len(line[n]) for line in lines) for n in range(len(self.columns))]
        padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
        padded.insert(1, ["-" * width for width in widths])
        table = "\n".join(f"| {' | '.join(line)} |" for line in padded)
        return "\n\n".join(part for part in (f"## {self.title}", table, self.note) if part) + "\n"


@dataclass(frozen=True, slots=True)
class Gate:
    """Something a release must reach: a figure, and the end of its range."""

    name: str
    figure: Figure
    limit: float
    at_most: bool = False

    @property
    def is_met(self) -> bool:
        """By the figure itself; its interval is printed beside it."""
        return self.figure.value <= self.limit if self.at_most else self.figure.value >= self.limit

    @property
    def row(self) -> tuple[str, str, str, str]:
        """As a row of the table of gates."""
        sign = "≤" if self.at_most else "≥"
        return self.name, str(self.figure), f"{sign} {self.limit:g}", "pass" if self.is_met else "short"


def table_of(gates: Sequence[Gate]) -> Table:
    """All gates, and how many are met."""
    met = sum(gate.is_met for gate in gates)
    note = f"{met} of {len(gates)} gates are met."
    return Table("Release gates", ("gate", "figure (95 %)", "wanted", ""), [gate.row for gate in gates], note)
