"""The recursive effect β_ρ: whether a good response is followed by a deeper disclosure (science §3e)."""

from __future__ import annotations

import numpy as np

from bot.bench.couples import Floats
from bot.bench.readers import Rows

PRIOR = 0.3**2
NOISE = 0.15**2


def score(rows: Rows) -> Floats:
    """Posterior z of β_ρ, both persons' disclosures pooled."""
    mean, variance = effect(rows)
    return mean / np.sqrt(variance)


def effect(rows: Rows) -> tuple[Floats, Floats]:
    """Posterior mean and variance of β_ρ of each couple."""
    n = len(rows)
    precision = np.broadcast_to(np.eye(3) / PRIOR, (n, 3, 3)).copy()
    vector = np.zeros((n, 3))
    for i in (False, True):
        _add(rows, i, precision, vector)
    covariance = np.linalg.inv(precision)
    return np.einsum("nij,nj->ni", covariance, vector)[:, 1], np.asarray(covariance[:, 1, 1], float)


def _add(rows: Rows, person: bool, precision: Floats, vector: Floats) -> None:
    """One person's disclosures, in order; means are running ones, of the past only."""
    n = len(rows)
    depth_sum, felt_sum, depths, felts = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    row, waits = np.zeros((n, 3)), np.zeros(n, bool)
    row[:, 0] = 1
    for k in range(rows.count):
        mine = rows.by_b[:, k] == person
        depth, felt = rows.depth[:, k], rows.felt[:, k]
        used = mine & waits
        y = depth - depth_sum / np.maximum(depths, 1)
        x = row * used[:, None]
        precision += x[:, :, None] * x[:, None, :] / NOISE
        vector += x * np.where(used, y, 0)[:, None] / NOISE
        depth_sum, depths = depth_sum + depth * mine, depths + mine
        known = mine & ~np.isnan(felt)
        felt = np.where(known, felt, 0)
        felt_sum, felts = felt_sum + felt, felts + known
        row[:, 1] = np.where(known, felt - felt_sum / np.maximum(felts, 1), row[:, 1])
        row[:, 2] = np.where(known, depth - depth_sum / np.maximum(depths, 1), row[:, 2])
        waits = np.where(mine, known & (depths > 1), waits)
