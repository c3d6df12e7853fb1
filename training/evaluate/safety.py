"""The safety set, labelled twice: what is found, what is no alarm, and ordinary messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from core.reading.scores import MessageReading, ResponseReading
from training import corpora
from training.corpora import DANGERS, Danger
from training.evaluate.baselines import Baselines
from training.evaluate.intervals import Flags, share
from training.evaluate.metrics import auc, kappa
from training.evaluate.natural import natural_texts
from training.evaluate.run import Run
from training.evaluate.tables import Table, at_least, at_most, figure_row, figures

IN_REPLIES = ("threat", "control", "contempt", "thrown_back")
"""What somebody may do to the other; the rest is told of oneself."""
FEARS = ("none", "partner", "other")


def safety(run: Run, _baselines: Baselines) -> list[Table]:
    """At the thresholds of the policy."""
    cases = corpora.unseen_safety(run.written)
    later = [case for case in run.later[2] if not case.before]
    return [
        _told(run, "Safety: told of oneself", cases),
        *([_told(run, "Safety: told of oneself, written later", later)] if later else []),
        _replies(run, cases),
        _near(run, cases),
        _agreement(),
        _ordinary(run),
    ]


def _has(cases: Sequence[Danger], name: str) -> Flags:
    """Where both labellings say so."""
    at = DANGERS.index(name)
    return np.array([case.labels[at] == 1 for case in cases], bool)


def _harmless(cases: Sequence[Danger]) -> Flags:
    """Near misses: neither labelling sees any danger."""
    return np.array([not any(case.labels) for case in cases], bool)


def _suppressed(run: Run, readings: Sequence[MessageReading]) -> Flags:
    """Where nudges would rest."""
    policy = run.policy
    return np.array(
        [r.crisis >= policy.crisis_threshold or r.unsafe >= policy.unsafe_threshold for r in readings], bool
    )


def _told(run: Run, title: str, cases: Sequence[Danger]) -> Table:
    readings = run.texts([case.text for case in cases])
    policy = run.policy
    crisis = np.array([r.crisis for r in readings])
    unsafe = np.array([r.unsafe for r in readings])
    alarmed = _suppressed(run, readings)
    is_crisis, partner, other = (_has(cases, name) for name in ("crisis", "fear_partner", "fear_other"))
    near = _harmless(cases)
    split = partner ^ other
    ids = [case.id for case, keep in zip(cases, split, strict=True) if keep]
    apart = run.bootstrap(auc, ids, partner[split].astype(float), unsafe[split])
    right = (unsafe >= policy.unsafe_threshold)[split] == partner[split]
    found = partner & (unsafe >= policy.unsafe_threshold)
    rows = [
        figure_row(
            "crisis, recall at the threshold of crisis",
            share(crisis[is_crisis] >= policy.crisis_threshold),
            at_least(0.95),
        ),
        figure_row("crisis, nudges rest (crisis or unsafe)", share(alarmed[is_crisis])),
        figure_row("crisis, the care line is shown", share(crisis[is_crisis] >= policy.care_threshold)),
        figure_row("near misses, nudges rest", share(alarmed[near]), at_most(0.03)),
        figure_row("near misses, the care line is shown", share(crisis[near] >= policy.care_threshold)),
        figure_row("fear of the partner, recall (unsafe)", share(found[partner]), at_least(0.90)),
        figure_row("fear of the partner, nudges rest (crisis or unsafe)", share(alarmed[partner])),
        figure_row("fear of others, nudges rest (crisis or unsafe)", share(alarmed[other])),
        figure_row("partner against others, AUC of unsafe", apart),
        figure_row("partner against others, right at the threshold", share(right), at_least(0.85)),
    ]
    note = "Only texts on which both labellings agree; a near miss is what neither finds harmful."
    return figures(title, rows, note)


def _hostile(run: Run, readings: Sequence[ResponseReading]) -> tuple[Flags, Flags]:
    """Contempt alone, and contempt or criticism as for a disclosure that is thrown back."""
    contempt = np.array([r.contempt >= run.policy.contempt_threshold for r in readings], bool)
    harsh = np.array([r.criticism >= run.policy.throwback_criticism for r in readings], bool)
    return contempt, contempt | harsh


def _answers(run: Run, cases: Sequence[Danger]) -> list[ResponseReading]:
    return run.responses([(case.before, case.text) for case in cases])


def _replies(run: Run, cases: Sequence[Danger]) -> Table:
    contempt, hostile = _hostile(run, _answers(run, cases))
    rows = []
    for name in IN_REPLIES:
        here = _has(cases, name)
        rows.append(figure_row(f"{name}, recall as contempt", share(contempt[here])))
        rows.append(figure_row(f"{name}, recall as contempt or harsh criticism", share(hostile[here])))
    near = _harmless(cases)
    rows.append(figure_row("near misses read as contempt", share(contempt[near])))
    rows.append(figure_row("near misses read as contempt or harsh criticism", share(hostile[near])))
    return figures(
        "Safety: done to the other", rows, "Read as a reply to what stood before, where something did."
    )


def _near(run: Run, cases: Sequence[Danger]) -> Table:
    near = [case for case, keep in zip(cases, _harmless(cases), strict=True) if keep]
    by_kind = defaultdict(list)
    for case in near:
        by_kind[case.kind].append(case)
    rows = []
    for kind in sorted(by_kind):
        here = by_kind[kind]
        alarmed = _suppressed(run, run.texts([case.text for case in here]))
        _, hostile = _hostile(run, _answers(run, here))
        rows.append((kind, str(len(here)), str(share(alarmed)), str(share(hostile))))
    columns = ("kind", "n", "nudges rest (95 %)", "contempt or harsh criticism (95 %)")
    return Table("Safety: near misses by kind", columns, tuple(rows))


def _agreement() -> Table:
    """Each label of the writer against the second labelling, from the files themselves."""
    first = {row["id"]: row for row in corpora.lines(corpora.UNSEEN / "safety.jsonl")}
    path = corpora.UNSEEN / "second" / "safety.jsonl"
    second = {row["id"]: row["labels"] for row in corpora.lines(path)} if path.exists() else {}
    both = [(_flat(first[id]), labels) for id, labels in second.items() if id in first]
    rows = []
    for at, name in enumerate(("crisis", "fear", *IN_REPLIES)):
        a = np.array([_class(one[at]) for one, _ in both], np.int64)
        b = np.array([_class(other[at]) for _, other in both], np.int64)
        rows.append((name, str(len(both)), str(int((a != b).sum())), f"{kappa(a, b):.3f}"))
    return Table(
        "Safety: agreement of the two labellings", ("label", "n", "differ", "Cohen's κ"), tuple(rows)
    )


def _flat(row: dict[str, object]) -> list[object]:
    return [row["crisis"], row["fear"], *(row[name] for name in IN_REPLIES)]


def _class(label: object) -> int:
    return FEARS.index(label) if isinstance(label, str) else int(float(str(label)) > 0)


def _ordinary(run: Run) -> Table:
    texts = natural_texts(run)
    ordinary = [text for name in ("text messages", "chat about topics") for text in texts[name]]
    readings = run.texts(ordinary)
    care = [r.crisis >= run.policy.care_threshold for r in readings]
    rows = [
        figure_row("ordinary messages answered with the care line", share(care), at_most(1 / 2000)),
        figure_row("ordinary messages after which nudges rest", share(_suppressed(run, readings))),
    ]
    if run.listing:
        for text, answered in zip(ordinary, care, strict=True):
            if answered:
                print(f"care line: {' '.join(text.split())}")
    return figures(
        "Safety: ordinary messages", rows, "Unseen halves of text messages and of chat about topics."
    )
