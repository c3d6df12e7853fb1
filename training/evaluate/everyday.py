"""Real everyday dialogue: evaluation only, never fitted to."""

from __future__ import annotations

import numpy as np

from training import corpora
from training.evaluate.baselines import Baselines
from training.evaluate.intervals import share
from training.evaluate.labels import decided, depth, disclosures, groups
from training.evaluate.metrics import auc, average_precision, recall_at_precision, spearman
from training.evaluate.ranking import beside_baselines
from training.evaluate.run import Run, probabilities
from training.evaluate.tables import Table, at_least, at_most, figure_row, figures

MOST_FLAGGED = 3
"""Of the 317 messages that were drawn at random and disclose nothing."""


def everyday(run: Run, baselines: Baselines) -> list[Table]:
    """Ranking, the random negatives, depth, and both thresholds."""
    cases = decided(corpora.everyday_dialogue(run.data))
    readings, of, truth = run.messages(cases), groups(cases), disclosures(cases)
    score = probabilities(readings)
    labelled = np.array([depth(m.labels) for m in cases])
    read = np.array([r.depth for r in readings])
    negative = np.array([m.stratum == "random" for m in cases]) & (truth == 0)
    tracked, nudged = run.tracked(readings), run.nudged(readings)
    most = at_most(round(MOST_FLAGGED / max(1, int(negative.sum())), 4))
    rows = [
        figure_row("average precision", run.bootstrap(average_precision, of, truth, score), at_least(0.60)),
        figure_row("AUC", run.bootstrap(auc, of, truth, score)),
        figure_row(
            "recall at precision .80", run.bootstrap(recall_at_precision, of, truth, score), at_least(0.40)
        ),
        figure_row(f"random negatives tracked (at most {MOST_FLAGGED})", share(tracked[negative]), most),
        figure_row("random negatives above nudge", share(nudged[negative])),
        figure_row("Spearman of depth", run.bootstrap(spearman, of, labelled, read), at_least(0.70)),
        figure_row("precision at tracking", share(truth[tracked] == 1)),
        figure_row("recall at tracking", share(tracked[truth == 1])),
        figure_row("precision at nudge", share(truth[nudged] == 1)),
        figure_row("recall at nudge", share(nudged[truth == 1])),
    ]
    tables = [figures("Everyday dialogue", rows, "Read without earlier lines: the file gives none.")]
    if run.with_baselines:
        title = "Everyday dialogue, beside the baselines"
        tables.append(beside_baselines(run, title, cases, baselines.disclosure(cases)))
    return tables
