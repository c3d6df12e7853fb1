"""The encoder and its heads in PyTorch: MiniLM, whose first layer may be enough; every label a logit."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.examples import Batch

WIDTH, HEADS, INNER, POSITIONS = 384, 12, 1536, 192
LAYERS, GLANCED = 6, 1
"""Layers of the encoder; after how many of them a message may be left."""
EPSILON = 1e-12
HIDDEN = 256
MOST = 6.0
"""Inner activations end here: MiniLM has a few of 20, which with eight bits would make all others coarse."""


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019), normalised after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.wide = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, x: Tensor, mask: Tensor, drop: float) -> Tensor:
        """x (B, T, WIDTH), mask (B, 1, 1, T) to add to the scores."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).reshape(b, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + mask
        seen = (dropout(scores.softmax(-1), drop, self.training) @ v).transpose(1, 2).reshape(b, t, WIDTH)
        x = self.norm(x + dropout(self.out(seen), drop, self.training))
        inner = functional.gelu(self.wide(x)).clamp(max=MOST)
        return self.norm2(x + dropout(self.narrow(inner), drop, self.training))


class Headed(nn.Module):
    """What an encoder of some width ends in: logits (B, message heads + response heads).

    Message heads see the text (and, through attention, what stood before); response heads see both.
    """

    drop = 0.1

    def __init__(self, width: int, message: int, response: int) -> None:
        super().__init__()
        self.message = nn.Linear(2 * width, message)
        self.between = nn.Linear(4 * width, HIDDEN)
        self.response = nn.Linear(HIDDEN, response)

    def start(self, batch: Batch) -> Tensor:
        """The word pieces (B, T, width) after the first layers."""
        raise NotImplementedError

    def seen(self, x: Tensor, ids: Tensor) -> Tensor:
        """The word pieces (B, T, width) after the last layer, from those after the first ones."""
        raise NotImplementedError

    def rest(self, x: Tensor, ids: Tensor, kinds: Tensor) -> Tensor:
        """Logits, from the word pieces after the first layers."""
        return self.heads(self.seen(x, ids), ids, kinds)

    def heads(self, x: Tensor, ids: Tensor, kinds: Tensor) -> Tensor:
        """Logits of the encoded word pieces x (B, T, width)."""
        alone = summary(x, ids, kinds)
        text, before = alone[:, x.shape[-1] :], _mean(x, (ids > 0) & (kinds == 1))
        both = torch.cat([x[:, 0], text, before, text * before], -1)
        drop = 2 * self.drop
        message = self.message(dropout(alone, drop, self.training))
        hidden = functional.gelu(self.between(dropout(both, drop, self.training)))
        return torch.cat([message, self.response(dropout(hidden, drop, self.training))], -1)


class Network(Headed):
    """Logits of word pieces.

    `ids` (B, T) with 0 for padding; `kinds` (B, T): 0 the text that is read, 1 what stood before it.
    """

    def __init__(self, vocabulary: int, message: int, response: int, layers: int = LAYERS) -> None:
        super().__init__(WIDTH, message, response)
        self.words = nn.Embedding(vocabulary, WIDTH, padding_idx=0)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, ids: Tensor, kinds: Tensor) -> Tensor:
        return self.rest(self.glance(ids, kinds), ids, kinds)

    def start(self, batch: Batch) -> Tensor:
        return self.glance(batch.ids, batch.kinds)

    def glance(self, ids: Tensor, kinds: Tensor) -> Tensor:
        """The word pieces after the first GLANCED layers, (B, T, WIDTH)."""
        places = torch.arange(ids.shape[1], device=ids.device)[None, :]
        x = self.norm(self.words(ids) + self.places(places) + self.kinds(kinds))
        x = dropout(x, self.drop, self.training)
        return self._through(self.layers[:GLANCED], x, ids)

    def seen(self, x: Tensor, ids: Tensor) -> Tensor:
        return self._through(self.layers[GLANCED:], x, ids)

    def _through(self, layers: nn.ModuleList, x: Tensor, ids: Tensor) -> Tensor:
        mask = (ids == 0)[:, None, None, :].to(x.dtype) * -1e4
        for layer in layers:
            x = layer(x, mask, self.drop)
        return x


def summary(x: Tensor, ids: Tensor, kinds: Tensor) -> Tensor:
    """(B, 2 · width): the first word piece, and the mean of those of the text that is read."""
    return torch.cat([x[:, 0], _mean(x, (ids > 0) & (kinds == 0))], -1)


def dropout(x: Tensor, share: float, training: bool) -> Tensor:
    """Dropout (Srivastava et al. 2014) by a byte a number: torch draws a whole number each, which takes a
    sixth of a step on a CPU."""
    if not training:
        return x
    least, n = round(share * 256), x.numel()
    words = torch.empty((n + 7) // 8, dtype=torch.int64).random_(-(2**63), None)
    kept = words.view(torch.uint8)[:n].view(x.shape) >= least
    return x * kept.to(x.dtype).mul_(256 / (256 - least))


def _mean(x: Tensor, chosen: Tensor) -> Tensor:
    weight = chosen.to(x.dtype)[..., None]
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1.0)


def pretrained(network: Network, weights: dict[str, Tensor], rows: list[list[int]]) -> None:
    """Fills the encoder with MiniLM's weights; `rows` names, for each word piece, the pieces to average."""
    old = weights["embeddings.word_embeddings.weight"]
    with torch.no_grad():
        network.words.weight.copy_(torch.stack([old[row].mean(0) for row in rows]))
        network.places.weight.copy_(weights["embeddings.position_embeddings.weight"][:POSITIONS])
        network.kinds.weight.copy_(weights["embeddings.token_type_embeddings.weight"])
        _copy(network.norm, weights, "embeddings.LayerNorm")
        for i, layer in enumerate(network.layers):
            assert isinstance(layer, Layer)
            at = f"encoder.layer.{i}"
            for kind in ("weight", "bias"):
                parts = [weights[f"{at}.attention.self.{one}.{kind}"] for one in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
            _copy(layer.out, weights, f"{at}.attention.output.dense")
            _copy(layer.norm, weights, f"{at}.attention.output.LayerNorm")
            _copy(layer.wide, weights, f"{at}.intermediate.dense")
            _copy(layer.narrow, weights, f"{at}.output.dense")
            _copy(layer.norm2, weights, f"{at}.output.LayerNorm")


def _copy(into: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(into, kind).copy_(weights[f"{name}.{kind}"])
