"""Two pictures as small SVG files, the same bytes for the same seed: ROC, and when couples are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from bot.bench import measured
from bot.bench.claiming import told_on
from bot.bench.couples import Floats
from bot.bench.readers import PERFECT
from bot.bench.sample import Sample
from bot.bench.waiting import YEAR

WIDTH, HEIGHT, LEFT, TOP = 640, 400, 56, 40
PLOT_W, PLOT_H = 340, 300
COLOURS = ("#1b6ca8", "#b5541c", "#3a7d44", "#7a4988", "#555555", "#a8891b")
AT = 40
"""Disclosures at which the ROC is drawn."""


@dataclass(frozen=True, slots=True)
class Line:
    """A curve from 0 to 1 on both axes."""

    name: str
    x: Floats
    y: Floats
    dashed: bool = False


def roc(sample: Sample) -> str:
    """TTR at 40 disclosures under each reader, and balance beside it."""
    lines = []
    for name, reader in sample.readers.items():
        living, null = (
            measured.turn_taking(sample.heard(one, reader).first(AT)) for one in (sample.living, sample.null)
        )
        lines.append(_curve(f"TTR, {name}", living, null))
    living, null = (
        -measured.balance(sample.heard(one, PERFECT).first(AT)) for one in (sample.living, sample.null)
    )
    lines.append(_curve("balance alone, perfect", living, null, dashed=True))
    title = f"Living against null couples at {AT} disclosures"
    return _svg(title, "null couples taken for living ones", "living couples found", ("0", "1"), lines)


def first_claim(sample: Sample) -> str:
    """Share of couples told that they take turns, by day of the first year."""
    lines = []
    for name, reader in sample.readers.items():
        lines.append(_told(f"living, {name}", told_on(sample.heard(sample.living, reader))))
    own = sample.reader.with_own_ways()
    lines.append(_told("the last with check-ins, marks", told_on(sample.heard(sample.living, own))))
    moody = told_on(sample.heard(sample.moody, sample.reader))
    lines.append(_told(f"null and moody, {sample.reader_name}", moody, dashed=True))
    title = "Told that they take turns, within a year"
    return _svg(title, "days", "share of couples", ("0", str(YEAR)), lines)


def _curve(name: str, living: Floats, null: Floats, *, dashed: bool = False) -> Line:
    cuts = np.quantile(np.concatenate([living, null]), np.linspace(1, 0, 60)) if len(living) else np.zeros(0)
    return Line(
        name,
        np.array([0.0, *((null >= cut).mean() for cut in cuts), 1.0]),
        np.array([0.0, *((living >= cut).mean() for cut in cuts), 1.0]),
        dashed,
    )


def _told(name: str, day: Floats, *, dashed: bool = False) -> Line:
    days = np.linspace(0, YEAR, 74)
    return Line(name, days / YEAR, np.array([(day <= by).mean() for by in days]), dashed)


def _svg(title: str, x: str, y: str, ends: tuple[str, str], lines: Sequence[Line]) -> str:
    bottom, right = TOP + PLOT_H, LEFT + PLOT_W
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape('; '.join(map(_in_words, lines)))}</desc>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="16" font-size="15">{escape(title)}</text>',
        f'<rect x="{LEFT}" y="{TOP}" width="{PLOT_W}" height="{PLOT_H}" fill="none" stroke="#999999"/>',
        f'<text x="{LEFT + PLOT_W / 2:.0f}" y="{bottom + 34}" text-anchor="middle">{escape(x)}</text>',
        f'<text x="{LEFT - 8}" y="{TOP - 6}">{escape(y)}</text>',
        *(
            f'<text x="{at}" y="{bottom + 16}" text-anchor="middle">{end}</text>'
            for at, end in zip((LEFT, right), ends, strict=True)
        ),
        *(
            f'<text x="{LEFT - 6}" y="{bottom - PLOT_H * tick + 4:.0f}" text-anchor="end">{tick:g}</text>'
            for tick in (0, 0.25, 0.5, 0.75, 1)
        ),
    ]
    for number, line in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        style = f'stroke="{colour}" stroke-width="2"' + (' stroke-dasharray="6 4"' if line.dashed else "")
        points = " ".join(
            f"{LEFT + PLOT_W * px:.1f},{bottom - PLOT_H * py:.1f}"
            for px, py in zip(line.x, line.y, strict=True)
        )
        key = TOP + 14 + 22 * number
        parts += [
            f'<polyline fill="none" {style} points="{points}"/>',
            f'<line x1="{right + 16}" y1="{key}" x2="{right + 40}" y2="{key}" {style}/>',
            f'<text x="{right + 46}" y="{key + 4}" font-size="11">{escape(line.name)}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def _in_words(line: Line) -> str:
    middle = float(np.interp(0.5, line.x, line.y))
    return f"{line.name}: {middle:.2f} at the middle, {line.y[-1]:.2f} at the end"
