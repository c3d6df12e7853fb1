"""The few numbers fitted after the weights: calibration, lifts, what a message that is let by reads as."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from adapters.reader.encoder import Floats
from adapters.reader.heads import ALL_HEADS
from core.reading.scores import Stance
from training.labels import stance_of

_PLACE = {head: place for place, head in enumerate(ALL_HEADS)}


def column(logits: Floats, head: str) -> Floats:
    """(N,) log odds of one head."""
    return logits[:, _PLACE[head]]


def platt(log_odds: Floats, labels: NDArray[np.floating]) -> tuple[float, float]:
    """(a, b) so that sigmoid(a + b·x) is calibrated (Platt 1999)."""
    model = LogisticRegression(C=1e6).fit(log_odds[:, None], labels)
    return float(model.intercept_[0]), float(model.coef_[0, 0])


def after(second: tuple[float, float], first: tuple[float, float]) -> tuple[float, float]:
    """The line that is `second` of `first`: a + b·(c + d·x)."""
    (a, b), (c, d) = second, first
    return a + b * c, b * d


def line(x: Floats, probability: Floats) -> tuple[float, float]:
    """(a, b) so that a + b·x is the log odds, least squares."""
    clipped = np.clip(probability, 1e-5, 1 - 1e-5)
    b, a = np.polyfit(x, np.log(clipped / (1 - clipped)), 1)
    return float(a), float(b)


def lowest(promises: Floats, interest: Floats, *, keep: float) -> float:
    """The cut that `keep` of what the encoder found (an interest of one half or more) reaches; the lowest of
    all where it found nothing."""
    found = promises[interest >= 0.5]
    return float(np.quantile(found, 1 - keep) if len(found) else promises.min())


def alarm_lift(misses: Floats, ordinary: Floats, near: float, rare: float, most: float) -> float:
    """What to add so that one half is where few false alarms begin: the lowest threshold that a `near` share
    of the near `misses`, and a `rare` share of the `ordinary` texts, reach; at most `most`. All log odds."""
    lowest = max(reached_by(misses, near), reached_by(ordinary, rare)) + 1e-3
    return 0.0 - float(np.clip(lowest, -most, 3.0))


def reached_by(log_odds: Floats, share: float) -> float:
    """The log odds that this share of them reaches."""
    return float(np.sort(log_odds)[::-1][int(share * len(log_odds))])


def stance_lifts(logits: Floats, labels: Sequence[Sequence[float]]) -> dict[str, float]:
    """Offsets of the stances' log odds with the best macro F1, one after the other."""
    truth = [stance_of(one).value for one in labels]
    names = [one.value for one in Stance]
    scores = np.stack([column(logits, f"stance_{name}") for name in names], 1)
    lifts = np.zeros(len(names))

    def quality(offsets: NDArray[np.float64]) -> float:
        chosen = [names[i] for i in (scores + offsets).argmax(1)]
        return float(f1_score(truth, chosen, average="macro")) - 0.01 * float(np.abs(offsets).sum())

    for _ in range(3):
        for i in range(1, len(names)):
            tried = [
                quality(lifts + d * np.eye(len(names))[i] - lifts[i] * np.eye(len(names))[i]) for d in _STEPS
            ]
            lifts[i] = _STEPS[int(np.argmax(tried))]
    return {f"stance_{name}": round(float(lift), 2) for name, lift in zip(names, lifts, strict=True)}


_STEPS = np.arange(-1.5, 1.51, 0.1)


def save(path: Path, version: str, fitted: Mapping[str, Any]) -> None:
    """Writes the numbers of `adapters.reader.numbers.Numbers`, with three digits."""
    kept = {"version": version, "languages": ["en"], **_rounded(fitted)}
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_rounded(one) for one in value]
    return value if isinstance(value, str) else round(value, 3)
