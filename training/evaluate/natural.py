"""Natural chat at its own rate: how seldom the reader speaks there, and what it finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from training import corpora
from training.evaluate.baselines import Baselines
from training.evaluate.intervals import Flags, share
from training.evaluate.labels import decided, disclosures
from training.evaluate.run import Run
from training.evaluate.tables import Table, Wanted, at_most, figure_row, figures

RATE = 1 / 500
_KINDS = (
    ("quotation or lyrics", r"[\"“”].{8,}[\"“”]|♪|\bsong\b|\blyrics?\b"),
    ("question", r"\?\s*$"),
    (
        "wish or greeting",
        r"\b(?:happy (?:birthday|new year|christmas|valentine)|good (?:night|morning)|congrat|merry)",
    ),
    ("affection", r"\b(?:love|miss|luv|kiss|hug|adore) (?:you|u|ya|ur)\b|\bi love (?:you|u)\b"),
    ("apology or thanks", r"\b(?:sorry|apologi[sz]e|thanks?|thx)\b"),
    ("health or body", r"\b(?:sick|ill|hospital|doctor|pain|hurt\w*|fever|sleep|slept|tired|drunk|drink)\b"),
    ("loss or death", r"\b(?:died|dead|death|funeral|passed away|lost my)\b"),
    (
        "heavy feeling",
        r"\b(?:sad|cry\w*|cried|scared|afraid|alone|lonely|depress\w*|hate|worr\w+|stress\w*|upset)\b",
    ),
    ("good news or joy", r"\b(?:passed|excited|so happy|proud|got the job|glad)\b"),
    ("somebody else", r"^(?!.*\b(?:i|i'm|im|my|me)\b).*\b(?:he|she|they|his|her|their)\b"),
    ("about itself, other", r"\b(?:i|i'm|im|my|me|i've)\b"),
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _KINDS)


def natural(run: Run, _baselines: Baselines) -> list[Table]:
    """Shares above both thresholds, the kinds of what is above nudge, and recall there."""
    corpora_texts = natural_texts(run)
    everything = [text for texts in corpora_texts.values() for text in texts]
    rows, above = [], []
    for name, texts in [*corpora_texts.items(), ("all together", everything)]:
        readings = run.texts(texts)
        nudged = run.nudged(readings)
        rows.append(_row(f"{name}, above tracking", run.tracked(readings), None))
        rows.append(_row(f"{name}, above nudge", nudged, at_most(RATE)))
        if texts is not everything:
            above += [(name, text) for text, flag in zip(texts, nudged, strict=True) if flag]
    if run.listing:
        for name, text in above:
            print(f"above nudge, {name}, {kind_of(text)}: {' '.join(text.split())}")
    note = "Unlabelled but for the dialogues: true disclosures are among them."
    return [figures("Natural chat", rows, note), _kinds(above), _recall(run)]


def natural_texts(run: Run) -> dict[str, list[str]]:
    """The unseen halves of the unlabelled corpora, and the dialogues that were drawn at random."""
    dialogue = [m.text for m in corpora.everyday_dialogue(run.data) if m.stratum == "random"]
    return {
        "text messages": run.sampled([t for t in corpora.sms(run.data) if corpora.half(t) == 1]),
        "chat about topics": run.sampled([t for t in corpora.topical_chat(run.data) if corpora.half(t) == 1]),
        "everyday dialogue, random part": dialogue,
    }


def kind_of(text: str) -> str:
    """A guess from its words, to sort a list by; no judgement."""
    return next((name for name, pattern in _COMPILED if pattern.search(text)), "other")


def _row(name: str, flags: Flags, wanted: Wanted | None) -> tuple[str, ...]:
    found = share(flags)
    what, n, figure, asked, verdict = figure_row(name, found, wanted)
    return what, n, f"{figure}, {found.one_in}", asked and "≤ 1 in 500", verdict


def _kinds(above: Sequence[tuple[str, str]]) -> Table:
    counted = Counter((name, kind_of(text)) for name, text in above)
    rows = tuple((name, kind, str(n)) for (name, kind), n in sorted(counted.items()))
    note = "Guessed from words; `--list` prints each text."
    return Table("Natural chat: what is above nudge", ("corpus", "guessed kind", "texts"), rows, (note,))


def _recall(run: Run) -> Table:
    rows, pooled = [], []
    cases = decided([m for m in run.labelled if m.part == run.part])
    for source in ("sms", "offmychest", "goemotions", "topical_chat"):
        here = [m for m in cases if m.source == source]
        found = run.nudged(run.messages(here))[disclosures(here) == 1]
        rows.append(figure_row(f"labelled {source}, recall at nudge", share(found)))
        pooled.append(found)
    rows.append(figure_row("together", share(np.concatenate(pooled))))
    return figures(f"Natural chat: recall of labelled disclosures ({run.part})", rows)
