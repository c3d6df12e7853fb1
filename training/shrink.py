"""From the trained network to what is shipped: fewer word pieces, eight-bit weights, two ONNX files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from adapters.reader.heads import MESSAGE_HEADS, RESPONSE_HEADS
from adapters.reader.input import MARKS
from training.network import LAYERS, Network

SHIPPED = 9_400
"""Word pieces that are shipped; a rarer word is spelt with shorter ones."""


def fewer_pieces(pieces: list[str], lines: Iterable[str], tokenizer: Tokenizer) -> list[int]:
    """Indices of the pieces to keep: specials, marks, letters, signs, and those that `lines` use most."""
    counts: Counter[int] = Counter()
    for line in lines:
        counts.update(tokenizer.encode(line).ids)
    always = [
        i
        for i, piece in enumerate(pieces)
        if piece.startswith("[") or piece in MARKS or len(piece.removeprefix("##")) == 1
    ]
    rest = sorted(set(range(len(pieces))) - set(always), key=lambda i: (-counts[i], i))
    return sorted([*always, *rest[: SHIPPED - len(always)]])


def with_pieces(network: Network, kept: list[int]) -> Network:
    """The same network over some of its word pieces."""
    small = Network(len(kept), len(MESSAGE_HEADS), len(RESPONSE_HEADS), len(network.layers))
    state = network.state_dict()
    state["words.weight"] = state["words.weight"][kept]
    small.load_state_dict(state)
    return small.eval()


class Rows(nn.Module):
    """An embedding with eight bits a number and a scale for each row: one scale for all of them would let the
    largest number decide how coarse every word is."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        rows = embedding.weight.detach()
        scale = rows.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (rows / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].to(torch.float32) * self.scale[ids]


class _Glance(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, kinds: Tensor) -> Tensor:
        return self.network.glance(ids, kinds)


class _Rest(_Glance):
    def forward(self, x: Tensor, ids: Tensor, kinds: Tensor) -> Tensor:
        return self.network.rest(x, ids, kinds)


def export(network: Network, folder: Path) -> None:
    """Writes the network as two ONNX files with eight bits: `glance.onnx`, `ids` and `kinds` (B, T) in,
    `x` (B, T, width) out; `rest.onnx`, `x`, `ids` and `kinds` in, `logits` out."""
    small = deepcopy(network).eval()
    small.words, small.places = Rows(network.words), Rows(network.places)  # type: ignore[assignment]
    ids = torch.ones((2, 12), dtype=torch.long)
    kinds = torch.zeros_like(ids)
    _write(_Glance(small), {"ids": ids, "kinds": kinds}, "x", folder / "glance.onnx")
    with torch.no_grad():
        x = small.glance(ids, kinds)
    _write(_Rest(small), {"x": x, "ids": ids, "kinds": kinds}, "logits", folder / "rest.onnx")


def shipped(folder: Path) -> tuple[list[str], Network]:
    """The word pieces and the network of the files that `export` wrote, as exact as eight bits are."""
    pieces = (folder / "pieces.txt").read_text(encoding="utf-8").splitlines()
    network = Network(len(pieces), len(MESSAGE_HEADS), len(RESPONSE_HEADS))
    state = {f"{name}.weight": weight for name, weight in _matrices(folder).items()}
    for graph in _graphs(folder):
        kept = {one.name.removeprefix("network."): numpy_helper.to_array(one) for one in graph.initializer}
        state |= {name: torch.tensor(value) for name, value in kept.items() if name in network.state_dict()}
        for name in ("words", "places"):
            if f"{name}.rows" in kept:
                rows = kept[f"{name}.rows"].astype(np.float32) * kept[f"{name}.scale"]
                state[f"{name}.weight"] = torch.from_numpy(rows)
    network.load_state_dict(state)
    return pieces, network.eval()


def fingerprint(folder: Path) -> str:
    """Of the network and its word pieces."""
    files = [folder / name for name in ("glance.onnx", "rest.onnx", "pieces.txt")]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _matrices(folder: Path) -> dict[str, Tensor]:
    """(out, in) by the name of the layer, in the order in which a text passes them."""
    layers = (f"layers.{n}.{part}" for n in range(LAYERS) for part in ("qkv", "out", "wide", "narrow"))
    names = iter([*layers, "message", "between", "response"])
    found = {}
    for graph in _graphs(folder):
        kept = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        for node in graph.node:
            if node.op_type == "MatMulInteger":
                name = node.input[1].removesuffix("_quantized")
                whole = kept[f"{name}_quantized"].astype(np.float32) - kept[f"{name}_zero_point"]
                found[next(names)] = torch.from_numpy((whole * kept[f"{name}_scale"]).T.copy())
    return found


def _graphs(folder: Path) -> list[onnx.GraphProto]:
    return [onnx.load(folder / name).graph for name in ("glance.onnx", "rest.onnx")]


def _write(module: nn.Module, given: dict[str, Tensor], name: str, path: Path) -> None:
    sizes = {0: "texts", 1: "pieces"}
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            module.eval(), tuple(given.values()), str(whole), dynamo=False, opset_version=17,
            input_names=list(given), output_names=[name],
            dynamic_axes=dict.fromkeys(given, sizes) | {name: sizes if name == "x" else {0: "texts"}},
        )  # fmt: skip
        quantize_dynamic(
            whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm"],
        )  # fmt: skip
