"""Figures of agreement between labels and scores, on numpy alone; nan where a figure has no meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Choices = NDArray[np.int64]

NAN = float("nan")


def average_precision(truth: Numbers, score: Numbers) -> float:
    """Area under precision over recall, as steps; `truth` of 0 and 1. Equal scores are taken together."""
    hits, found = _cuts(truth, score)
    if not len(hits) or hits[-1] == 0:
        return NAN
    gained = np.diff(hits, prepend=0.0)
    return float((gained * hits / found).sum() / hits[-1])


def auc(truth: Numbers, score: Numbers) -> float:
    """Probability that a positive scores above a negative, ties counting half (Mann and Whitney 1947)."""
    positives = float(truth.sum())
    negatives = len(truth) - positives
    if positives == 0 or negatives == 0:
        return NAN
    above = ranks(score)[truth == 1].sum() - positives * (positives + 1) / 2
    return float(above / (positives * negatives))


def recall_at_precision(truth: Numbers, score: Numbers, precision: float = 0.8) -> float:
    """The largest recall of a threshold above which at least that share is right; 0 where there is none."""
    hits, found = _cuts(truth, score)
    if not len(hits) or hits[-1] == 0:
        return NAN
    good = hits / found >= precision
    return float(hits[good].max() / hits[-1]) if good.any() else 0.0


def pearson(a: Numbers, b: Numbers) -> float:
    """Correlation; nan where one of the two never varies."""
    if len(a) < 2 or a.min() == a.max() or b.min() == b.max():
        return NAN
    x, y = a - a.mean(), b - b.mean()
    return float((x * y).sum() / np.sqrt((x * x).sum() * (y * y).sum()))


def spearman(a: Numbers, b: Numbers) -> float:
    """Correlation of ranks, ties at their mean rank."""
    return pearson(ranks(a), ranks(b)) if len(a) > 1 else NAN


def f1(truth: Numbers, found: Numbers) -> float:
    """Harmonic mean of precision and recall of the positive class; both of 0 and 1."""
    both, either = float((truth * found).sum()), float(truth.sum() + found.sum())
    return 2 * both / either if either else NAN


def macro_f1(truth: Choices, found: Choices, classes: Sequence[int]) -> float:
    """Mean of the classes' F1; a class that neither holds nor is found counts nothing."""
    each = [f1((truth == c).astype(float), (found == c).astype(float)) for c in classes]
    there = [one for one in each if one == one]
    return sum(there) / len(there) if there else NAN


def best_threshold(truth: Numbers, score: Numbers) -> float:
    """The score from which on a case counts as found, for the largest F1."""
    order = np.argsort(-score, kind="stable")
    last = _ends(score[order])
    hits = np.cumsum(truth[order])[last]
    return float(score[order][last[np.argmax(2 * hits / (truth.sum() + last + 1))]])


def calibration_error(truth: Numbers, probability: Numbers, bins: int = 10) -> float:
    """Expected calibration error over bins of equally many cases (Nixon et al. 2019)."""
    if not len(truth):
        return NAN
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return float(sum(abs(truth[p].sum() - probability[p].sum()) for p in parts) / len(truth))


def kappa(a: Choices, b: Choices) -> float:
    """Agreement of two labellings beyond chance (Cohen 1960)."""
    if not len(a):
        return NAN
    chance = sum(float((a == c).mean() * (b == c).mean()) for c in set(a.tolist()) | set(b.tolist()))
    return float(((a == b).mean() - chance) / (1 - chance)) if chance < 1 else NAN


def matched_pairs(words_a: Numbers, words_b: Numbers) -> NDArray[np.bool_]:
    """(len a, len b): whether two texts are equally long: within 15 % of the longer, or one word."""
    apart = np.abs(words_a[:, None] - words_b[None, :])
    return apart <= np.maximum(1.0, 0.15 * np.maximum(words_a[:, None], words_b[None, :]))


def matched_auc(truth: Numbers, score: Numbers, words: Numbers) -> float:
    """Probability that a positive scores above a negative of the same length, ties counting half."""
    yes, no = truth == 1, truth == 0
    pairs = matched_pairs(words[yes], words[no])
    if not pairs.any():
        return NAN
    a, b = score[yes][:, None], score[no][None, :]
    return float(((a > b) + 0.5 * (a == b))[pairs].mean())


def ranks(values: Numbers) -> Numbers:
    """Ranks from 1, ties at their mean."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[place], np.float64)


def _cuts(truth: Numbers, score: Numbers) -> tuple[Numbers, Numbers]:
    """At each distinct score, from the highest: positives found so far, and cases found so far."""
    order = np.argsort(-score, kind="stable")
    last = _ends(score[order])
    return np.cumsum(truth[order])[last], (last + 1).astype(np.float64)


def _ends(ordered: Numbers) -> NDArray[np.int64]:
    """Where each run of equal values ends."""
    if not len(ordered):
        return np.zeros(0, np.int64)
    return np.append(np.nonzero(np.diff(ordered))[0], len(ordered) - 1)
