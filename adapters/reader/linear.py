"""The first reader: logistic heads on hashed n-grams, emotions learnt elsewhere and hand-made features."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.reader.features import Text, asks_about, overlap, take_apart, understanding_ceiling
from adapters.reader.language import foreign_language
from adapters.reader.weights import Read, Weights
from core.reading.cues import appreciation_ceiling, emoji_only
from core.reading.plain_text import MAX_CHARS
from core.reading.reactions import read_reaction
from core.reading.safety import crisis_score, read_harm, unsafe_score
from core.reading.scores import Abstention, MessageReading, ResponseReading, Stance
from core.utterance import MessageKind, Utterance

VERSION = "linear-1"
MODEL = Path(__file__).with_name("linear-1.npz")
_ADDS = 0.02
"""Depth that a message must add to its burst to be read with it rather than alone."""
_MOST_LINES = 6
SHARPNESS = 2.0
"""Logits of graded labels are multiplied by this: expected labels of unsure heads crowd in the middle, and
the products of three at the bottom. Of 1 to 2.5 it has nearly the least error of depth on the dev parts."""
RESPONSE_SHARPNESS = 1.5
RESPONSE_LIFT = {"disinterest": 0.4, "criticism": 0.5, "advice": 0.5}
"""Added to the logits of rare labels, which a fit for the share of errors hardly ever names."""
STANCE_CRITICAL, STANCE_ADVICE, STANCE_DISINTERESTED = 0.35, 0.45, 0.35
FOLLOW_UP = 0.4
"""Share of the missing understanding that a question about the disclosure makes up for (science §3c)."""


@dataclass(frozen=True, slots=True)
class LinearReader:
    """Satisfies `core.ports.Reader`. Pure after loading; keeps no text."""

    weights: Weights
    version: str = VERSION

    @staticmethod
    def load(path: Path = MODEL) -> LinearReader:
        """From a model file."""
        return LinearReader(Weights.load(path))

    def read_message(
        self,
        message: Utterance,
        *,
        before: Sequence[str] = (),
        burst: Sequence[str] = (),
    ) -> MessageReading | Abstention:
        """With `burst`, a message that adds depth is read joined to it; one that adds none is read alone."""
        alone = self._taken(message)
        language = foreign_language(alone.cleaned, alone.words)
        if language is not None:
            return Abstention(language=language, reader=self.version)
        reading = self._deepest(message, alone)
        if not burst:
            return reading
        earlier = "\n".join(burst)[-MAX_CHARS:]
        whole = replace(message, text=f"{earlier}\n{message.text}"[-MAX_CHARS:])
        joined = self._deepest(whole, self._taken(whole))
        first = self._deepest(Utterance(text=earlier), take_apart(earlier))
        return joined if joined.depth > first.depth + _ADDS or reading.depth > joined.depth else reading

    def read_response(
        self,
        response: Utterance,
        *,
        to: Utterance | None,
        before: Sequence[str] = (),
    ) -> ResponseReading | Abstention:
        """A sticker or a text of emoji alone is read as a reaction."""
        reply = self._taken(response)
        language = foreign_language(reply.cleaned, reply.words)
        if language is not None:
            return Abstention(language=language, reader=self.version)
        if emoji_only(reply.cleaned) or (not reply.cleaned and response.emoji):
            return replace(read_reaction(reply.cleaned or response.emoji), reader=self.version)
        if not reply.words:
            return self._wordless(response)
        disclosure = None if to is None else self._taken(to)
        valence = 0.0
        if disclosure is not None:
            heads = self.weights.message_heads(self.weights.read(disclosure))
            valence = heads["good"] - heads["bad"]
        return self._response(reply, self.weights.read(reply), disclosure, valence)

    def _taken(self, utterance: Utterance) -> Text:
        return take_apart(
            utterance.text, emoji=utterance.emoji[:32], voice=utterance.kind is MessageKind.VOICE,
            immediacy=utterance.immediacy,
        )  # fmt: skip

    def _deepest(self, message: Utterance, whole: Text) -> MessageReading:
        """The deepest of the text and its lines: a message in lines reads no shallower than sent in parts."""
        reading = self._message(whole)
        lines = [line for line in message.text[:MAX_CHARS].splitlines() if line.strip()][-_MOST_LINES:]
        if len(lines) < 2:
            return reading
        parts = [self._message(self._taken(replace(message, text=line))) for line in lines]
        deepest = max([reading, *parts], key=lambda part: part.depth)
        return replace(deepest, crisis=reading.crisis, unsafe=reading.unsafe, topics=reading.topics)

    def _weighed(self, text: Text) -> tuple[MessageReading, tuple[float, float, float]]:
        heads = self.weights.message_heads(self.weights.read(text))
        graded = _graded(heads, SHARPNESS)
        told = graded["affective"]
        reading = MessageReading(
            self_relevance=graded["self"],
            personal=graded["personal"],
            private=graded["private"],
            affective=_bounded(told + (1 - told) * 0.35 * text.cues.affect),
            valence=max(-1.0, min(1.0, heads["good"] - heads["bad"])),
            nonliteral=_bounded(heads["nonliteral"]),
            crisis=crisis_score(text.flat, learnt=self._alarm(heads, 0)),
            unsafe=unsafe_score(text.flat, learnt=self._alarm(heads, 1)),
            topics=text.topics,
            reader=self.version,
        )
        evidence = (_log_odds(heads["disclosure"]), _log_odds(reading.depth), reading.nonliteral)
        *by, offset = self.weights.disclosure_platt.tolist()
        x = sum(weight * one for weight, one in zip(by, evidence, strict=True)) + offset
        return replace(reading, disclosure=1 / (1 + math.exp(-x))), evidence

    def _alarm(self, heads: dict[str, float], which: int) -> float:
        """The learnt crisis (0) or unsafe (1), lifted to a rate of false alarms; nothing below one half."""
        logit = _log_odds(heads[("crisis", "unsafe")[which]], 1e-9) + float(self.weights.alarm_lifts[which])
        return 1 / (1 + math.exp(-logit)) if logit >= 0 else 0.0

    def evidence(self, text: str) -> tuple[float, float, float]:
        """What the probability is calibrated from (Platt 1999): log odds of head and of depth, play."""
        return self._weighed(take_apart(text))[1]

    def _message(self, text: Text) -> MessageReading:
        return self._weighed(text)[0]

    def _response(self, reply: Text, read: Read, to: Text | None, valence: float) -> ResponseReading:
        meeting = overlap(reply, read.made, to, valence)
        heads = self.weights.response_heads(read, meeting)
        harm = read_harm(reply.flat)
        graded = _graded(heads, RESPONSE_SHARPNESS)
        criticism = max(graded["criticism"], harm.criticism, harm.threat, harm.control)
        contempt = max(heads["criticism_2"], harm.contempt, harm.threat)
        appreciation = min(graded["appreciation"], appreciation_ceiling(reply.cues))
        understood = graded["understanding"]
        if asks_about(meeting):
            understood = 1 - (1 - understood) * (1 - FOLLOW_UP)
        return ResponseReading(
            understanding=_bounded(min(understood, understanding_ceiling(reply))),
            appreciation=_bounded(appreciation),
            caring=_bounded(graded["caring"]),
            disinterest=_bounded(graded["disinterest"]),
            criticism=_bounded(criticism),
            contempt=_bounded(contempt),
            advice=_bounded(graded["advice"]),
            relevance=_bounded(heads["relevance"]),
            stance=_stance(heads, graded, criticism),
            reader=self.version,
        )

    def _wordless(self, response: Utterance) -> ResponseReading:
        """A photo, a GIF, a voice note without words: somebody answered, and no more is known."""
        caring = 0.2 if response.kind is MessageKind.VOICE else 0.1
        return ResponseReading(caring=caring, relevance=0.5, reader=self.version)


def _graded(heads: dict[str, float], sharpness: float) -> dict[str, float]:
    """Labels of 0 to 2 or 3 as 0 to 1: the mean of the sharpened probabilities of at least each grade."""
    sums: dict[str, list[float]] = {}
    for head, probability in heads.items():
        name, _, _ = head.partition("_")
        logit = sharpness * _log_odds(probability, 1e-4) + RESPONSE_LIFT.get(name, 0.0)
        sums.setdefault(name, []).append(1 / (1 + math.exp(-logit)))
    return {name: sum(parts) / len(parts) for name, parts in sums.items()}


def _stance(heads: dict[str, float], graded: dict[str, float], criticism: float) -> Stance:
    """The labels' classes in the order of rules.md, at coarse thresholds chosen on the dev parts."""
    if heads["met"] >= 0.5 and criticism < 0.5:
        return Stance.RESPONSIVE
    if max(criticism, heads["criticism_1"]) >= STANCE_CRITICAL:
        return Stance.CRITICAL
    if graded["advice"] >= STANCE_ADVICE:
        return Stance.ADVICE
    return Stance.DISINTERESTED if heads["disinterest_1"] >= STANCE_DISINTERESTED else Stance.NEUTRAL


def _log_odds(probability: float, edge: float = 0.005) -> float:
    p = min(max(probability, edge), 1 - edge)
    return math.log(p / (1 - p))


def _bounded(score: float) -> float:
    return min(1.0, max(0.0, score))


__all__ = ["MODEL", "VERSION", "LinearReader"]
