"""Fits the first stage: which words say that the encoder could find something."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge

from adapters.reader.first_stage import FirstStage, split
from core.reading.neutral_words import GENDERED, GIVEN_NAMES
from core.reading.plain_text import SPELLINGS

_FEWEST_WORD, _FEWEST_PAIR = 3, 5
_MOST_PAIRS = 6_000
_NOTHING, _NOTHING_PAIR = 0.08, 0.15
"""Weights smaller than this are dropped."""
_RIDGE, _SHALLOWEST = 0.6, 1e-3
"""Penalty of the weights of depth; how shallow or deep a text may count."""
_ENDINGS = ("'s", "'d", "'ll")
_ONE_OF_THEM = {
    "they": "xe", "them": "xer", "their": "xer", "theirs": "xer", "themselves": "xerself",
    "themself": "xerself", "they're": "xe's", "they've": "xe's", "they'd": "xe'd", "they'll": "xe'll",
    "are": "is", "were": "was", "have": "has", "do": "does", "aren't": "isn't", "weren't": "wasn't",
    "haven't": "hasn't", "don't": "doesn't",
}  # fmt: skip
"""*They* of one person, and the verbs that go with it, weigh what *he* and *she* do."""


def canonical(word: str) -> str:
    """The word that stands for all spellings and genders of it; a name is one that has no weight."""
    word = SPELLINGS.get(word, word)
    word = _ONE_OF_THEM.get(word, word)
    stem, apostrophe, ending = word.partition("'")
    return _NAME if word in GIVEN_NAMES else GENDERED.get(stem, stem) + apostrophe + ending


_NAME = "<name>"
_VARIANTS: dict[str, list[str]] = {}
for _word in [
    *GENDERED, *(word + ending for word in GENDERED for ending in _ENDINGS), *SPELLINGS, *_ONE_OF_THEM,
]:  # fmt: skip
    _VARIANTS.setdefault(canonical(_word), []).append(_word)


def variants(word: str) -> list[str]:
    """Every word that `canonical` makes this one."""
    own = [word] if canonical(word) == word and not word.startswith("x") else []
    return [*own, *_VARIANTS.get(word, [])] or [word]


def fit(
    texts: Sequence[str],
    interest: NDArray[np.float32],
    weights: NDArray[np.float32],
    depth: NDArray[np.float32],
) -> FirstStage:
    """`interest` and `depth` (N,) are what the encoder found, 0 to 1."""
    rows = [[canonical(word) for word in split(text)] for text in texts]
    words = Counter(word for row in rows for word in set(row))
    pairs = Counter(pair for row in rows for pair in set(pairwise(row)))
    known = [word for word, n in words.items() if n >= _FEWEST_WORD and word != _NAME]
    two = [pair for pair, n in pairs.most_common(_MOST_PAIRS) if n >= _FEWEST_PAIR and _NAME not in pair]
    place: dict[object, int] = {key: i for i, key in enumerate([*known, *two])}
    indptr, indices = [0], []
    for row in rows:
        indices += [place[key] for key in [*row, *pairwise(row)] if key in place]
        indptr.append(len(indices))
    x = sp.csr_matrix((np.ones(len(indices), np.float32), indices, indptr), shape=(len(rows), len(place)))
    both = sp.vstack([x, x])
    y = np.r_[np.ones(len(rows)), np.zeros(len(rows))]
    model = LogisticRegression(C=0.5, max_iter=400, solver="lbfgs")
    model.fit(both, y, sample_weight=np.r_[interest * weights, (1 - interest) * weights] + 1e-9)
    by_key = dict(zip(place, model.coef_[0], strict=True))
    by_word = _told_apart({k: w for k, w in by_key.items() if isinstance(k, str)})
    by_pair: dict[tuple[str, str], float] = {}
    for key, weight in by_key.items():
        if isinstance(key, tuple) and abs(weight) >= _NOTHING_PAIR:
            for a in variants(key[0]):
                for b in variants(key[1]):
                    by_pair[a, b] = round(float(weight), 2)
    depths, shallow = _depths(rows, x[:, : len(known)], known, depth)
    return FirstStage(
        by_word, by_pair, round(float(model.intercept_[0]), 3), cut=0.0, depths=depths, shallow=shallow
    )


def _depths(
    rows: Sequence[Sequence[str]], x: sp.csr_matrix, known: Sequence[str], depth: NDArray[np.float32]
) -> tuple[dict[str, float], float]:
    """Weights of words, and a bias, so that bias + sum / sqrt(number of words) is the depth's log odds."""
    shares = sp.diags([1 / np.sqrt(max(1, len(row))) for row in rows]) @ x
    clipped = np.clip(depth, _SHALLOWEST, 1 - _SHALLOWEST)
    model = Ridge(alpha=_RIDGE).fit(shares, np.log(clipped / (1 - clipped)))
    by_word = _told_apart(dict(zip(known, model.coef_, strict=True)))
    return by_word, round(float(model.intercept_), 3)


def cut(stage: FirstStage, texts: Sequence[str], interest: NDArray[np.float32], *, keep: float) -> FirstStage:
    """The same with a cut: `keep` of these texts of which the encoder found one half or more go on."""
    found = [stage.score(text) for text, one in zip(texts, interest, strict=True) if one >= 0.5]
    return replace(stage, cut=round(float(np.quantile(found, 1 - keep)), 3))


def _told_apart(weights: dict[str, float]) -> dict[str, float]:
    """Every spelling and gender of a word with the same weight."""
    out: dict[str, float] = {}
    for word, weight in weights.items():
        if abs(weight) >= _NOTHING:
            for one in variants(word):
                out[one] = round(float(weight), 2)
    return out


def save(stage: FirstStage, path: Path) -> None:
    pairs = {f"{a} {b}": weight for (a, b), weight in sorted(stage.pairs.items())}
    kept = {
        "bias": stage.bias,
        "cut": stage.cut,
        "words": dict(sorted(stage.weights.items())),
        "pairs": pairs,
        "shallow": stage.shallow,
        "depths": dict(sorted(stage.depths.items())),
    }
    path.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
