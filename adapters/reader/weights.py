"""The fitted numbers of the linear reader, and the arithmetic on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.reader.features import Floats, Text, dense, ngram_hashes
from core.reading.neutral_words import listed

AUXILIARY = (
    *listed(
    """
    admiration amusement anger annoyance approval caring confusion curiosity desire disappointment
    disapproval disgust embarrassment excitement fear gratitude grief joy love nervousness optimism
    pride realization relief remorse sadness surprise neutral
    """
),
    "emotional_disclosure", "information_disclosure", "support", "general_support", "info_support",
    "emo_support",
    "intimate_question", "sarcastic", "about_topics",
)  # fmt: skip
"""Signals learnt from other corpora: 27 emotions and neutral, disclosure and support, and others."""
MEANINGS = 64
"""Directions of a truncated singular value decomposition of unlabelled text: words of like use lie close."""
MESSAGE_HEADS = (
    "self_1", "self_2", "personal_1", "personal_2", "personal_3", "private_1", "private_2", "private_3",
    "affective_1", "affective_2", "affective_3", "good", "bad", "nonliteral", "disclosure",
    "crisis", "unsafe",
)  # fmt: skip
"""Each is the probability of at least that label."""
RESPONSE_HEADS = (
    "understanding_1", "understanding_2", "appreciation_1", "appreciation_2", "caring_1", "caring_2",
    "disinterest_1",
    "disinterest_2", "criticism_1", "criticism_2", "advice", "met", "worse", "relevance",
)  # fmt: skip
_A, _M, _R = len(AUXILIARY) + MEANINGS, len(MESSAGE_HEADS), len(RESPONSE_HEADS)
SHARED = _A
"""Columns of the shared layer."""


def logistic(x: Floats) -> Floats:
    """1 / (1 + e^-x), elementwise, safe for any float."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -30, 30))), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Arrays by name; `load` gives their shapes. Immutable by convention, shared by all readings."""

    hashes: NDArray[np.uint32]
    idf: Floats
    ngrams: NDArray[np.int8]
    scales: Floats
    biases: Floats
    message: Floats
    response: Floats
    disclosure_platt: Floats
    alarm_lifts: Floats

    @staticmethod
    def load(path: Path) -> Weights:
        """From a `.npz`: hashes (N,) ascending, idf (N,), ngrams (N, A+M+R) with scales and biases (A+M+R,),
        message (D+A, M), response (D+A+O, R), disclosure_platt (4,), alarm_lifts (2,);
        A counts signals and meanings."""
        with np.load(path, allow_pickle=False) as stored:
            return Weights(
                hashes=stored["hashes"],
                idf=stored["idf"].astype(np.float32),
                ngrams=stored["ngrams"],
                scales=stored["scales"].astype(np.float32),
                biases=stored["biases"].astype(np.float32),
                message=stored["message"].astype(np.float32),
                response=stored["response"].astype(np.float32),
                disclosure_platt=stored["disclosure_platt"].astype(np.float32),
                alarm_lifts=stored["alarm_lifts"].astype(np.float32),
            )

    def known(self, text: Text) -> tuple[NDArray[np.intp], Floats]:
        """Rows of the known n-grams of a text, and their values: words and characters each of length one."""
        rows, values = [], []
        for found in ngram_hashes(text):
            at = np.searchsorted(self.hashes, found)
            at = at[self.hashes[np.minimum(at, len(self.hashes) - 1)] == found] if len(found) else at
            value = self.idf[at]
            rows.append(at)
            values.append(value / max(float(np.sqrt(value @ value)), 1e-6))
        return np.concatenate(rows), np.concatenate(values)

    def read(self, text: Text) -> Read:
        """All heads' shares from n-grams, and the dense row: hand-made features and auxiliary logits."""
        rows, values = self.known(text)
        from_ngrams = (values @ self.ngrams[rows].astype(np.float32)) * self.scales + self.biases
        made = dense(text)
        auxiliary = np.clip(from_ngrams[:_A], -8, 8) / 4
        return Read(made=made, row=np.concatenate([made, auxiliary]), logits=from_ngrams[_A:])

    def message_heads(self, read: Read) -> dict[str, float]:
        """Probabilities of MESSAGE_HEADS."""
        return dict(
            zip(
                MESSAGE_HEADS,
                logistic(np.asarray(read.logits[:_M] + read.row @ self.message, np.float32)).tolist(),
                strict=True,
            )
        )

    def response_heads(self, read: Read, meeting: Floats) -> dict[str, float]:
        """Probabilities of RESPONSE_HEADS, from a reply and how it meets its disclosure (`overlap`)."""
        row = np.concatenate([read.row, meeting])
        return dict(
            zip(
                RESPONSE_HEADS,
                logistic(np.asarray(read.logits[_M:] + row @ self.response, np.float32)).tolist(),
                strict=True,
            )
        )


@dataclass(frozen=True, slots=True)
class Read:
    """One text after the shared layer: hand-made features (D,), dense row (D+A,), n-gram logits (M+R,)."""

    made: Floats
    row: Floats
    logits: Floats
