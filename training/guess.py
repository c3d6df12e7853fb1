"""Fits what a glance promises and guesses: one linear map of what the shipped first layer gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from adapters.reader.encoder import Encoder, Floats, summary
from adapters.reader.heads import MESSAGE_HEADS
from adapters.reader.input import as_read

_EPOCHS, _BATCH, _RATE, _DECAY = 12, 256, 1e-3, 1e-4


def nothing(width: int) -> Floats:
    """A guess that lets everything on, so that the encoder can be loaded before one is fitted."""
    guess = np.zeros((2 * width + 1, 1 + len(MESSAGE_HEADS)), np.float32)
    guess[-1, 0] = np.inf
    return guess


def glances(folder: Path, texts: Sequence[tuple[str, str]]) -> Floats:
    """(N, 2 · width) of the shipped files: with eight bits the numbers differ from the network's own,
    and the guess has to know those that it will see."""
    encoder = Encoder.load(folder)
    seen = (encoder.glance(as_read(text), as_read(before)).seen for text, before in texts)
    return np.stack([summary(x, kinds) for x, _, kinds in seen])


def fit(seen: Floats, logits: Floats, interest: Floats, weights: Floats, *, seed: int) -> Floats:
    """(2 · width + 1, 1 + message heads): first what is promised, then the heads; of `seen` (N, 2 · width),
    `logits` (N, heads), `interest` and `weights` (N,)."""
    torch.manual_seed(seed)
    mean, spread = seen.mean(0), seen.std(0) + 1e-3
    x = torch.from_numpy((seen - mean) / spread)
    chance = torch.from_numpy(1 / (1 + np.exp(-logits[:, : len(MESSAGE_HEADS)])))
    promise, weight = torch.from_numpy(interest), torch.from_numpy(weights)
    linear = torch.nn.Linear(x.shape[1], 1 + len(MESSAGE_HEADS))
    optimizer = torch.optim.AdamW(linear.parameters(), lr=_RATE, weight_decay=_DECAY)
    batches = max(1, len(x) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=_EPOCHS * batches)
    for _ in range(_EPOCHS):
        for at in torch.randperm(len(x))[: batches * _BATCH].chunk(batches):
            z = linear(x[at])
            first = functional.binary_cross_entropy_with_logits(z[:, 0], promise[at], weight[at])
            others = functional.binary_cross_entropy_with_logits(z[:, 1:], chance[at])
            optimizer.zero_grad()
            (first + others).backward()
            optimizer.step()
            schedule.step()
    w = linear.weight.detach().numpy().T / spread[:, None]
    bias = linear.bias.detach().numpy() - mean @ w
    return np.r_[w, bias[None]].astype(np.float32)
