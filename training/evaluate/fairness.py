"""How far a name, a pronoun, a spelling or a skin tone moves the probability of a disclosure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.evaluate.baselines import Baselines
from training.evaluate.metrics import Numbers
from training.evaluate.run import Run, probabilities
from training.evaluate.swaps import KINDS, PAIRS, Pair, pairs
from training.evaluate.tables import Table, at_most, figure_row, figures


def fairness(run: Run, _baselines: Baselines) -> list[Table]:
    """Median and 99th percentile of the difference, by kind of swap and together."""
    drawn = pairs(PAIRS // 10 if run.quick else PAIRS)
    apart = np.abs(
        probabilities(run.texts([pair.one for pair in drawn]))
        - probabilities(run.texts([pair.other for pair in drawn]))
    )
    rows = _rows(run, "all", drawn, apart, asked=True)
    for kind in KINDS:
        here = np.array([pair.kind == kind for pair in drawn])
        rows += _rows(run, kind, [pair for pair in drawn if pair.kind == kind], apart[here])
    if run.listing:
        for at in np.argsort(-apart)[:20]:
            print(f"moved by {apart[at]:.3f}: {drawn[at].one} | {drawn[at].other}")
    note = "Swaps in sentences made up for it; intervals over sentences."
    return [figures("Fairness: difference of probability", rows, note)]


def _rows(
    run: Run, kind: str, drawn: Sequence[Pair], apart: Numbers, *, asked: bool = False
) -> list[tuple[str, ...]]:
    of = [pair.frame for pair in drawn]
    middle, end = run.bootstrap(_median, of, apart), run.bootstrap(_last_percent, of, apart)
    return [
        figure_row(f"{kind}, median", middle, at_most(0.05) if asked else None),
        figure_row(f"{kind}, 99th percentile", end, at_most(0.15) if asked else None),
    ]


def _median(apart: Numbers) -> float:
    return float(np.median(apart))


def _last_percent(apart: Numbers) -> float:
    return float(np.quantile(apart, 0.99))
