"""What may be told of a couple: that they take turns, only on evidence that holds however often one looks.

What is told is about steps from one disclosure to the next that lie a few turns apart: who does not follow
anybody changes hands in about half of them. The evidence is a betting score (an e-value; Ville 1939, Shafer
2021): where the share by chance is at most `CHANCE`, it ever reaches 1/p with probability p at
most, at whatever number of disclosures one looks, so that asking for a recap every day promises no more than
asking once. docs/reciprocity.md says what was tried beside it and what it can do when the reader errs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core.policy import Policy
from core.reciprocity.measures import Disclosure, runs_z

NEAR_TURNS = 12
"""Turns: steps no longer than this say something about who follows whom. [P], chosen on the bench."""
CHANCE = 0.53
"""Most of such steps that change hands where nobody follows anybody. Half would, but people speak by turns:
the worst, .528, is reached where nine turns in ten change hands and each discloses in every thirteenth."""
ALTERNATIVES = (0.65, 0.75, 0.85)
"""Shares of steps that change hands among which the evidence bets evenly: weak to strong turn-taking. [P]"""


def takes_turns(disclosures: Sequence[Disclosure], policy: Policy) -> bool:
    """Whether a pair may be told that they take turns. Disclosures in the order of time.

    Runs z is the gate (science §3d); alone, asked with every disclosure, it tells one null couple in four.
    """
    z = runs_z([one for one in disclosures if not one.asked])
    if len(disclosures) < policy.shown_from or z is None or z <= policy.takes_turns_z:
        return False
    return evidence(*near_steps(disclosures)) >= 1 / policy.told_wrongly


def near_steps(disclosures: Sequence[Disclosure]) -> tuple[int, int]:
    """How many steps are near, and how many of these changed hands.

    Answers to a check-in stand at one moment in no order: no step leads between, to or from them.
    """
    near = [
        (a, b)
        for a, b in pairwise(disclosures)
        if not a.asked and not b.asked and b.clock - a.clock <= NEAR_TURNS
    ]
    return len(near), sum(a.author != b.author for a, b in near)


def evidence(steps: int, swaps: int) -> float:
    """How many times better turn-taking explains so many swaps than chance does; 1 where nothing is known."""
    stays = steps - swaps
    bets = [(q / CHANCE) ** swaps * ((1 - q) / (1 - CHANCE)) ** stays for q in ALTERNATIVES]
    return sum(bets) / len(bets)
