"""Fits the numbers of the linear reader: n-gram vocabulary, auxiliary signals, heads, calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression

from adapters.reader.features import DENSE_NAMES, Floats, Text, dense, ngram_hashes, take_apart
from adapters.reader.weights import AUXILIARY, MEANINGS, MESSAGE_HEADS, RESPONSE_HEADS
from training.corpora import Auxiliary

MOST_NGRAMS = 40_000
SEED = 7


@dataclass(frozen=True, slots=True)
class Seen:
    """A text featurised once: n-gram hashes of words and of characters, hand-made features (D,)."""

    words: NDArray[np.uint32]
    pieces: NDArray[np.uint32]
    made: Floats
    text: Text


def see(text: str) -> Seen:
    """Features of a text."""
    apart = take_apart(text)
    words, pieces = ngram_hashes(apart)
    return Seen(words, pieces, dense(apart), apart)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Hashes (N,) ascending, and their inverse document frequency (N,)."""

    hashes: NDArray[np.uint32]
    idf: Floats

    def matrix(self, seen: Sequence[Seen]) -> sp.csr_matrix:
        """Rows as `Weights.known` makes them: words and characters each of length one."""
        indptr, indices, values = [0], [], []
        for one in seen:
            for found in (one.words, one.pieces):
                at = np.searchsorted(self.hashes, found)
                at = at[self.hashes[np.minimum(at, len(self.hashes) - 1)] == found]
                value = self.idf[at]
                indices.append(at)
                values.append(value / max(float(np.sqrt(value @ value)), 1e-6))
            indptr.append(indptr[-1] + len(indices[-1]) + len(indices[-2]))
        return sp.csr_matrix(
            (np.concatenate(values), np.concatenate(indices), np.array(indptr)),
            shape=(len(seen), len(self.hashes)),
        )


def vocabulary(labelled: Iterable[Seen], other: Iterable[Seen]) -> Vocabulary:
    """N-grams that three labelled or twenty other texts share, at most MOST_NGRAMS."""
    near: Counter[int] = Counter()
    far: Counter[int] = Counter()
    total = 0
    for count, texts in ((near, labelled), (far, other)):
        for one in texts:
            total += 1
            count.update(one.words.tolist())
            count.update(one.pieces.tolist())
    everywhere = near + far
    kept = sorted(h for h, n in everywhere.items() if near[h] >= 3 or (near[h] and n >= 15) or n >= 40)
    if len(kept) > MOST_NGRAMS:
        kept = sorted(sorted(kept, key=lambda h: (-(near[h] * 10 + far[h]), h))[:MOST_NGRAMS])
    frequency = np.array([everywhere[h] for h in kept], np.float64)
    return Vocabulary(np.array(kept, np.uint32), np.log((1 + total) / (1 + frequency)).astype(np.float32))


def _logistic(
    x: sp.csr_matrix, y: NDArray[np.float32], c: float, weight: Floats | None = None
) -> tuple[Floats, float]:
    """Coefficients (N,) and intercept of an L2-regularised logistic regression."""
    model = LogisticRegression(C=c, solver="liblinear", random_state=SEED, intercept_scaling=10.0)
    model.fit(x, y > 0.5, sample_weight=weight)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def fit_auxiliary(
    words: Vocabulary, corpora: Sequence[tuple[Auxiliary, list[Seen]]]
) -> tuple[Floats, Floats]:
    """Weights (N, A) and biases (A,) of the auxiliary signals, on n-grams alone."""
    weights = np.zeros((len(words.hashes), len(AUXILIARY)), np.float32)
    biases = np.zeros(len(AUXILIARY), np.float32)
    for corpus, seen in corpora:
        x = words.matrix(seen)
        for name, target in corpus.targets.items():
            column = AUXILIARY.index(name)
            weights[:, column], biases[column] = _logistic(x, target, 1.0)
    return weights, biases


def fit_meanings(x: sp.csr_matrix) -> Floats:
    """Directions (N, MEANINGS) of a truncated singular value decomposition, in the range of the signals."""
    found = TruncatedSVD(MEANINGS, random_state=SEED, n_iter=4).fit(x).components_.T
    return np.asarray(16.0 * found, np.float32)


def quantised(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Columns as int8 with one scale each."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Heads:
    """n-gram weights (N, H), dense weights (E, H), biases (H,)."""

    ngrams: Floats
    dense: Floats
    biases: Floats


def fit_heads(
    x: sp.csr_matrix, rows: Floats, targets: Sequence[NDArray[np.float32]], weight: Floats,
    *, c: float, dense_scale: float,
) -> Heads:  # fmt: skip
    """One logistic regression a head on n-grams and standardised dense features; NaN leaves a row out."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 0.05
    both = sp.hstack([x, sp.csr_matrix((rows - mean) / spread * dense_scale)]).tocsr()
    ngrams, made, biases = [], [], []
    for target in targets:
        rows_known = ~np.isnan(target)
        coefficient, intercept = _logistic(both[rows_known], target[rows_known], c, weight[rows_known])
        ngrams.append(coefficient[: x.shape[1]])
        folded = coefficient[x.shape[1] :] * dense_scale / spread
        made.append(folded)
        biases.append(intercept - float(folded @ mean))
    return Heads(np.stack(ngrams, 1), np.stack(made, 1), np.array(biases, np.float32))


def message_targets(labels: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    """(T,) for each of MESSAGE_HEADS from labels (T, 8) in the order of MESSAGE_COLUMNS."""
    self_, personal, private, affective, valence, nonliteral, danger, disclosure = labels.T
    found = {
        "self": self_, "personal": personal, "private": private, "affective": affective,
    }  # fmt: skip
    out = []
    for head in MESSAGE_HEADS:
        name, _, least = head.partition("_")
        match name:
            case "good":
                out.append(valence > 0)
            case "bad":
                out.append(valence < 0)
            case "nonliteral":
                out.append(nonliteral > 0)
            case "crisis":
                out.append(danger == 1)
            case "unsafe":
                out.append(danger == 2)
            case "disclosure":
                out.append(disclosure > 0)
            case _:
                out.append(found[name] >= int(least))
    return [column.astype(np.float32) for column in out]


def response_targets(labels: NDArray[np.int64], relevance: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """(T,) for each of RESPONSE_HEADS; rows whose labels are -9 are known for relevance alone."""
    names = ("understanding", "appreciation", "caring", "disinterest", "criticism", "advice", "felt")
    by_name = dict(zip(names, labels.T, strict=True))
    unknown = labels[:, 0] == -9
    out = []
    for head in RESPONSE_HEADS:
        name, _, least = head.partition("_")
        match name:
            case "relevance":
                out.append(relevance)
                continue
            case "met":
                target = (by_name["felt"] == 1).astype(np.float32)
            case "worse":
                target = (by_name["felt"] == -1).astype(np.float32)
            case "advice":
                target = (by_name["advice"] == 1).astype(np.float32)
            case _:
                target = (by_name[name] >= int(least)).astype(np.float32)
        target[unknown] = np.nan
        out.append(target)
    return out


assert len(DENSE_NAMES) == len(set(DENSE_NAMES)), "a feature's name stands twice"
