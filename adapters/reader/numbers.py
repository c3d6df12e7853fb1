"""The few numbers that were fitted beside the weights, from `model/numbers.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was fitted beside the weights (`training/calibrate.py`)."""

    version: str
    languages: tuple[str, ...]
    """Languages that the encoder was taught (ISO 639)."""
    disclosure: tuple[float, float]
    """Platt (1999): probability = sigmoid(a + b · log odds of the head)."""
    lifts: Mapping[str, float]
    """Added to the log odds of a head, so that one half is where to act."""
    quiet: Mapping[str, tuple[float, float, str]]
    """What a message reads as that the first stage lets by: score = sigmoid(a + b · its `interest` or `depth`
    there)."""
    glanced: tuple[float, float]
    """The same calibration of a disclosure that was only guessed at."""
    goes_on: float
    """From which promise of a glance on the whole encoder reads a message (log odds)."""

    @staticmethod
    def load(path: Path) -> Numbers:
        """From a JSON file."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        (a, b), (c, d) = kept["disclosure"], kept["glanced"]
        quiet = {score: (first, second, of) for score, (first, second, of) in kept["quiet"].items()}
        return Numbers(
            kept["version"], tuple(kept["languages"]), (a, b), kept["lifts"], quiet, (c, d), kept["goes_on"]
        )
