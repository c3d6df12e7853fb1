"""The same figures for parts of the unseen messages: kinds of English, emoji, length."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from training import corpora
from training.corpora import Message
from training.evaluate.baselines import Baselines
from training.evaluate.intervals import Figure, share
from training.evaluate.labels import decided, disclosures, groups
from training.evaluate.metrics import auc, average_precision
from training.evaluate.plots import draw_slices
from training.evaluate.run import Run, probabilities
from training.evaluate.tables import Table

COLUMNS = (
    "slice", "n", "disclosures", "average precision (95 %)", "AUC (95 %)", "recall at tracking (95 %)",
    "others tracked (95 %)",
)  # fmt: skip
_ENGLISHES = (
    (
        "second language",
        r"second.language|_l2\b|\bl2\b|polish|brazil|turkish|ukrainian|expat|french|german|arabic",
    ),
    ("African American, US South", r"african american|aave|us south|atlanta"),
    ("Scottish", r"scot|glasgow|edinburgh"),
    ("northern English", r"northern|yorkshire|geordie|manchester|leeds|scouse|lancashire"),
    ("Irish", r"irish|dublin|belfast"),
    ("Welsh", r"welsh|wales"),
    ("Indian", r"indian|mumbai|hyderabad|bangalore|delhi"),
    ("Singaporean, Malaysian, Philippine", r"singapore|singlish|malaysia|manila|philippin"),
    ("African", r"nigeria|lagos|kenya|nairobi|ghana|south.?african|cape town"),
    ("Caribbean, Black British", r"caribbean|jamaica|black british|mle\b"),
    ("Australian, New Zealand", r"australia|aussie|sydney|melbourne|new zealand|_nz\b"),
    ("teenagers and students", r"teen|student|school|uni\b|a level|classmate|discord|kpop|gamer"),
    ("older people, formal", r"grand|older|retired|formal|pensioner|bowls"),
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _ENGLISHES)
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
FEWEST = 3
"""Disclosures of a slice that is drawn."""
BANDS = ((5, "1 to 5 words"), (12, "6 to 12 words"), (25, "13 to 25 words"), (10_000, "more than 25 words"))


def slices(run: Run, _baselines: Baselines) -> list[Table]:
    """The measured part of the data, the held part of `training/written`, and everyday dialogue."""
    spoken = registers(run)
    written = [
        m for m in decided(run.unseen()) if m.source not in ("offmychest", "goemotions", "topical_chat")
    ]
    everything = [*decided(run.unseen()), *decided(corpora.everyday_dialogue(run.data))]
    chats = [m for m in written if m.before or m.group in spoken]
    return [
        _table(
            run,
            "Slices: kinds of English",
            chats,
            lambda m: english_of(spoken.get(m.group, m.stratum)),
            "english",
        ),
        _table(run, "Slices: emoji", everything, _emoji, "emoji"),
        _table(run, "Slices: length", everything, _band, "length"),
    ]


def registers(run: Run) -> dict[str, str]:
    """Who talks how, by conversation."""
    own = [row for path in sorted(run.written.glob("*.jsonl")) for row in corpora.lines(path)]
    found = {
        row["id"]: f"{row.get('register', '')}, {row.get('setting', '')}" for row in own if "register" in row
    }
    data = corpora.lines(run.data / "written_chats.jsonl")
    return found | {row["id"]: row.get("setting", "") for row in data}


def english_of(register: str) -> str:
    """A kind of English, or of its speakers, guessed from the register's name."""
    return next((name for name, pattern in _COMPILED if pattern.search(register)), "not named")


def _emoji(case: Message) -> str:
    return "with emoji" if _EMOJI.search(case.text) else "without emoji"


def _band(case: Message) -> str:
    words = len(case.text.split())
    return next(name for most, name in BANDS if words <= most)


def _table(
    run: Run, title: str, cases: Sequence[Message], slice_of: Callable[[Message], str], name: str
) -> Table:
    parts = defaultdict(list)
    for case in cases:
        parts[slice_of(case)].append(case)
    order = [band for _, band in BANDS]
    rows, drawn = [], {}
    for part in sorted(parts, key=lambda p: (order.index(p) if p in order else 0, p)):
        row, ranked = _row(run, part, parts[part])
        rows.append(row)
        if disclosures(parts[part]).sum() >= FEWEST:
            drawn[part] = ranked
    if run.out is not None and drawn:
        draw_slices(run.out / f"slices-{name}{run.suffix}.png", f"{title}, AUC of disclosure", drawn)
    return Table(
        title, COLUMNS, tuple(rows), (f"Drawn from {FEWEST} disclosures on; intervals of fewer say little.",)
    )


def _row(run: Run, name: str, cases: Sequence[Message]) -> tuple[tuple[str, ...], Figure]:
    readings, truth, of = run.messages(cases), disclosures(cases), groups(cases)
    tracked, score = run.tracked(readings), probabilities(readings)
    ranked = run.bootstrap(auc, of, truth, score)
    found = run.bootstrap(average_precision, of, truth, score)
    row = (
        name, str(len(cases)), str(int(np.sum(truth))), str(found), str(ranked),
        str(share(tracked[truth == 1])), str(share(tracked[truth == 0])),
    )  # fmt: skip
    return row, ranked
