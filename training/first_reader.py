"""Fits and measures the first reader: `python -m training.first_reader --data ../shared/data [--final]`.

Deterministic. Learns from `train` parts, chooses and calibrates on `dev` parts, touches `test` parts only with `--final`.
"""

from __future__ import annotations

import argparse
import pickle
from dataclasses import dataclass
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.reader.features import OVERLAP_NAMES, Floats, overlap, take_apart
from adapters.reader.weights import MEANINGS, MESSAGE_HEADS, RESPONSE_HEADS, Weights, logistic
from training import corpora
from training.hard_negatives import hard_negatives
from training.plain_cases import plain_messages, plain_replies
from training.fit import Heads, Seen, fit_auxiliary, fit_heads, fit_meanings, message_targets, quantised, response_targets, see, vocabulary

MODEL = Path(__file__).parents[1] / "adapters" / "reader" / "linear-1.npz"
SOURCE_WEIGHT = {"sms": 1.0, "goemotions": 1.0, "offmychest": 0.7, "topical_chat": 1.0, "singles": 1.0, "chats": 1.0, "replies": 0.5,
                 "assumed": 0.3, "plain": 0.6}  # fmt: skip
ASSUMED_NEGATIVES = 3000
MESSAGE_C, RESPONSE_C, DENSE_SCALE = 1.0, 0.5, 0.1
UNCALIBRATED = np.array([1.0, 0.0, 0.0, 0.0], np.float32)


def scorer(weights: Weights) -> Callable[[str], float]:
    """The uncalibrated probability of disclosure of a text."""
    return lambda text: weights.message_heads(weights.read(take_apart(text)))["disclosure"]


@dataclass(frozen=True, slots=True)
class Shared:
    """The layer under the heads, with its training texts featurised."""

    vocabulary: object
    ngrams: Floats
    biases: Floats


def _shared(data: Path, cache: Path | None) -> tuple[dict[str, Seen], object, Floats, Floats]:
    """Featurised labelled texts, vocabulary, auxiliary weights and biases; from the cache where there is one."""
    if cache is not None and cache.exists():
        return pickle.loads(cache.read_bytes())  # type: ignore[no-any-return]  # noqa: S301 -- own file, for development
    labelled = corpora.messages(data)
    answers = corpora.replies(data)
    taken = {m.text for m in labelled} | {r.text for r in answers}
    seen = {text: see(text) for text in sorted(taken | {r.to for r in answers})}
    others = [(corpus, [see(text) for text in corpus.texts]) for corpus in corpora.auxiliary(data, taken)]
    train = {m.text for m in labelled if m.part == "train"} | {r.text for r in answers if r.part == "train"}
    words = vocabulary((seen[t] for t in sorted(train)), (one for _, texts in others for one in texts))
    weights, biases = fit_auxiliary(words, others)
    plain = [one for _, texts in others for one in texts][::2]
    plain += [see(t) for t in (corpora.sms(data) + corpora.topical_chat(data)) if corpora.half(t) == 0][::2]
    weights = np.hstack([weights, fit_meanings(words.matrix(plain))])
    biases = np.concatenate([biases, np.zeros(MEANINGS, np.float32)])
    found = (seen, words, weights, biases)
    if cache is not None:
        cache.write_bytes(pickle.dumps(found))
    return found


def _rows(x: object, seen: list[Seen], weights: Floats, biases: Floats) -> Floats:
    """Dense rows (T, D+A) as `Weights.read` makes them."""
    levels, scale = quantised(weights)
    logits = np.asarray(x @ (levels.astype(np.float32) * scale)) + biases  # type: ignore[operator]
    return np.hstack([np.stack([one.made for one in seen]), np.clip(logits, -8, 8) / 4]).astype(np.float32)


def fit_messages(  # type: ignore[no-untyped-def]
    data: Path, seen: dict[str, Seen], words, weights: Floats, biases: Floats, hard: list[str]
) -> Heads:
    """Heads of messages from the train parts and assumed negatives of chat about topics."""
    train = [m for m in corpora.messages(data) if m.part == "train"]
    assumed = hard + [t for t in corpora.topical_chat(data) if corpora.half(t) == 0 and t not in seen][::5][:ASSUMED_NEGATIVES]
    plain = plain_messages()
    texts = [seen[m.text] for m in train] + [see(t) for t, _ in plain] + [see(t) for t in assumed]
    labels = np.array([m.labels for m in train] + [labels for _, labels in plain] + [(0,) * 8] * len(assumed))
    weight = np.array([SOURCE_WEIGHT[m.source] for m in train] + [SOURCE_WEIGHT["plain"]] * len(plain)
                      + [1.0] * len(hard) + [SOURCE_WEIGHT["assumed"]] * (len(assumed) - len(hard)), np.float32)  # fmt: skip
    targets = message_targets(labels)
    for head, target in zip(MESSAGE_HEADS, targets, strict=True):
        if head not in ("disclosure", "private_2", "private_3", "personal_2", "personal_3", "affective_3"):
            target[-len(assumed) :] = np.nan
    x = words.matrix(texts)
    return fit_heads(x, _rows(x, texts, weights, biases), targets, weight, c=MESSAGE_C, dense_scale=DENSE_SCALE)


def response_cases(data: Path, part: str) -> tuple[list[tuple[str, str]], NDArray[np.int64], NDArray[np.float32]]:
    """Pairs (disclosure, reply), labels (T, 7) with -9 for shuffled pairs, relevance (T,)."""
    rng = np.random.default_rng(7)
    linked = [r for r in corpora.replies(data) if r.part == part]
    pairs = [(r.to, r.text) for r in linked]
    labels = [r.labels for r in linked]
    relevance: list[float] = [0.0 if r.labels[3] == 2 and r.labels[4] == 0 else 1.0 for r in linked]
    specific = [r for r in linked if r.labels[0] == 2 or len(r.text.split()) > 8 or r.labels[5]]
    for case in specific:
        other = linked[int(rng.integers(len(linked)))]
        if other.to != case.to:
            pairs.append((other.to, case.text))
            relevance.append(0.0)
    for to, turn, at in corpora.unrelated_turns(data):
        if at == part:
            pairs.append((to, turn))
            relevance.append(0.0)
    labels += [(-9,) * 7] * (len(pairs) - len(labels))
    if part == "train":
        for text, plain, relevant in plain_replies():
            pairs.append((linked[int(rng.integers(len(linked)))].to, text))
            labels.append(plain)
            relevance.append(float(relevant))
    return pairs, np.array(labels), np.array(relevance, np.float32)


def fit_responses(  # type: ignore[no-untyped-def]
    data: Path, seen: dict[str, Seen], words, weights: Floats, biases: Floats, valence
) -> Heads:
    """Heads of responses from the train parts, with shuffled pairs for relevance and a share of pairs read alone."""
    pairs, labels, relevance = response_cases(data, "train")
    texts = [seen[t] if t in seen else see(t) for _, t in pairs]
    tos = [seen[t] if t in seen else see(t) for t, _ in pairs]
    meeting = np.stack([overlap(r.text, r.made, d.text, valence(d)) for r, d in zip(texts, tos, strict=True)])
    alone = [i for i in range(len(pairs)) if labels[i, 0] != -9][::3]
    x = words.matrix([*texts, *(texts[i] for i in alone)])
    meeting = np.vstack([meeting, np.stack([overlap(texts[i].text, texts[i].made, None, 0.0) for i in alone])])
    rows = np.hstack([_rows(x, [*texts, *(texts[i] for i in alone)], weights, biases), meeting])
    labels = np.vstack([labels, labels[alone]])
    targets = response_targets(labels, np.concatenate([relevance, np.full(len(alone), np.nan, np.float32)]))
    weight = np.ones(len(labels), np.float32)
    return fit_heads(x, rows.astype(np.float32), targets, weight, c=RESPONSE_C, dense_scale=DENSE_SCALE)


def main() -> None:
    """Fits, calibrates, writes the model and prints its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=None, help="keep the slow shared layer here while developing")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--final", action="store_true", help="also measure the test parts: once, at the end")
    arguments = parser.parse_args()
    seen, words, weights, biases = _shared(arguments.data, arguments.cache)
    hard: list[str] = []
    for _ in range(2):
        of_messages = fit_messages(arguments.data, seen, words, weights, biases, hard)
        write(arguments.out, words, weights, biases, of_messages, None, UNCALIBRATED)
        partial = Weights.load(arguments.out)
        score = scorer(partial)
        hard = hard or hard_negatives(arguments.data, score, set(seen))

    def valence(one: Seen) -> float:
        heads = partial.message_heads(partial.read(one.text))
        return heads["good"] - heads["bad"]

    of_responses = fit_responses(arguments.data, seen, words, weights, biases, valence)
    write(arguments.out, words, weights, biases, of_messages, of_responses, UNCALIBRATED)
    from training import measure

    platt = measure.calibration(arguments.data, Weights.load(arguments.out))
    write(arguments.out, words, weights, biases, of_messages, of_responses, platt)
    measure.report(arguments.data, arguments.out, final=arguments.final)


def write(path: Path, words, weights: Floats, biases: Floats, of_messages: Heads, of_responses: Heads | None, platt: Floats) -> None:  # type: ignore[no-untyped-def]
    """The model file (`Weights.load` reads it)."""
    wide = of_messages.dense.shape[0] + len(OVERLAP_NAMES)
    empty = Heads(
        np.zeros((len(words.hashes), len(RESPONSE_HEADS)), np.float32),
        np.zeros((wide, len(RESPONSE_HEADS)), np.float32),
        np.zeros(len(RESPONSE_HEADS), np.float32),
    )
    responses = of_responses or empty
    levels, scale = quantised(np.hstack([weights, of_messages.ngrams, responses.ngrams]))
    np.savez_compressed(
        path, hashes=words.hashes, idf=words.idf.astype(np.float16), ngrams=levels, scales=scale,
        biases=np.concatenate([biases, of_messages.biases, responses.biases]).astype(np.float32),
        message=of_messages.dense.astype(np.float32), response=responses.dense.astype(np.float32),
        disclosure_platt=platt.astype(np.float32),
    )  # fmt: skip


__all__ = ["fit_messages", "logistic", "main"]

if __name__ == "__main__":
    main()
