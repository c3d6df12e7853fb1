"""The encoder in two parts: a glance, its first layer; and the rest, with probabilities of every head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, pre_tokenizers

from adapters.reader.heads import ALL_HEADS

MESSAGE_TOKENS, CONTEXT_TOKENS = 96, 64
"""Word pieces kept of what is read (its end), and of what stood before it (its end)."""
UNKNOWN = "[UNK]"
Floats = NDArray[np.float32]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Heads:
    """Probabilities for one text by the name of the head: of all heads, or, guessed, of the message heads."""

    values: Floats

    def __getitem__(self, head: str) -> float:
        return float(self.values[_PLACE[head]])

    def graded(self, name: str, grades: int) -> float:
        """A label of several grades as 0 to 1: the mean of its heads, which is its expected value."""
        first = _PLACE[f"{name}_1"]
        return float(self.values[first : first + grades].mean())


_PLACE = {head: place for place, head in enumerate(ALL_HEADS)}


@dataclass(frozen=True, slots=True)
class Glance:
    """What the first layer saw of a text: about a sixth of the work."""

    promise: float
    """Log odds that the whole encoder would find something."""
    heads: Heads
    """A guess at what the whole encoder would say of the message."""
    seen: tuple[Floats, Whole, Whole]
    """Its word pieces after that layer (1, pieces, width), their ids and kinds (1, pieces)."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """A quantised network with its word pieces. Keeps no text; one thread.

    Texts are read one by one: with eight bits, several at once would share one scale and change each other.
    """

    first: onnxruntime.InferenceSession
    others: onnxruntime.InferenceSession
    pieces: Tokenizer
    cls: int
    sep: int
    guess: Floats
    """(2 · width + 1, 1 + message heads): weights and, last, the bias; the promise, then the heads."""

    @staticmethod
    def load(folder: Path) -> Encoder:
        """From a folder with two ONNX files, the guess, and the word pieces, one a line."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # 20 MiB less, as fast
        options.log_severity_level = 3
        first, others = (
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in ("glance.onnx", "rest.onnx")
        )
        pieces = (folder / "pieces.txt").read_text(encoding="utf-8").splitlines()
        return Encoder(
            first, others, word_pieces(pieces), pieces.index("[CLS]"), pieces.index("[SEP]"),
            np.load(folder / "guess.npy"),
        )  # fmt: skip

    def glance(self, text: str, before: str = "") -> Glance:
        """For a text, and what stood before it, as `adapters.reader.input.plain` gives them."""
        row, kind = sequence(self.pieces, self.cls, self.sep, text, before)
        ids, kinds = np.array([row], np.int64), np.array([kind], np.int64)
        (x,) = self.first.run(None, {"ids": ids, "kinds": kinds})
        promise, *guessed = summary(x, kinds) @ self.guess[:-1] + self.guess[-1]
        return Glance(float(promise), _heads(np.array(guessed)), (x, ids, kinds))

    def rest(self, glance: Glance) -> Heads:
        """What the whole encoder says of what was glanced at."""
        x, ids, kinds = glance.seen
        (logits,) = self.others.run(None, {"x": x, "ids": ids, "kinds": kinds})
        return _heads(np.asarray(logits)[0])

    def probabilities(self, text: str, before: str = "") -> Heads:
        """Both parts in one go."""
        return self.rest(self.glance(text, before))


def summary(x: Floats, kinds: Whole) -> Floats:
    """(2 · width,) of one text: its first word piece, and the mean of those of the text that is read."""
    return np.concatenate([x[0, 0], x[0, kinds[0] == 0].mean(0)])


def _heads(logits: Floats) -> Heads:
    return Heads((1 / (1 + np.exp(-logits))).astype(np.float32))


def word_pieces(pieces: Sequence[str]) -> Tokenizer:
    """WordPiece (Wu et al. 2016) over words separated by spaces."""
    tokenizer = Tokenizer(
        models.WordPiece(dict(zip(pieces, range(len(pieces)), strict=True)), unk_token=UNKNOWN)
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def sequence(pieces: Tokenizer, cls: int, sep: int, text: str, before: str) -> tuple[list[int], list[int]]:
    """Ids and kinds: [CLS] text [SEP] of kind 0, then what stood before and [SEP] of kind 1."""
    own = pieces.encode(text).ids[-MESSAGE_TOKENS:]
    ids, kinds = [cls, *own, sep], [0] * (len(own) + 2)
    if before:
        earlier = pieces.encode(before).ids[-CONTEXT_TOKENS:]
        ids += [*earlier, sep]
        kinds += [1] * (len(earlier) + 1)
    return ids, kinds
