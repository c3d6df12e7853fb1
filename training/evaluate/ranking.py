"""How well a score ranks disclosures: the rows that several sections share, and the baselines beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from training.corpora import Message
from training.evaluate.intervals import Flags, share
from training.evaluate.labels import disclosures, groups
from training.evaluate.metrics import Numbers, auc, average_precision, recall_at_precision
from training.evaluate.run import Run, probabilities
from training.evaluate.tables import Table

RANKING_COLUMNS = (
    "messages",
    "n",
    "disclosures",
    "average precision (95 %)",
    "AUC (95 %)",
    "recall at precision .80 (95 %)",
)
BASELINE_COLUMNS = (
    "reader",
    "average precision (95 %)",
    "AUC (95 %)",
    "recall at precision .80 (95 %)",
    "non-disclosures flagged",
)


def ranking_row(run: Run, name: str, cases: Sequence[Message], score: Numbers) -> tuple[str, ...]:
    """A row of RANKING_COLUMNS."""
    truth, of = disclosures(cases), groups(cases)
    found = [
        str(run.bootstrap(figure, of, truth, score))
        for figure in (average_precision, auc, recall_at_precision)
    ]
    return name, str(len(cases)), str(int(truth.sum())), *found


def beside_baselines(
    run: Run, title: str, cases: Sequence[Message], baselines: Mapping[str, Numbers | None], *notes: str
) -> Table:
    """The reader, at its tracking threshold, beside scores of simpler ones, at one half."""
    readings = run.messages(cases)
    truth = disclosures(cases)
    rows = [_row(run, "the reader", cases, probabilities(readings), run.tracked(readings)[truth == 0])]
    for name, score in baselines.items():
        if score is None:
            rows.append((name, "not installed", "", "", ""))
        else:
            flagged = (score >= 0.5)[truth == 0] if name not in UNCALIBRATED else np.zeros(0, bool)
            rows.append(_row(run, name, cases, score, flagged))
    return Table(title, BASELINE_COLUMNS, tuple(rows), notes)


UNCALIBRATED = frozenset({"first person + VADER"})
"""Baselines whose score is no probability, so that one half means nothing."""


def _row(run: Run, name: str, cases: Sequence[Message], score: Numbers, flagged: Flags) -> tuple[str, ...]:
    return name, *ranking_row(run, name, cases, score)[3:], str(share(flagged))
