"""What a rule of the nudge policy may say about an episode, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.episodes import Episode
from core.ids import PersonId
from core.scene import Scene


@dataclass(frozen=True, slots=True)
class Rest:
    """No note, and the rule's name says why."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask again at this moment. `held`: a note was due and this rule put it off."""

    until: datetime
    held: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing is due: it was answered well."""


@dataclass(frozen=True, slots=True)
class AskAuthor:
    """No note before the author said yes; `core/nudge/asking.py` asks them."""


@dataclass(frozen=True, slots=True)
class Send:
    """A note to the partner, for this reason."""

    reason: str


Verdict = Rest | Wait | Done | AskAuthor | Send


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the policy. It reads the scene and changes nothing in it."""

    name: str
    """What replay prints, episodes keep and `/why` has words for. Declared, so that renaming changes none."""
    verdict: Callable[[Scene, Episode, PersonId], Verdict | None]
    """Asked about an episode whose soft limit was reached, and whom a note would go to. None: does not apply.

    Each function's type names the verdicts that it may give; from them tests know which rules need words.
    """
