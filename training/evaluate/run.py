"""One run of the evaluation: which reader, which data, which parts, and what has been read already."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.policy import Policy
from core.ports import Reader
from core.reading.scores import MessageReading, ResponseReading
from core.utterance import Utterance
from training import corpora
from training.corpora import Danger, Message, Reply
from training.evaluate.intervals import Figure, bootstrap
from training.evaluate.metrics import Numbers

ROUNDS, QUICK_ROUNDS = 1000, 100
QUICK_STEP = 10
"""A quick run reads one unlabelled text in so many."""
_TOLD_EVERY = 2000
_Key = TypeVar("_Key")


@dataclass
class Run:
    """Each text is read once: readings are kept for the run. An abstention counts as the empty reading."""

    reader: Reader
    data: Path = corpora.DATA
    written: Path = corpora.WRITTEN
    written_later: Path = corpora.LATER
    out: Path | None = None
    """Where pictures go; None: none is drawn."""
    test: bool = False
    quick: bool = False
    with_baselines: bool = True
    listing: bool = False
    policy: Policy = field(default_factory=Policy)
    _messages: dict[tuple[str, tuple[str, ...]], MessageReading] = field(default_factory=dict)
    _responses: dict[tuple[str, str], ResponseReading] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """Of the data's own parts."""
        return "test" if self.test else "dev"

    @property
    def suffix(self) -> str:
        """Of the files' names, so that a final figure never takes the place of a dev one."""
        return "-test" if self.test else ""

    @property
    def rounds(self) -> int:
        return QUICK_ROUNDS if self.quick else ROUNDS

    def sampled(self, texts: Sequence[str]) -> list[str]:
        """All of an unlabelled corpus, or a part of it when the run is quick."""
        return list(texts[::QUICK_STEP] if self.quick else texts)

    def bootstrap(
        self, figure: Callable[..., float], groups: Sequence[str], *arrays: NDArray[np.generic]
    ) -> Figure:
        """With as many rounds as this run takes."""
        return bootstrap(figure, groups, *arrays, rounds=self.rounds)

    @cached_property
    def own(self) -> tuple[list[Message], list[Reply], list[Danger]]:
        """What was written beside the data (`training/written`)."""
        return corpora.written(self.written)

    @cached_property
    def later(self) -> tuple[list[Message], list[Reply], list[Danger]]:
        """What was written after the lesson (`training/unseen/later`): all of it is for measuring."""
        messages, replies, dangers = corpora.written(self.written_later)
        return (
            [replace(one, part="later") for one in messages],
            [replace(one, part="later") for one in replies],
            [replace(one, part="later") for one in dangers],
        )

    @cached_property
    def labelled(self) -> list[Message]:
        """All messages of the data that may be learnt from, with their parts."""
        return corpora.messages(self.data)

    def unseen(self) -> list[Message]:
        """The measured part of the data, and what is held back of `training/written`."""
        return [m for m in self.labelled if m.part == self.part] + [
            m for m in self.own[0] if m.part == "held"
        ]

    def messages(self, cases: Sequence[Message]) -> list[MessageReading]:
        """Readings in order, with what stood before."""
        return self._read([(case.text, case.before) for case in cases])

    def texts(self, texts: Sequence[str]) -> list[MessageReading]:
        """Readings of texts that stand alone."""
        return self._read([(text, ()) for text in texts])

    def responses(self, pairs: Sequence[tuple[str, str]]) -> list[ResponseReading]:
        """Readings of (disclosure or "", reply), in order."""
        for to, text in _progress([pair for pair in dict.fromkeys(pairs) if pair not in self._responses]):
            found = self.reader.read_response(Utterance(text=text), to=Utterance(text=to) if to else None)
            self._responses[to, text] = found if isinstance(found, ResponseReading) else ResponseReading()
        return [self._responses[pair] for pair in pairs]

    def opened(self, readings: Sequence[MessageReading]) -> Numbers:
        """The probability where the depth opens an episode, else 0: what a threshold is held against."""
        deep = self.policy.depth_min
        return np.array([r.disclosure if r.depth >= deep else 0.0 for r in readings], np.float64)

    def tracked(self, readings: Sequence[MessageReading]) -> NDArray[np.bool_]:
        return self.opened(readings) >= self.policy.tracking_threshold

    def nudged(self, readings: Sequence[MessageReading]) -> NDArray[np.bool_]:
        return self.opened(readings) >= self.policy.nudge_threshold

    def _read(self, keys: Sequence[tuple[str, tuple[str, ...]]]) -> list[MessageReading]:
        for text, before in _progress([key for key in dict.fromkeys(keys) if key not in self._messages]):
            found = self.reader.read_message(Utterance(text=text), before=before)
            self._messages[text, before] = found if isinstance(found, MessageReading) else MessageReading()
        return [self._messages[key] for key in keys]


def abstained(reading: MessageReading) -> bool:
    """Whether the reading stands for an abstention: a reader signs what it read."""
    return reading.reader == ""


def probabilities(readings: Sequence[MessageReading]) -> Numbers:
    return np.array([r.disclosure for r in readings], np.float64)


def _progress(items: Sequence[tuple[str, _Key]]) -> Iterator[tuple[str, _Key]]:
    """The items, with a line on standard error now and then."""
    for n, item in enumerate(items):
        if n and n % _TOLD_EVERY == 0:
            print(f"    {n} of {len(items)} read", file=sys.stderr, flush=True)
        yield item
