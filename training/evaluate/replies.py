"""Replies to disclosures: whether they met the person, and what they were instead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.reading.scores import Stance
from training import corpora
from training.corpora import REPLY_COLUMNS, Reply
from training.evaluate.baselines import Baselines
from training.evaluate.intervals import Figure
from training.evaluate.labels import groups
from training.evaluate.metrics import (
    Choices,
    Numbers,
    auc,
    f1,
    macro_f1,
    matched_auc,
    matched_pairs,
    spearman,
)
from training.evaluate.run import Run
from training.evaluate.tables import Table, Wanted, at_least, figure_row, figures
from training.labels import stance_of

STANCES = tuple(Stance)
FELT, DISINTEREST, CRITICISM, ADVICE = (
    REPLY_COLUMNS.index(name) for name in ("felt", "disinterest", "criticism", "advice")
)
BASELINE_COLUMNS = (
    "reader",
    "responsive, AUC (95 %)",
    "length-matched, AUC (95 %)",
    "advice, AUC (95 %)",
    "criticism, AUC (95 %)",
)


def replies(run: Run, baselines: Baselines) -> list[Table]:
    """Each set by itself; disclosures of all of them are unseen."""
    tables = []
    for name, cases in reply_sets(run).items():
        tables.append(_figures(run, name, cases))
        tables.append(_stances(run, name, cases))
        if run.with_baselines:
            tables.append(_beside(run, name, cases, baselines))
    return tables


def reply_sets(run: Run) -> dict[str, list[Reply]]:
    """Real dialogue, the data's own part, and what is held back of `training/written`."""
    sets = {
        f"written ({run.part})": [r for r in corpora.replies(run.data) if r.part == run.part],
        "everyday dialogue": corpora.everyday_replies(run.data),
        "written here (held)": [r for r in run.own[1] if r.part == "held"],
        "written later (never taught)": run.later[1],
    }
    return {name: cases for name, cases in sets.items() if cases}


def _figures(run: Run, name: str, cases: Sequence[Reply]) -> Table:
    readings = run.responses([(case.to, case.text) for case in cases])
    asked = _WANTED.get(name.partition(" (")[0], {})
    rho = np.array([r.responsiveness for r in readings])
    score = {
        "advice": np.array([r.advice for r in readings]),
        "criticism": np.array([r.criticism for r in readings]),
        "contempt": np.array([r.contempt for r in readings]),
    }
    rows = [
        figure_row(
            "responsive against the rest, AUC", _ranked(run, cases, responsive(cases), rho), asked.get("auc")
        ),
        figure_row(
            "responsive against disinterested, same length, AUC",
            _matched(run, cases, rho),
            asked.get("matched"),
        ),
        figure_row("stance, macro F1", _macro(run, cases, [r.stance for r in readings]), asked.get("stance")),
        figure_row("advice, AUC", _ranked(run, cases, advising(cases), score["advice"]), asked.get("advice")),
        figure_row(
            "criticism, AUC", _ranked(run, cases, critical(cases), score["criticism"]), asked.get("criticism")
        ),
        figure_row("contempt, AUC", _ranked(run, cases, contemptuous(cases), score["contempt"])),
    ]
    for scale in ("understanding", "appreciation", "caring"):
        label = np.array([case.labels[REPLY_COLUMNS.index(scale)] for case in cases])
        read = np.array([getattr(r, scale) for r in readings])
        figure = run.bootstrap(spearman, groups(cases), label, read)
        rows.append(figure_row(f"{scale}, Spearman", figure, asked.get("scale")))
    pairs = int(matched_pairs(*_matched_words(cases)).sum())
    return figures(f"Replies: {name}", rows, f"{pairs} pairs of the same length (within 15 % or one word).")


_WANTED: dict[str, dict[str, Wanted]] = {
    "written": {
        "auc": at_least(0.93),
        "matched": at_least(0.88),
        "stance": at_least(0.75),
        "advice": at_least(0.95),
        "criticism": at_least(0.93),
        "scale": at_least(0.65),
    },
    "everyday dialogue": {"auc": at_least(0.85)},
}


def responsive(cases: Sequence[Reply]) -> Numbers:
    """1 met, 0 not, nan where two labellings differ."""
    return np.array([_yes(case.labels[FELT], 0.0, 1.0) for case in cases])


def advising(cases: Sequence[Reply]) -> Numbers:
    return np.array([_yes(case.labels[ADVICE], 0.0, 1.0) for case in cases])


def critical(cases: Sequence[Reply]) -> Numbers:
    """Label 1 or 2."""
    return np.array([_yes(case.labels[CRITICISM], 0.0, 1.0) for case in cases])


def contemptuous(cases: Sequence[Reply]) -> Numbers:
    """Label 2."""
    return np.array([_yes(case.labels[CRITICISM], 1.0, 2.0) for case in cases])


def _yes(label: float, no: float, yes: float) -> float:
    if label >= yes:
        return 1.0
    return 0.0 if label <= no else np.nan


def _ranked(run: Run, cases: Sequence[Reply], truth: Numbers, score: Numbers) -> Figure:
    there = ~np.isnan(truth)
    of = [group for group, keep in zip(groups(cases), there, strict=True) if keep]
    return run.bootstrap(auc, of, truth[there], score[there])


def _sides(cases: Sequence[Reply]) -> Numbers:
    """1 responsive, 0 disinterested and not responsive, nan neither."""
    met = responsive(cases)
    cold = np.array([case.labels[DISINTEREST] >= 1 for case in cases])
    return np.where(met == 1, 1.0, np.where((met == 0) & cold, 0.0, np.nan))


def _words(cases: Sequence[Reply]) -> Numbers:
    return np.array([len(case.text.split()) for case in cases], np.float64)


def _matched_words(cases: Sequence[Reply]) -> tuple[Numbers, Numbers]:
    side, words = _sides(cases), _words(cases)
    return words[side == 1], words[side == 0]


def _matched(run: Run, cases: Sequence[Reply], score: Numbers) -> Figure:
    side = _sides(cases)
    there = ~np.isnan(side)
    of = [group for group, keep in zip(groups(cases), there, strict=True) if keep]
    return run.bootstrap(matched_auc, of, side[there], score[there], _words(cases)[there])


def _classes(stances: Sequence[Stance]) -> Choices:
    return np.array([STANCES.index(stance) for stance in stances], np.int64)


def _macro(run: Run, cases: Sequence[Reply], read: Sequence[Stance]) -> Figure:
    truth = _classes([stance_of(case.labels) for case in cases])
    present = sorted(set(truth.tolist()))

    def figure(true: Choices, found: Choices) -> float:
        return macro_f1(true, found, present)

    return run.bootstrap(figure, groups(cases), truth, _classes(read))


def _stances(run: Run, name: str, cases: Sequence[Reply]) -> Table:
    readings = run.responses([(case.to, case.text) for case in cases])
    true = _classes([stance_of(case.labels) for case in cases])
    read = _classes([r.stance for r in readings])
    rows = []
    for i, stance in enumerate(STANCES):
        is_true, is_read = (true == i).astype(float), (read == i).astype(float)
        figure = run.bootstrap(f1, groups(cases), is_true, is_read)
        rows.append((stance.value, str(int(is_true.sum())), str(int(is_read.sum())), str(figure)))
    return Table(f"Stances: {name}", ("stance", "labelled", "read", "F1 (95 %)"), tuple(rows))


def _beside(run: Run, name: str, cases: Sequence[Reply], baselines: Baselines) -> Table:
    readings = run.responses([(case.to, case.text) for case in cases])
    read = {
        "responsive": np.array([r.responsiveness for r in readings]),
        "advice": np.array([r.advice for r in readings]),
        "criticism": np.array([r.criticism for r in readings]),
    }
    truths = {"responsive": responsive, "advice": advising, "criticism": critical}
    words = dict.fromkeys(truths, _words(cases))
    columns = {"the reader": read, "number of words": words, **baselines.replies(cases, truths)}
    rows = [_beside_row(run, reader, cases, found) for reader, found in columns.items()]
    return Table(f"Replies, beside the baselines: {name}", BASELINE_COLUMNS, tuple(rows))


def _beside_row(
    run: Run, reader: str, cases: Sequence[Reply], found: dict[str, Numbers] | None
) -> tuple[str, ...]:
    if found is None:
        return reader, "not installed", "", "", ""
    return (
        reader,
        str(_ranked(run, cases, responsive(cases), found["responsive"])),
        str(_matched(run, cases, found["responsive"])),
        str(_ranked(run, cases, advising(cases), found["advice"])),
        str(_ranked(run, cases, critical(cases), found["criticism"])),
    )
