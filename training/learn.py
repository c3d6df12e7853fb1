"""Fits a network to encoded examples: seeded, resumable after each epoch, with progress."""

from __future__ import annotations

import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from training.examples import Batch, Encoded, in_batches
from training.network import GLANCED, MOST, Headed, summary

CLIP = 1.0
_SHORT = any(torch.cpu.get_capabilities().get(one) for one in ("amx_bf16", "avx512_bf16"))
"""Whether the processor counts in bfloat16 itself; where it has to be imitated, it takes three times as long
as 32 bits."""
_MEAN = 0.999
"""Share of the running mean of the weights that each step keeps."""
_EARLY = 0.3
"""Weight of what a glance should already say."""
_LIKE = 3.0
"""Weight of what the larger encoder sees, against the sum over the heads."""


def fit(
    network: Headed,
    examples: Encoded,
    *,
    name: str,
    epochs: int,
    rate: float,
    seed: int,
    folder: Path,
    scale: torch.Tensor | None = None,
    after: str = "",
    early: torch.nn.Linear | None = None,
    like: torch.nn.Linear | None = None,
) -> str:
    """Trains in place and leaves a running mean of the weights in `network`; a fingerprint of the lesson.

    `scale` (heads,) multiplies each head's loss. `early`, if given, answers the first heads from a glance, so
    that the first layer learns to tell what matters (Lee et al. 2015). `like`, if given, is to show from the
    summary of the last layer what the larger encoder sees (Romero et al. 2015). After each epoch the state is
    in `folder/name.pt`; a run that finds one there goes on from it, unless it was of other examples or came
    `after` something else.
    """
    shape = early is not None and (_EARLY, GLANCED, MOST), like is not None and _LIKE, _SHORT
    matters = None if scale is None else scale.tolist()
    learnt = _fingerprint(examples, epochs, rate, seed, after, shape, matters)
    beside = {"early": early, "like": like}
    aside = torch.nn.ModuleDict({key: one for key, one in beside.items() if one is not None})
    torch.manual_seed(seed)
    plans = [examples.shuffled(seed * 1000 + epoch) for epoch in range(epochs)]
    total = sum(map(len, plans))
    optimizer = torch.optim.AdamW(_groups(network, aside, rate), lr=rate, fused=True)
    warm = max(1, total // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(0.02, 1 - step / max(1, total))
    )
    mean = {key: value.clone() for key, value in network.state_dict().items()}
    path, first, step = folder / f"{name}.pt", 0, 0
    kept = torch.load(path) if path.exists() else {}
    if kept and kept.get("learnt") != learnt:
        print(f"{name}: what it was taught has changed, so it begins again", flush=True)
    elif kept:
        network.load_state_dict(kept["network"])
        aside.load_state_dict(kept["aside"])
        mean, first, step = kept["mean"], kept["epoch"], kept["step"]
        if first < epochs:
            optimizer.load_state_dict(kept["optimizer"])
            schedule.load_state_dict(kept["schedule"])
            torch.set_rng_state(kept["random"])
    network.train()
    for epoch in range(first, epochs):
        began, shown, loss_sum, seen = time.monotonic(), time.monotonic(), 0.0, 0
        for done, at in enumerate(plans[epoch], 1):
            batch = examples.batch(at)
            loss = _lesson(network, batch, scale, aside)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            step += 1
            loss_sum, seen = loss_sum + float(loss.detach()) * len(at), seen + len(at)
            keep = min(_MEAN, step / (step + 10))
            with torch.no_grad():
                for key, value in network.state_dict().items():
                    mean[key].lerp_(value, 1 - keep)
            if time.monotonic() - shown > 30:
                shown = time.monotonic()
                speed = seen / (shown - began)
                print(
                    f"{name}: epoch {epoch + 1}/{epochs}, {done}/{len(plans[epoch])} batches, "
                    f"loss {loss_sum / seen:.3f}, {speed:.0f}/s",
                    flush=True,
                )
        state = {"network": network.state_dict(), "mean": mean, "epoch": epoch + 1, "step": step}
        state |= {"learnt": learnt, "aside": aside.state_dict()}
        state |= {
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "random": torch.get_rng_state(),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)
        print(f"{name}: epoch {epoch + 1}/{epochs} done, loss {loss_sum / max(1, seen):.3f}", flush=True)
    network.load_state_dict(mean)
    return learnt


def _groups(network: Headed, aside: torch.nn.ModuleDict, rate: float) -> list[dict[str, Any]]:
    """Parameters with settings: only matrices of the body decay; heads, mostly new, learn faster."""
    heads, body, rest = [], [], []
    for name, parameter in network.named_parameters():
        of_head = name.startswith(("message", "between", "response"))
        (heads if of_head else body if parameter.dim() > 1 else rest).append(parameter)
    heads += aside.parameters()
    return [
        {"params": body, "weight_decay": 0.01},
        {"params": rest, "weight_decay": 0.0},
        {"params": heads, "lr": rate * 5},
    ]


def _lesson(
    network: Headed, batch: Batch, scale: torch.Tensor | None, aside: torch.nn.ModuleDict
) -> torch.Tensor:
    """The loss of a batch: of all heads, of a glance, and of what is not seen as the larger encoder does."""
    with torch.autocast("cpu", torch.bfloat16, enabled=_SHORT):
        x = network.start(batch)
        seen = network.seen(x, batch.ids)
        logits = network.heads(seen, batch.ids, batch.kinds)
        told = aside["early"](summary(x, batch.ids, batch.kinds)) if "early" in aside else None
        shown = aside["like"](summary(seen, batch.ids, batch.kinds)) if "like" in aside else None
    weights = batch.weights if scale is None else batch.weights * scale
    loss = _loss(logits, batch.targets, weights)
    if told is not None:
        n = told.shape[1]
        loss = loss + _EARLY * _loss(told, batch.targets[:, :n], weights[:, :n])
    if shown is not None:
        asked = ~batch.like[:, 0].isnan()
        apart = (shown[asked].float() - batch.like[asked].float()).square().mean(1)
        loss = loss + _LIKE * apart.sum() / len(asked)
    return loss


def _loss(logits: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Summed over heads, the mean over texts."""
    losses = functional.binary_cross_entropy_with_logits(logits.float(), targets, reduction="none")
    return (losses * weights).sum() / len(losses)


def _fingerprint(examples: Encoded, *settings: object) -> str:
    found = sha256(repr(settings).encode())
    for ids in examples.ids:
        found.update(repr(ids).encode())
    found.update(examples.targets.tobytes())
    found.update(examples.weights.tobytes())
    found.update(examples.like.tobytes())
    return found.hexdigest()


def logits(network: Headed, examples: Encoded) -> NDArray[np.float32]:
    """(N, heads), in the order of the examples."""
    network.eval()
    out = np.zeros((len(examples), examples.targets.shape[1]), np.float32)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=_SHORT):
        for at in in_batches(examples, 4000):
            batch = examples.batch(at)
            x = network.start(batch)
            out[at] = network.rest(x, batch.ids, batch.kinds).float().numpy()
    return out
