"""The language gate: English that is not read, and foreign lines that are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from training import corpora
from training.evaluate.baselines import Baselines
from training.evaluate.intervals import Share, share
from training.evaluate.run import Run, abstained
from training.evaluate.tables import Table, at_most, figure_row, figures

TOPICAL_STEP = 9
"""One sentence of chat about topics in so many is read: about 5,000."""


def language(run: Run, _baselines: Baselines) -> list[Table]:
    """English messages from which the reader abstains; lines in other languages from which it does not."""
    return [_english(run), _foreign(run)]


def _abstained(run: Run, texts: Sequence[str]) -> Share:
    return share([abstained(reading) for reading in run.texts(texts)])


def _english(run: Run) -> Table:
    sms = run.sampled(corpora.sms(run.data))
    labelled = [m.text for m in run.labelled if m.source == "sms" and (run.test or m.part != "test")]
    topical = run.sampled(corpora.topical_chat(run.data)[::TOPICAL_STEP])
    rows = [
        figure_row("text messages, not read", _abstained(run, [*sms, *labelled]), at_most(0.02)),
        figure_row("chat about topics, not read", _abstained(run, topical), at_most(0.02)),
    ]
    return figures("Language gate: English", rows)


def _foreign(run: Run) -> Table:
    lines = corpora.lines(corpora.UNSEEN / "foreign.jsonl")
    let_through = ~np.array(
        [abstained(reading) for reading in run.texts([row["text"] for row in lines])], bool
    )
    mixed = np.array([row["mixed"] for row in lines], bool)
    short = np.array([len(row["text"]) < 24 for row in lines], bool)
    by_language = defaultdict(list)
    for row, through in zip(lines, let_through, strict=True):
        if not row["mixed"]:
            by_language[row["language"]].append(bool(through))
    rows = [
        figure_row("one language, let through", share(let_through[~mixed])),
        figure_row("of these under 24 characters", share(let_through[~mixed & short])),
        figure_row("of these longer", share(let_through[~mixed & ~short])),
        figure_row("mixed with English, let through", share(let_through[mixed])),
        *(figure_row(f"{code}, let through", share(by_language[code])) for code in sorted(by_language)),
    ]
    note = "Written for this (`training/unseen/foreign.jsonl`); a mixed line has no right answer."
    return figures("Language gate: other languages", rows, note)
