"""One pass of the encoder: text in, probabilities of every head out."""

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
_MOST_AT_ONCE = 256
"""Word pieces in one run: more are no faster, and take more memory."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heads:
    """Probabilities of all heads for one text, by name."""

    values: Floats

    def __getitem__(self, head: str) -> float:
        return float(self.values[_PLACE[head]])

    def graded(self, name: str, grades: int) -> float:
        """A label of several grades as 0 to 1: the mean of its heads, which is its expected value."""
        first = _PLACE[f"{name}_1"]
        return float(self.values[first : first + grades].mean())


_PLACE = {head: place for place, head in enumerate(ALL_HEADS)}


@dataclass(frozen=True, slots=True)
class Encoder:
    """A quantised network with its word pieces. Keeps no text; one thread."""

    session: onnxruntime.InferenceSession
    pieces: Tokenizer
    cls: int
    sep: int

    @staticmethod
    def load(model: Path, vocabulary: Path) -> Encoder:
        """From an ONNX file and a file of word pieces, one a line."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # 20 MiB less, as fast
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        return Encoder.of(session, vocabulary.read_text(encoding="utf-8").splitlines())

    @staticmethod
    def of(session: onnxruntime.InferenceSession, pieces: Sequence[str]) -> Encoder:
        tokenizer = word_pieces(pieces)
        return Encoder(session, tokenizer, pieces.index("[CLS]"), pieces.index("[SEP]"))

    def probabilities(self, texts: Sequence[tuple[str, str]]) -> list[Heads]:
        """For pairs (what is read, what stood before it) as `adapters.reader.input.plain` gives them."""
        rows = [sequence(self.pieces, self.cls, self.sep, text, before) for text, before in texts]
        if len(rows) > 1 and sum(len(ids) for ids, _ in rows) > _MOST_AT_ONCE:
            half = len(rows) // 2
            return self.probabilities(texts[:half]) + self.probabilities(texts[half:])
        longest = max(len(ids) for ids, _ in rows)
        ids, kinds = np.zeros((2, len(rows), longest), np.int64)
        for n, (row, kind) in enumerate(rows):
            ids[n, : len(row)] = row
            kinds[n, : len(kind)] = kind
        (logits,) = self.session.run(None, {"ids": ids, "kinds": kinds})
        values = (1 / (1 + np.exp(-np.asarray(logits)))).astype(np.float32)
        return [Heads(row) for row in values]


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
