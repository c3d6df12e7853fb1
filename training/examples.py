"""Every corpus as one shape: a text, what stood before it, and targets for some of the heads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from adapters.reader.encoder import sequence
from adapters.reader.heads import ALL_HEADS
from adapters.reader.input import plain


@dataclass(frozen=True, slots=True)
class Example:
    """`targets` from 0 to 1 by head; heads that are not named teach nothing."""

    text: str
    before: str
    targets: Mapping[str, float]
    weight: float = 1.0
    like: NDArray[np.float16] | None = None
    """What the larger encoder sees of it (width of that one,), where it was asked."""


@dataclass(frozen=True, slots=True)
class Batch:
    ids: torch.Tensor
    kinds: torch.Tensor
    targets: torch.Tensor
    weights: torch.Tensor
    like: torch.Tensor
    """What the larger encoder sees (B, its width); not a number where it was not asked."""
    x: torch.Tensor | None = None
    """The word pieces after the layers that are not taught (B, T, width), where these were kept."""


Read = Callable[[Tokenizer, Example], tuple[list[int], list[int]]]


def _read(pieces: Tokenizer, example: Example) -> tuple[list[int], list[int]]:
    cls, sep = pieces.token_to_id("[CLS]"), pieces.token_to_id("[SEP]")
    return sequence(pieces, cls, sep, plain(example.text), plain(example.before))


class Encoded:
    """Examples as word pieces, targets and weights (N, heads), and what the larger encoder sees of them (N,
    its width), ready to be cut into batches. `read` gives the ids and kinds of an example's word pieces."""

    def __init__(
        self, examples: Iterable[Example], pieces: Tokenizer, heads: Sequence[str] = ALL_HEADS,
        read: Read = _read,
    ) -> None:  # fmt: skip
        kept = list(examples)
        self.ids, self.kinds = [], []
        place = {head: i for i, head in enumerate(heads)}
        self.targets = np.zeros((len(kept), len(heads)), np.float32)
        self.weights = np.zeros((len(kept), len(heads)), np.float32)
        wide = max((len(one.like) for one in kept if one.like is not None), default=0)
        self.like = np.full((len(kept), wide), np.nan, np.float16)
        for n, example in enumerate(kept):
            if example.like is not None:
                self.like[n] = example.like
            ids, kinds = read(pieces, example)
            self.ids.append(ids)
            self.kinds.append(kinds)
            for head, target in example.targets.items():
                self.targets[n, place[head]] = target
                self.weights[n, place[head]] = example.weight

    def __len__(self) -> int:
        return len(self.ids)

    def shuffled(self, seed: int, tokens: int = 1200) -> list[list[int]]:
        """Indices in batches: random, yet of like lengths."""
        random = Random(seed)
        order = list(range(len(self)))
        random.shuffle(order)
        chunks = [
            sorted(order[i : i + 1024], key=lambda n: len(self.ids[n])) for i in range(0, len(order), 1024)
        ]
        out: list[list[int]] = []
        for chunk in chunks:
            at: list[int] = []
            for n in chunk:
                if at and len(self.ids[n]) * (len(at) + 1) > tokens:
                    out.append(at)
                    at = []
                at.append(n)
            out.append(at)
        random.shuffle(out)
        return out

    def batch(self, at: Sequence[int]) -> Batch:
        longest = max(len(self.ids[n]) for n in at)
        ids = torch.zeros((len(at), longest), dtype=torch.long)
        kinds = torch.zeros((len(at), longest), dtype=torch.long)
        for row, n in enumerate(at):
            ids[row, : len(self.ids[n])] = torch.tensor(self.ids[n])
            kinds[row, : len(self.kinds[n])] = torch.tensor(self.kinds[n])
        index = list(at)
        told = (torch.from_numpy(of[index]) for of in (self.targets, self.weights, self.like))
        return Batch(ids, kinds, *told)


def in_batches(examples: Encoded, tokens: int) -> Iterator[list[int]]:
    """Indices of all, the longest first, at most so many word pieces together."""
    order = sorted(range(len(examples)), key=lambda n: -len(examples.ids[n]))
    done = 0
    while done < len(order):
        at = order[done : done + max(1, tokens // len(examples.ids[order[done]]))]
        yield at
        done += len(at)
