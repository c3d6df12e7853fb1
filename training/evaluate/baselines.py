"""The simple readers that ours is held against, fitted in the same run on texts of the same train parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any, TypeVar

import numpy as np

from training import corpora
from training.corpora import Message, Reply
from training.evaluate import minilm
from training.evaluate.labels import decided, disclosures
from training.evaluate.metrics import Numbers
from training.evaluate.run import Run

T = TypeVar("T")
RULE, WORDS, MINILM = (
    "first person + VADER",
    "TF-IDF + logistic regression",
    "frozen MiniLM + logistic regression",
)
_MOST = 15_000
"""Texts that a baseline is fitted to, drawn at random: with more they gain little, and take an hour."""
Truths = Mapping[str, Callable[[Sequence[Reply]], Numbers]]
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|im|i've|ive|i'd|i'll|me|my|mine|myself)\b", re.IGNORECASE)


@dataclass
class Baselines:
    """Fitted when first asked for. A score for each case, in order; None: its weights are not installed."""

    run: Run

    def disclosure(self, cases: Sequence[Message]) -> dict[str, Numbers | None]:
        """How likely each message is a disclosure."""
        texts = [case.text for case in cases]
        return {RULE: rule(texts), WORDS: self._message_words(texts), MINILM: self._message_minilm(texts)}

    def replies(self, cases: Sequence[Reply], truths: Truths) -> dict[str, dict[str, Numbers] | None]:
        """For each question of `truths`, how likely each reply answers it with yes."""
        learnt = _some([r for r in [*corpora.replies(self.run.data), *self.run.own[1]] if r.part == "train"])
        vectors = tfidf()
        known = vectors.fit_transform([r.text for r in learnt])
        asked = vectors.transform([r.text for r in cases])
        out: dict[str, dict[str, Numbers] | None] = {
            WORDS: {name: _scores(known, truth(learnt), asked) for name, truth in truths.items()},
            MINILM: None,
        }
        if minilm.folder() is not None:
            near, far = _pairs(learnt), _pairs(cases)
            out[MINILM] = {name: _scores(near, truth(learnt), far) for name, truth in truths.items()}
        return out

    @cached_property
    def _learnt(self) -> list[Message]:
        return _some([m for m in decided([*self.run.labelled, *self.run.own[0]]) if m.part == "train"])

    @cached_property
    def _words(self) -> tuple[Any, Any]:
        vectors = tfidf()
        return vectors, fitted(
            vectors.fit_transform([m.text for m in self._learnt]), disclosures(self._learnt)
        )

    def _message_words(self, texts: Sequence[str]) -> Numbers:
        vectors, model = self._words
        return np.asarray(model.predict_proba(vectors.transform(texts))[:, 1], np.float64)

    @cached_property
    def _minilm(self) -> Any:
        return fitted(minilm.embedded([m.text for m in self._learnt]), disclosures(self._learnt))

    def _message_minilm(self, texts: Sequence[str]) -> Numbers | None:
        if minilm.folder() is None:
            return None
        return np.asarray(self._minilm.predict_proba(minilm.embedded(texts))[:, 1], np.float64)


def _some(cases: list[T]) -> list[T]:
    return Random(1).sample(cases, _MOST) if len(cases) > _MOST else cases


def rule(texts: Sequence[str]) -> Numbers:
    """How strong a feeling VADER finds (Hutto and Gilbert 2014), where somebody speaks of themselves."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    vader = SentimentIntensityAnalyzer()
    return np.array(
        [abs(vader.polarity_scores(t)["compound"]) if _FIRST_PERSON.search(t) else 0.0 for t in texts],
        np.float64,
    )


def tfidf() -> Any:
    """Words, pairs of words, and characters inside words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)
    return FeatureUnion([("words", words), ("letters", letters)])


def fitted(vectors: Any, truth: Numbers) -> Any:
    """Logistic regression, without weights for the classes."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=4.0, max_iter=500, solver="lbfgs").fit(vectors, truth)


def _scores(known: Any, truth: Numbers, asked: Any) -> Numbers:
    there = ~np.isnan(truth)
    model = fitted(known[np.nonzero(there)[0]], truth[there])
    return np.asarray(model.predict_proba(asked)[:, 1], np.float64)


def _pairs(cases: Sequence[Reply]) -> Numbers:
    """The reply, what it answers, and where the two differ."""
    text, to = minilm.embedded([r.text for r in cases]), minilm.embedded([r.to for r in cases])
    return np.hstack([text, to, np.abs(text - to)])
