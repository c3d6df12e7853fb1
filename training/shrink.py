"""From the trained network to what is shipped: fewer word pieces, eight-bit weights, one ONNX file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from adapters.reader.heads import MESSAGE_HEADS, RESPONSE_HEADS
from adapters.reader.input import MARKS
from training.network import Network

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


def export(network: Network, path: Path) -> None:
    """Writes the network as ONNX with eight-bit weights, for inputs `ids` and `kinds` (B, T)."""
    ids = torch.ones((2, 12), dtype=torch.long)
    sizes = {0: "texts", 1: "pieces"}
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network.eval(), (ids, torch.zeros_like(ids)), str(whole), dynamo=False, opset_version=17,
            input_names=["ids", "kinds"], output_names=["logits"],
            dynamic_axes={"ids": sizes, "kinds": sizes, "logits": {0: "texts"}},
        )  # fmt: skip
        quantize_dynamic(
            whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip
