"""Measures of turn-taking that compete on the bench, one file each: `score(rows)`, higher for more of it.

To add one: a file with a `score`, a line in `CANDIDATES`, and a test of its value on a case known by hand.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.bench import measured
from bot.bench.candidates import hawkes, kappa, lag_lift, near_steps, permuted, recursion, smoothed
from bot.bench.couples import Floats
from bot.bench.readers import Rows

CANDIDATES: dict[str, Callable[[Rows], Floats]] = {
    "TTR": measured.turn_taking,
    "balance alone": lambda rows: -measured.balance(rows),
    "runs z": measured.runs_z,
    "Hawkes H": hawkes.score,
    "lag-1 kappa": kappa.score,
    "lag lift": lag_lift.score,
    "recursion": recursion.score,
    "TTR by permutation": permuted.score,
    "TTR as a filtered state": smoothed.score,
    "evidence of near steps": near_steps.score,
}
"""By the name that is printed; the first three are the product's own."""
