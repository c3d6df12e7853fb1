"""Chats and single messages written for this project: ranking, look-alikes by kind, and plain disclosures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from training.corpora import Message
from training.evaluate.baselines import Baselines
from training.evaluate.intervals import Share, share
from training.evaluate.labels import DISCLOSURE, NONLITERAL, decided, disclosures, groups
from training.evaluate.metrics import average_precision
from training.evaluate.plots import draw_slices
from training.evaluate.ranking import RANKING_COLUMNS, beside_baselines, ranking_row
from training.evaluate.run import Run, probabilities
from training.evaluate.tables import Table, at_least, at_most, figure_row, figures

PLAIN = ("plain", "understated")
"""How kinds begin of disclosures that are told without a word of feeling."""
CORPORA = frozenset({"offmychest", "goemotions", "topical_chat", "sms"})
"""Sources that were labelled here but not written here."""


def written(run: Run, baselines: Baselines) -> list[Table]:
    """What was written, and neither learnt from nor calibrated on."""
    cases = [m for m in decided(run.unseen()) if m.source not in CORPORA]
    chats = [m for m in cases if m.source == "chats"]
    tables = [
        _asked(run, cases),
        _ranking(run, "Written messages: ranking by source", cases),
        _ranking(run, "Written later, never taught: ranking by source", decided(run.later[0])),
        _by_kind(run, cases),
        _recall(run, cases),
    ]
    if run.with_baselines:
        title = f"Written chats ({run.part}), beside the baselines"
        tables.append(beside_baselines(run, title, chats, baselines.disclosure(chats)))
        singles = [m for m in cases if m.source == "singles"]
        title = f"Written single messages ({run.part}), beside the baselines"
        tables.append(beside_baselines(run, title, singles, baselines.disclosure(singles)))
    return tables


def look_alikes(run: Run, cases: Sequence[Message]) -> dict[str, Share]:
    """By kind of single message: how many that disclose nothing are tracked."""
    kinds = defaultdict(list)
    for case in cases:
        if _is_single(case) and case.labels[DISCLOSURE] == 0:
            kinds[f"{case.stratum} ({case.part})"].append(case)
    return {kind: share(run.tracked(run.messages(kinds[kind]))) for kind in sorted(kinds)}


def _ranking(run: Run, title: str, cases: Sequence[Message]) -> Table:
    by_source = defaultdict(list)
    for case in cases:
        by_source[f"{case.source}, {case.part}"].append(case)
    named = [*by_source.items(), ("together", list(cases))]
    rows = tuple(ranking_row(run, name, some, probabilities(run.messages(some))) for name, some in named)
    return Table(title, RANKING_COLUMNS, rows)


def _asked(run: Run, cases: Sequence[Message]) -> Table:
    tracked = run.tracked(run.messages(cases))
    playful = np.array([m.labels[NONLITERAL] == 1 and m.labels[DISCLOSURE] == 0 for m in cases])
    chats = [m for m in cases if m.source == "chats"]
    ranked = run.bootstrap(
        average_precision, groups(chats), disclosures(chats), probabilities(run.messages(chats))
    )
    alike = np.array([_is_single(m) and m.labels[DISCLOSURE] == 0 for m in cases])
    rows = [
        figure_row(f"written chats ({run.part}), average precision", ranked, at_least(0.92)),
        figure_row("nonliteral, tracked", share(tracked[playful]), at_most(0.03)),
        figure_row("look-alikes together, tracked", share(tracked[alike]), at_most(0.02)),
    ]
    return figures("Written messages: ranking of chats, and false alarms", rows)


def _by_kind(run: Run, cases: Sequence[Message]) -> Table:
    kinds = look_alikes(run, cases)
    if run.out is not None and kinds:
        draw_slices(run.out / f"false-alarms{run.suffix}.png", "look-alikes tracked, by kind", kinds)
    return figures("Written messages: false alarms by kind", [figure_row(k, s) for k, s in kinds.items()])


def _recall(run: Run, cases: Sequence[Message]) -> Table:
    kinds = defaultdict(list)
    for case in cases:
        if _is_single(case) and case.labels[DISCLOSURE] == 1:
            kinds[case.stratum].append(case)
    plain = [m for kind, some in kinds.items() if kind.startswith(PLAIN) for m in some]
    rows = [
        figure_row("plain or understated, tracked", share(run.tracked(run.messages(plain))), at_least(0.70))
    ]
    rows += [figure_row(kind, share(run.tracked(run.messages(kinds[kind])))) for kind in sorted(kinds)]
    return figures("Written messages: recall by kind", rows)


def _is_single(case: Message) -> bool:
    return case.source in ("singles", "hard_singles")
