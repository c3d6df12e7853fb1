# ruff: noqa: E501 -- a row of a printed table or of a data file reads better on one line
"""Calibration and figures of the first reader, with 95 % intervals (bootstrap or Wilson)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from adapters.reader.features import take_apart
from adapters.reader.linear import LinearReader, _log_odds
from adapters.reader.weights import Weights
from core.reading.scores import MessageReading, ResponseReading, Stance
from core.utterance import Utterance
from training import corpora
from training.corpora import Message, Reply

Numbers = NDArray[np.float64]
DEPTH_MIN = 0.35
NUDGE_RATE = 1 / 500
ALARM_RATE = 1 / 1000
TRACKING_PRECISION = 0.8


def read_all(reader: LinearReader, texts: Sequence[str]) -> list[MessageReading]:
    """Readings in order; an abstention counts as the empty reading, as in a chat."""
    found = (reader.read_message(Utterance(text=text)) for text in texts)
    return [one if isinstance(one, MessageReading) else MessageReading() for one in found]


def dev_messages(data: Path, part: str = "dev") -> list[Message]:
    """Messages of that part that calibration may see; the everyday dialogue is not among them."""
    return [m for m in corpora.messages(data) if m.part == part]


def calibration(data: Path, weights: Weights) -> NDArray[np.float32]:
    """Platt's numbers for head, depth, play and offset, on the pooled dev parts."""
    reader = LinearReader(weights)
    cases = dev_messages(data)
    rows, truth = [], []
    for case in cases:
        rows.append(reader.evidence(case.text))
        truth.append(case.labels[7])
    model = LogisticRegression(C=10.0).fit(np.array(rows), np.array(truth))
    return np.array([*model.coef_[0], model.intercept_[0]], np.float32)


def alarm_lifts(data: Path, weights: Weights) -> NDArray[np.float32]:
    """What to add to the logits of crisis and unsafe so that 1 in 1,000 texts of the learning halves passes .5."""
    texts = [t for t in (*corpora.sms(data), *corpora.topical_chat(data)[::5]) if corpora.half(t) == 0]
    heads = [weights.message_heads(weights.read(take_apart(text))) for text in texts]
    lifts = []
    for name in ("crisis", "unsafe"):
        logits = np.array([_log_odds(h[name], 1e-9) for h in heads])
        lifts.append(-float(np.quantile(logits, 1 - ALARM_RATE)))
    return np.array(lifts, np.float32)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.96, hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(
    figure: Callable[[Numbers, Numbers], float], truth: Numbers, score: Numbers, rounds: int = 400
) -> str:
    """The figure with its 95 % interval over resampled cases."""
    rng = np.random.default_rng(7)
    found = []
    for _ in range(rounds):
        at = rng.integers(len(truth), size=len(truth))
        if 0 < truth[at].sum() < len(at):
            found.append(figure(truth[at], score[at]))
    low, high = np.quantile(found, [0.025, 0.975])
    return f"{figure(truth, score):.3f} ({low:.3f}-{high:.3f})"


def calibration_error(truth: Numbers, probability: Numbers, bins: int = 10) -> float:
    """Expected calibration error over equally wide bins."""
    at = np.minimum((probability * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(truth[at == b].mean() - probability[at == b].mean()) * (at == b).mean()
            for b in set(at.tolist())
        )
    )


def recall_at_precision(truth: Numbers, score: Numbers, precision: float = 0.8) -> float:
    """The largest recall at which at least that share of what is found is right."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(truth[order])
    good = hits / np.arange(1, len(order) + 1) >= precision
    return float(hits[good].max() / truth.sum()) if good.any() else 0.0


def opened(readings: Sequence[MessageReading]) -> Numbers:
    """The probability where the depth opens an episode, else 0."""
    return np.array([r.disclosure if r.depth >= DEPTH_MIN else 0.0 for r in readings])


def thresholds(data: Path, reader: LinearReader) -> tuple[float, float]:
    """Tracking: the lowest with precision .80 on the pooled dev parts. Nudge: at most 1 in 500 everyday text messages."""
    cases = dev_messages(data)
    score = opened(read_all(reader, [m.text for m in cases]))
    truth = np.array([m.labels[7] for m in cases], float)
    steps = np.round(np.arange(0.3, 0.99, 0.01), 2)
    tracking = next(
        (float(t) for t in steps if (score >= t).any() and truth[score >= t].mean() >= TRACKING_PRECISION),
        0.9,
    )
    everyday = opened(read_all(reader, everyday_texts(data)))
    nudge = next(
        (
            float(t)
            for t in np.round(np.arange(tracking, 1.0, 0.005), 3)
            if (everyday >= t).mean() <= NUDGE_RATE
        ),
        0.995,
    )
    return tracking, nudge


def everyday_texts(data: Path) -> list[str]:
    """Text messages between friends and family that no fit has seen, at their natural rate."""
    return [text for text in corpora.sms(data) if corpora.half(text) == 1]


def _messages(name: str, cases: Sequence[Message], reader: LinearReader, at: tuple[float, float]) -> None:
    readings = read_all(reader, [m.text for m in cases])
    truth = np.array([m.labels[7] for m in cases], float)
    p, score = np.array([r.disclosure for r in readings]), opened(readings)
    if truth.min() == truth.max():
        print(
            f"| {name} | {len(cases)} | {int(truth.sum())} | - | - | - | flags {(score >= at[0]).mean():.3f} |"
        )
        return
    flagged = score >= at[0]
    hits, total = int(truth[flagged].sum()), int(flagged.sum())
    low, high = wilson(hits, total)
    print(
        f"| {name} | {len(cases)} | {int(truth.sum())} | {bootstrap(average_precision_score, truth, p)} | "
        f"{bootstrap(roc_auc_score, truth, p)} | {recall_at_precision(truth, p):.2f} | precision {hits}/{total} ({low:.2f}-{high:.2f}), "
        f"recall {hits / truth.sum():.2f}; nudge {int(truth[score >= at[1]].sum())}/{int((score >= at[1]).sum())} |"
    )


def _scales(name: str, cases: Sequence[Message], reader: LinearReader) -> None:
    readings = read_all(reader, [m.text for m in cases])
    labels = np.array([m.labels for m in cases], float) / np.array([2, 3, 3, 3, 1, 1, 1, 1])
    parts = []
    for i, scale in enumerate(("self_relevance", "personal", "private", "affective", "valence")):
        read = np.array([getattr(r, scale) for r in readings])
        parts.append(
            f"{scale} r {np.corrcoef(read, labels[:, i])[0, 1]:.2f} MAE {abs(read - labels[:, i]).mean():.2f}"
        )
    depth = labels[:, 0] * (labels[:, 1:4] @ np.array([0.25, 0.35, 0.4]))
    read = np.array([r.depth for r in readings])
    parts.append(
        f"depth r {np.corrcoef(read, depth)[0, 1]:.2f} MAE {abs(read - depth).mean():.2f} at .35: labelled {(depth >= 0.35).mean():.2f} read {(read >= 0.35).mean():.2f}"
    )
    crisis = np.array([max(r.crisis, r.unsafe) >= 0.5 for r in readings])
    parts.append(
        f"crisis or unsafe: finds {int(crisis[labels[:, 6] == 1].sum())}/{int(labels[:, 6].sum())}, others {int(crisis[labels[:, 6] == 0].sum())}/{int((labels[:, 6] == 0).sum())}"
    )
    print(f"{name}: " + "; ".join(parts))


def true_stance(labels: Sequence[int]) -> Stance:
    """Labels as classes (rules.md)."""
    if labels[6] == 1:
        return Stance.RESPONSIVE
    if labels[4] >= 1:
        return Stance.CRITICAL
    if labels[5] == 1:
        return Stance.ADVICE
    return Stance.DISINTERESTED if labels[3] >= 1 else Stance.NEUTRAL


def _responses(name: str, cases: Sequence[Reply], reader: LinearReader) -> None:
    readings: list[ResponseReading] = []
    for case in cases:
        reading = reader.read_response(Utterance(text=case.text), to=Utterance(text=case.to))
        readings.append(reading if isinstance(reading, ResponseReading) else ResponseReading())
    labels = np.array([c.labels for c in cases], float)
    print(f"\n{name} ({len(cases)})")
    for i, scale in enumerate(
        ("understanding", "appreciation", "caring", "disinterest", "criticism", "advice")
    ):
        truth = (labels[:, i] >= 1).astype(float)
        read = np.array([getattr(r, scale) for r in readings])
        print(
            f"| {scale} | {int(truth.sum())} | {bootstrap(roc_auc_score, truth, read)} | flat share {np.mean(read >= 0.5):.2f} |"
        )
    met = (labels[:, 6] == 1).astype(float)
    rho = np.array([r.responsiveness for r in readings])
    print(
        f"| responsive, by rho | {int(met.sum())} | {bootstrap(roc_auc_score, met, rho)} | words {roc_auc_score(met, [len(c.text.split()) for c in cases]):.3f} |"
    )
    contempt = (labels[:, 4] == 2).astype(float)
    if contempt.any():
        print(
            f"| contempt | {int(contempt.sum())} | {bootstrap(roc_auc_score, contempt, np.array([r.contempt for r in readings]))} | |"
        )
    truth_class = [true_stance(c.labels) for c in cases]
    read_class = [r.stance.value for r in readings]
    truth_names = [t.value for t in truth_class]
    per = f1_score(truth_names, read_class, average=None, labels=[s.value for s in Stance], zero_division=0)
    print(
        "| stance macro F1 |",
        f"{f1_score(truth_names, read_class, average='macro', zero_division=0):.3f} |",
        " ".join(f"{s.value} {f:.2f}" for s, f in zip(Stance, per, strict=True)),
    )


def _everyday(
    name: str, texts: Sequence[str], reader: LinearReader, at: tuple[float, float], show: int = 0
) -> None:
    readings = read_all(reader, texts)
    score = opened(readings)
    for what, t in zip(("tracking", "nudge"), at, strict=True):
        n = int((score >= t).sum())
        low, high = wilson(n, len(texts))
        print(
            f"{name}: flagged at {what} {t}: {n}/{len(texts)} = {n / len(texts):.4f} ({low:.4f}-{high:.4f})"
        )
    alarms = sum(max(r.crisis, r.unsafe) >= 0.5 for r in readings)
    print(
        f"{name}: crisis or unsafe {alarms}/{len(texts)}; abstentions {sum(r.reader == '' for r in readings)}"
    )
    for i in np.argsort(-score)[:show]:
        print(f"    {score[i]:.3f} {texts[i][:150]}")


def report(data: Path, model: Path, *, final: bool, show: int = 0) -> None:
    """Prints all figures; `final` measures the test parts too."""
    reader = LinearReader.load(model)
    at = thresholds(data, reader)
    print("thresholds (tracking, nudge):", at)
    dialogue = corpora.everyday_dialogue(data)
    groups: dict[str, list[Message]] = {"everyday dialogue": dialogue}
    part = "test" if final else "dev"
    for m in dev_messages(data, part):
        groups.setdefault(m.source, []).append(m)
    groups["pooled without dialogue"] = dev_messages(data, part)
    print(
        "| messages | n | positive | average precision | AUC | recall at precision .80 | opened at tracking |\n|---|---|---|---|---|---|---|"
    )
    for name, cases in groups.items():
        _messages(name, cases, reader, at)
    for name, cases in (("pooled", groups["pooled without dialogue"]), ("dialogue", dialogue)):
        readings = read_all(reader, [m.text for m in cases])
        truth, p = np.array([m.labels[7] for m in cases], float), np.array([r.disclosure for r in readings])
        print(
            f"ECE {name} (n {len(cases)}): {bootstrap(calibration_error, truth, p)}, mean p {p.mean():.3f} against {truth.mean():.3f}"
        )
        _scales(name, cases, reader)
    both = [*groups["pooled without dialogue"], *dialogue]
    truth = np.array([m.labels[7] for m in both], float)
    print(
        f"ECE all (n {len(both)}):",
        bootstrap(
            calibration_error,
            truth,
            np.array([r.disclosure for r in read_all(reader, [m.text for m in both])]),
        ),
    )
    _everyday("sms, unseen half", everyday_texts(data), reader, at, show)
    _everyday(
        "dialogue, random part", [m.text for m in dialogue if m.stratum == "random"], reader, at, show and 5
    )
    _everyday(
        "labelled sms, random part (partly learnt)",
        [m.text for m in corpora.messages(data) if m.source == "sms" and m.stratum == "random"],
        reader,
        at,
    )
    _everyday(
        "chat about topics, unseen half",
        [t for t in corpora.topical_chat(data) if corpora.half(t) == 1][::3],
        reader,
        at,
        show,
    )
    _responses("replies, everyday dialogue", corpora.everyday_replies(data), reader)
    _responses(f"replies, written {part}", [r for r in corpora.replies(data) if r.part == part], reader)
