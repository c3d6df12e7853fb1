"""Fits and measures the first reader: `python -m training.first_reader --data ../shared/data [--final]`.

Deterministic. Learns from `train` parts, chooses and calibrates on `dev` parts, touches `test` parts only
with `--final`; the files marked *evaluation only* are measured on and nothing else.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.reader.features import OVERLAP_NAMES, Floats, overlap, take_apart
from adapters.reader.weights import MEANINGS, MESSAGE_HEADS, RESPONSE_HEADS, Weights
from training import corpora, measure
from training.fit import (
    Heads,
    Seen,
    Vocabulary,
    fit_auxiliary,
    fit_heads,
    fit_meanings,
    message_targets,
    quantised,
    response_targets,
    see,
    vocabulary,
)
from training.hard_negatives import hard_negatives
from training.plain_cases import plain_messages, plain_replies

MODEL = Path(__file__).parents[1] / "adapters" / "reader" / "linear-1.npz"
SOURCE_WEIGHT = {
    "sms": 1.0, "goemotions": 1.0, "offmychest": 0.7, "topical_chat": 1.0, "singles": 1.0, "chats": 1.0,
    "replies": 0.5, "assumed": 0.3, "plain": 0.6,
}  # fmt: skip
"""Weight of a case in the fit of the message heads, by its source: chosen once, not searched."""
ASSUMED_NEGATIVES = 3000
ASSUMED_HEADS = ("disclosure", "private_2", "private_3", "personal_2", "personal_3", "affective_3")
"""Heads for which a sentence about a topic is taken as a negative without having been labelled."""
MESSAGE_C, RESPONSE_C, DENSE_SCALE = 1.0, 0.5, 0.1
UNCALIBRATED = np.array([1.0, 0.0, 0.0, 0.0], np.float32)
NO_LIFTS = np.zeros(2, np.float32)


@dataclass(frozen=True, slots=True)
class Layer:
    """What lies under the heads: featurised texts, vocabulary, n-gram weights (N, A) and biases (A,)."""

    seen: dict[str, Seen]
    words: Vocabulary
    ngrams: Floats
    biases: Floats

    def of(self, text: str) -> Seen:
        """The text featurised, from memory where it was before."""
        return self.seen[text] if text in self.seen else see(text)

    def rows(self, texts: list[Seen]) -> Floats:
        """Dense rows (T, D+A) as `Weights.read` makes them."""
        levels, scale = quantised(self.ngrams)
        signals = np.asarray(self.words.matrix(texts) @ (levels.astype(np.float32) * scale)) + self.biases
        made = np.stack([one.made for one in texts])
        return np.hstack([made, np.clip(signals, -8, 8) / 4]).astype(np.float32)


def shared_layer(data: Path, cache: Path | None) -> Layer:
    """Fitted on the auxiliary corpora and unlabelled text; from the cache where there is one."""
    if cache is not None and cache.exists():
        return Layer(*pickle.loads(cache.read_bytes()))  # noqa: S301 -- a developer's own file
    labelled, answers = corpora.messages(data), corpora.replies(data)
    taken = {m.text for m in labelled} | {r.text for r in answers} | {r.to for r in answers}
    seen = {text: see(text) for text in sorted(taken)}
    others = [(corpus, [see(text) for text in corpus.texts]) for corpus in corpora.auxiliary(data, taken)]
    train = {m.text for m in labelled if m.part == "train"} | {r.text for r in answers if r.part == "train"}
    words = vocabulary((seen[t] for t in sorted(train)), (one for _, texts in others for one in texts))
    weights, biases = fit_auxiliary(words, others)
    plain = [one for _, texts in others for one in texts][::2]
    plain += [see(t) for t in (corpora.sms(data) + corpora.topical_chat(data)) if corpora.half(t) == 0][::2]
    weights = np.hstack([weights, fit_meanings(words.matrix(plain))])
    biases = np.concatenate([biases, np.zeros(MEANINGS, np.float32)])
    if cache is not None:
        cache.write_bytes(pickle.dumps((seen, words, weights, biases)))
    return Layer(seen, words, weights, biases)


def fit_messages(data: Path, layer: Layer, hard: list[str]) -> Heads:
    """Heads of messages from the train parts, plain cases, and negatives of everyday talk."""
    train = [m for m in corpora.messages(data) if m.part == "train"]
    plain = plain_messages()
    about = [t for t in corpora.topical_chat(data) if corpora.half(t) == 0 and t not in layer.seen]
    assumed = hard + about[::5][:ASSUMED_NEGATIVES]
    texts = [layer.of(m.text) for m in train] + [see(t) for t, _ in plain] + [see(t) for t in assumed]
    labels = [*(m.labels for m in train), *(labels for _, labels in plain), *((0,) * 8 for _ in assumed)]
    weight = [SOURCE_WEIGHT[m.source] for m in train] + [SOURCE_WEIGHT["plain"]] * len(plain)
    weight += [1.0] * len(hard) + [SOURCE_WEIGHT["assumed"]] * (len(assumed) - len(hard))
    targets = message_targets(np.array(labels))
    for head, target in zip(MESSAGE_HEADS, targets, strict=True):
        if head in ("crisis", "unsafe"):
            target[: len(train)][[m.labels[6] == 1 for m in train]] = (
                np.nan
            )  # which of the two is not labelled
            continue
        if head not in ASSUMED_HEADS:
            target[-len(assumed) :] = np.nan
    x = layer.words.matrix(texts)
    return fit_heads(
        x, layer.rows(texts), targets, np.array(weight, np.float32), c=MESSAGE_C, dense_scale=DENSE_SCALE
    )


Pairs = tuple[list[tuple[str, str]], NDArray[np.int64], NDArray[np.float32]]


def response_cases(data: Path, part: str) -> Pairs:
    """Pairs (disclosure, reply), labels (T, 7) with -9 for shuffled pairs, relevance (T,)."""
    rng = np.random.default_rng(7)
    linked = [r for r in corpora.replies(data) if r.part == part]
    pairs = [(r.to, r.text) for r in linked]
    labels: list[tuple[int, ...]] = [r.labels for r in linked]
    relevance = [0.0 if r.labels[3] == 2 and r.labels[4] == 0 else 1.0 for r in linked]
    for case in (r for r in linked if r.labels[0] == 2 or len(r.text.split()) > 8 or r.labels[5]):
        other = linked[int(rng.integers(len(linked)))]
        if other.to != case.to:
            pairs.append((other.to, case.text))
            relevance.append(0.0)
    elsewhere = [(to, turn) for to, turn, at in corpora.unrelated_turns(data) if at == part]
    pairs += elsewhere
    relevance += [0.0] * len(elsewhere)
    labels += [(-9,) * 7] * (len(pairs) - len(labels))
    for text, plain, relevant in plain_replies() if part == "train" else ():
        pairs.append((linked[int(rng.integers(len(linked)))].to, text))
        labels.append(plain)
        relevance.append(float(relevant))
    return pairs, np.array(labels), np.array(relevance, np.float32)


def fit_responses(data: Path, layer: Layer, partial: Weights) -> Heads:
    """Heads of responses from the train parts, with shuffled pairs for relevance and a third read alone."""
    pairs, labels, relevance = response_cases(data, "train")
    texts = [layer.of(text) for _, text in pairs]

    def meeting(reply: Seen, to: Seen) -> Floats:
        heads = partial.message_heads(partial.read(to.text))
        return overlap(reply.text, reply.made, to.text, heads["good"] - heads["bad"])

    met = [meeting(text, layer.of(to)) for text, (to, _) in zip(texts, pairs, strict=True)]
    alone = [i for i in range(len(pairs)) if labels[i, 0] != -9][::3]
    met += [overlap(texts[i].text, texts[i].made, None, 0.0) for i in alone]
    texts += [texts[i] for i in alone]
    rows = np.hstack([layer.rows(texts), np.stack(met)]).astype(np.float32)
    unknown = np.full(len(alone), np.nan, np.float32)
    targets = response_targets(np.vstack([labels, labels[alone]]), np.concatenate([relevance, unknown]))
    weight = np.ones(len(texts), np.float32)
    return fit_heads(layer.words.matrix(texts), rows, targets, weight, c=RESPONSE_C, dense_scale=DENSE_SCALE)


def write(
    path: Path, layer: Layer, of_messages: Heads, of_responses: Heads | None, platt: Floats, lifts: Floats
) -> Weights:
    """The model file, read back."""
    n, wide = len(layer.words.hashes), of_messages.dense.shape[0] + len(OVERLAP_NAMES)
    heads = len(RESPONSE_HEADS)
    empty = Heads(
        np.zeros((n, heads), np.float32), np.zeros((wide, heads), np.float32), np.zeros(heads, np.float32)
    )
    responses = of_responses or empty
    levels, scale = quantised(np.hstack([layer.ngrams, of_messages.ngrams, responses.ngrams]))
    np.savez_compressed(
        path, hashes=layer.words.hashes, idf=layer.words.idf.astype(np.float16), ngrams=levels, scales=scale,
        biases=np.concatenate([layer.biases, of_messages.biases, responses.biases]).astype(np.float32),
        message=of_messages.dense.astype(np.float32), response=responses.dense.astype(np.float32),
        disclosure_platt=platt.astype(np.float32), alarm_lifts=lifts.astype(np.float32),
    )  # fmt: skip
    return Weights.load(path)


def fit(data: Path, out: Path, cache: Path | None) -> None:
    """Fits all heads, the messages' twice: the second time with what the first took for disclosures."""
    layer = shared_layer(data, cache)
    final, out = out, out.with_name("fitting.npz")
    weights = write(out, layer, fit_messages(data, layer, []), None, UNCALIBRATED, NO_LIFTS)
    of_messages = fit_messages(data, layer, hard_negatives(data, scorer(weights), set(layer.seen)))
    weights = write(out, layer, of_messages, None, UNCALIBRATED, NO_LIFTS)
    lifts = measure.alarm_lifts(data, weights)
    of_responses = fit_responses(data, layer, weights)
    weights = write(out, layer, of_messages, of_responses, UNCALIBRATED, lifts)
    write(out, layer, of_messages, of_responses, measure.calibration(data, weights), lifts)
    out.replace(final)


def scorer(weights: Weights) -> Callable[[str], float]:
    """The uncalibrated probability of disclosure of a text."""
    return lambda text: weights.message_heads(weights.read(take_apart(text)))["disclosure"]


def main() -> None:
    """Fits, writes the model and prints its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--cache", type=Path, default=None, help="keep the slow shared layer here while developing"
    )
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--measure-only", action="store_true", help="measure the model that is there")
    parser.add_argument(
        "--final", action="store_true", help="measure the test parts instead: once, at the end"
    )
    arguments = parser.parse_args()
    if not (arguments.measure_only or arguments.final):
        fit(arguments.data, arguments.out, arguments.cache)
    measure.report(arguments.data, arguments.out, final=arguments.final)


if __name__ == "__main__":
    main()
