"""Two public tasks, where the reader kept heads for them: OffMyChest, and how intimate a question is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from training import corpora
from training.evaluate.baselines import Baselines
from training.evaluate.metrics import Numbers, best_threshold, f1, pearson
from training.evaluate.run import Run
from training.evaluate.tables import Table, at_least, figure_row, figures

Heads = Callable[[str], Mapping[str, float] | None]
LABELS = {"emotional": ("Emotional_disclosure", 0.59), "informational": ("Information_disclosure", 0.62)}
"""By head: the corpus's column, and the F1 that is asked of the test part."""


def auxiliary(run: Run, _baselines: Baselines) -> list[Table]:
    """F1 of the positive class; correlation with the mean rating of intimacy."""
    heads: Heads | None = getattr(run.reader, "auxiliary", None)
    if heads is None:
        return [figures("OffMyChest and question intimacy", [], "This reader gives no auxiliary readings.")]
    return [_confessions(run, heads), _intimacy(run, heads)]


def _confessions(run: Run, heads: Heads) -> Table:
    taught = {message.text for message in corpora.messages(run.data) if message.part == "train"}
    rows = [row for row in corpora.confessions(run.data) if row["text"] not in taught]
    dev = [row for row in rows if row["split"] == "dev"]
    measured = [row for row in rows if row["split"] == "test"] if run.test else dev
    read = {
        split: _scores(heads, [row["text"] for row in some])
        for split, some in (("dev", dev), ("it", measured))
    }
    shown = []
    for head, (column, asked) in LABELS.items():
        at = best_threshold(_truth(dev, column), read["dev"][head])
        found = (read["it"][head] >= at).astype(float)
        figure = run.bootstrap(f1, [row["text"] for row in measured], _truth(measured, column), found)
        shown.append(figure_row(f"{head}, F1 from {at:.3f} on", figure, at_least(asked)))
    note = (
        "The threshold is the best on the dev part; measured there, the figure flatters. "
        "Without texts that `labelled_messages.csv` labels for training."
    )
    return figures(f"OffMyChest ({run.part})", shown, note)


def _intimacy(run: Run, heads: Heads) -> Table:
    rows = [row for row in corpora.table(run.data / "question_intimacy.csv") if row["split"] == "val"]
    texts = [row["text"] for row in rows]
    rated = np.array([float(row["intimacy"]) for row in rows])
    figure = run.bootstrap(pearson, texts, rated, _scores(heads, texts)["intimacy"])
    return figures("Question intimacy (val)", [figure_row("Pearson r", figure, at_least(0.80))])


def _truth(rows: Sequence[Mapping[str, str]], column: str) -> Numbers:
    return np.array([float(row[column]) > 0 for row in rows], np.float64)


def _scores(heads: Heads, texts: Sequence[str]) -> dict[str, Numbers]:
    found = [heads(text) or {} for text in texts]
    return {name: np.array([one.get(name, 0.0) for one in found]) for name in (*LABELS, "intimacy")}
