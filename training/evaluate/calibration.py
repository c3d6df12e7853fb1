"""Whether a probability of .7 is right seven times in ten."""

from __future__ import annotations

from collections import defaultdict

from training import corpora
from training.corpora import Message
from training.evaluate.baselines import Baselines
from training.evaluate.labels import decided, disclosures, groups
from training.evaluate.metrics import calibration_error
from training.evaluate.plots import calibration_bins, draw_calibration
from training.evaluate.run import Run, probabilities
from training.evaluate.tables import Table, at_most, figure_row, figures

FEWEST = 100
"""Cases of a source: below, its curve shows chance alone, and none is drawn."""


def calibration(run: Run, _baselines: Baselines) -> list[Table]:
    """Expected calibration error by source and pooled, with the curves."""
    by_source: dict[str, list[Message]] = defaultdict(list)
    measured = [m for m in decided(run.labelled) if m.part == run.part]
    dialogue = decided(corpora.everyday_dialogue(run.data))
    for case in [*measured, *dialogue]:
        by_source[case.source].append(case)
    sets = {
        "pooled": [*measured, *dialogue], "pooled without dialogue": measured,
        "held of training/written": decided([m for m in run.own[0] if m.part == "held"]), **by_source,
    }  # fmt: skip
    rows, curves = [], {}
    for name, cases in sets.items():
        truth, read = disclosures(cases), probabilities(run.messages(cases))
        figure = run.bootstrap(calibration_error, groups(cases), truth, read)
        rows.append(figure_row(name, figure, at_most(0.05) if name == "pooled" else None))
        if len(cases) >= FEWEST or name == "pooled":
            curves[name] = truth, read
    if run.out is not None:
        draw_calibration(run.out / f"calibration{run.suffix}.png", curves)
    bins = calibration_bins(*curves["pooled"])
    table = Table(
        "Calibration: pooled, by bin",
        ("bin", "n", "mean probability", "labelled disclosures (95 %)"),
        tuple((str(i), str(found.n), f"{x:.3f}", str(found)) for i, (x, found) in enumerate(bins, start=1)),
    )
    note = "Ten bins of equally many cases. A small set has a large error by chance alone."
    return [figures("Calibration: expected calibration error", rows, note), table]
