"""Pictures of figures, as small PNG files that come out the same each time."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.evaluate.intervals import Figure, share
from training.evaluate.metrics import Numbers

_INK, _QUIET, _GRID = "#1f4e79", "#8a8a8a", "#dddddd"


def draw_calibration(path: Path, curves: Mapping[str, tuple[Numbers, Numbers]], bins: int = 10) -> None:
    """By source, (truth, probability): shares of disclosures in bins of equally many cases, with counts."""
    plt = _pyplot()
    columns = min(3, len(curves))
    rows = -(-len(curves) // columns)
    figure, grid = plt.subplots(
        rows, columns, figsize=(3.2 * columns, 3.1 * rows), squeeze=False, sharex=True
    )
    for axes in grid.flat[len(curves) :]:
        axes.set_visible(False)
    for axes, (name, (truth, probability)) in zip(grid.flat, curves.items(), strict=False):
        axes.plot([0, 1], [0, 1], color=_QUIET, linewidth=0.8, linestyle=":")
        for x, found in calibration_bins(truth, probability, bins):
            _point(axes, [x, x], [found.low, found.high], (x, found.value))
            axes.annotate(str(found.n), (x, found.high), fontsize=6, color=_QUIET, ha="center", va="bottom")
        axes.set_title(f"{name} (n {len(truth)})", fontsize=9)
        axes.set_xlim(-0.03, 1.03)
        axes.set_ylim(-0.03, 1.1)
        axes.grid(color=_GRID, linewidth=0.5)
        axes.tick_params(labelsize=7)
    figure.supxlabel("probability read (mean of the bin)", fontsize=9)
    figure.supylabel("share labelled a disclosure (95 %)", fontsize=9)
    _save(plt, figure, path)


def calibration_bins(truth: Numbers, probability: Numbers, bins: int = 10) -> list[tuple[float, Figure]]:
    """Mean probability and share of disclosures in bins of equally many cases."""
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return [(float(probability[part].mean()), share(truth[part] == 1)) for part in parts]


def draw_slices(path: Path, title: str, slices: Mapping[str, Figure]) -> None:
    """A row for each slice: the figure and its interval."""
    plt = _pyplot()
    shown = {name: found for name, found in slices.items() if not np.isnan(found.value)}
    figure, axes = plt.subplots(figsize=(6.4, 0.8 + 0.2 * max(1, len(shown))))
    for y, found in enumerate(shown.values()):
        _point(axes, [found.low, found.high], [y, y], (found.value, y))
    axes.set_yticks(range(len(shown)), [f"{name} (n {found.n})" for name, found in shown.items()], fontsize=7)
    axes.invert_yaxis()
    axes.set_xlim(-0.02, 1.02)
    axes.set_title(title, fontsize=9)
    axes.grid(axis="x", color=_GRID, linewidth=0.5)
    axes.tick_params(axis="x", labelsize=7)
    _save(plt, figure, path)


def _point(axes: Any, across: Sequence[float], up: Sequence[float], at: tuple[float, float]) -> None:
    """A figure between the ends of its interval."""
    axes.plot(across, up, color=_INK, linewidth=1.2)
    axes.plot([at[0]], [at[1]], marker="o", markersize=4, color=_INK)


def _pyplot() -> Any:
    import matplotlib as mpl

    logging.getLogger("matplotlib").setLevel(logging.WARNING)
    mpl.use("agg")
    from matplotlib import pyplot as plt

    return plt


def _save(plt: Any, figure: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(path, dpi=80, metadata={"Software": None})
    plt.close(figure)
