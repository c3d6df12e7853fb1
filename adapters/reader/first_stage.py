"""The cheap first stage: a sum of weights of words and of pairs, which lets most messages go by unread."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from core.reading.cues import SIGNS_OF_PAIN

_SPACED = {ord(sign): f" {sign} " for sign in "?!"}
_GONE = {ord(sign): " " for sign in '.,;:"()[]{}<>*_~/\\|=+#@&%$^-\n\t\r'}
_SAME = {0x2019: "'", 0x2018: "'", 0x60: "'"}
_TABLE: dict[int, str] = {**_GONE, **_SPACED, **_SAME}
_ALWAYS_CHARS = 400
"""Longer texts always go on: somebody took their time."""


@dataclass(frozen=True, slots=True)
class FirstStage:
    """`weights` by word and by `word word`; log odds that the encoder could find something."""

    weights: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]
    bias: float
    cut: float
    """Below this many log odds a message is not looked at again."""
    depths: Mapping[str, float]
    """By word: how deep it makes what is let by."""
    shallow: float
    """Log odds of the depth of a message without any such word."""

    @staticmethod
    def load(path: Path) -> FirstStage:
        """From a JSON file."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        pairs = {(a, b): w for (a, _, b), w in ((k.partition(" "), w) for k, w in kept["pairs"].items())}
        return FirstStage(kept["words"], pairs, kept["bias"], kept["cut"], kept["depths"], kept["shallow"])

    def score(self, text: str) -> float:
        """Log odds."""
        words = split(text)
        weight, pair = self.weights.get, self.pairs.get
        total = self.bias
        for word in words:
            total += weight(word, 0.0)
        for two in pairwise(words):
            total += pair(two, 0.0)
        return total

    def let_by(self, text: str) -> float | None:
        """The highest log odds of its lines; None if the encoder should read it, for one of its lines, its
        length or a sign of pain."""
        if len(text) > _ALWAYS_CHARS or not (text.isascii() or SIGNS_OF_PAIN.isdisjoint(text)):
            return None
        highest = max((self.score(line) for line in text.splitlines() if line.strip()), default=self.bias)
        return None if highest >= self.cut else highest

    def depth(self, text: str) -> float:
        """Log odds of the depth; for messages that are let by."""
        words = split(text)
        weight = self.depths.get
        return self.shallow + sum(weight(word, 0.0) for word in words) / math.sqrt(max(1, len(words)))

    def goes_on(self, text: str) -> bool:
        """Whether the encoder should read it."""
        return self.let_by(text) is None


def split(text: str) -> list[str]:
    """Words as the first stage sees them; punctuation is dropped but for ? and !."""
    return text.lower().translate(_TABLE).split()
