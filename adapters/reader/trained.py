"""The reader that runs with the bot: a cheap first stage, a glance, then the rest of a small encoder."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.reader.encoder import Encoder, Heads
from adapters.reader.first_stage import FirstStage
from adapters.reader.input import TURN, as_read
from adapters.reader.language import foreign_language
from adapters.reader.numbers import Numbers
from core.reading.cues import appreciation_ceiling, emoji_only, read_cues
from core.reading.plain_danger import is_long_past, plain_danger, tells_of_force
from core.reading.plain_text import MAX_CHARS, clean, tokens
from core.reading.reactions import read_reaction
from core.reading.scores import Abstention, MessageReading, ResponseReading, Stance
from core.reading.short_replies import only_sounds, takes_a_side
from core.reading.topics import topics_of
from core.utterance import MessageKind, Utterance

FOLDER = Path(__file__).with_name("model")
_MOST_BEFORE = 5
_WINDOW_WORDS, _MOST_WINDOWS = 70, 6
"""A long message is read in windows of so many words, the last ones; the deepest counts."""
_MOST_WORDS, _MOST_CARRIED, _CARRIES = 40, 5, 0.1
_PLAINLY = 0.7
"""From where a threat, control, contempt or what is thrown back is criticism, too: below it they would blame
every reply a little."""
_SHARP = 6
"""Criticism is taken away from what was warm (science §3c), so that a faint one must weigh less than in
proportion: its odds count to this power, from where it is lifted to; the order of replies stays."""
_OTHERS = 0.7
"""Force by others lets nudges rest; the line of help is for danger from oneself."""
_LONG_PAST = 0.5
"""What is left of fear of a partner where somebody from long ago is meant. [P]"""
_NO_WORDS, _SIDE = 0.1, 0.2
"""The most that sounds understand; what is left of harsh words that take a person's side."""
_CUES_ADD = 0.35
"""Share of the missing feeling that voice and timing can add."""
_ADDS = 0.1
"""Depth that a message must add to its burst to be read with it rather than alone."""


@dataclass(frozen=True, slots=True)
class TrainedReader:
    """Satisfies `core.ports.Reader`. Pure after loading; keeps no text."""

    encoder: Encoder
    first_stage: FirstStage
    numbers: Numbers

    @property
    def version(self) -> str:
        return self.numbers.version

    @staticmethod
    def load(folder: Path = FOLDER) -> TrainedReader:
        """From a folder of model files; about a tenth of a second."""
        return TrainedReader(
            Encoder.load(folder),
            FirstStage.load(folder / "first_stage.json"),
            Numbers.load(folder / "numbers.json"),
        )

    def read_message(
        self,
        message: Utterance,
        *,
        before: Sequence[str] = (),
        burst: Sequence[str] = (),
    ) -> MessageReading | Abstention:
        """With `burst`, a message that adds depth is read joined to it; one that adds none is read alone."""
        cleaned = clean(message.text)
        words = tokens(cleaned)
        language = foreign_language(cleaned, words, self.numbers.languages)
        if language is not None:
            return Abstention(language=language, reader=self.version)
        turn = "\n".join([*burst, message.text])
        said = tokens(clean(turn)) if burst else words
        let_by = None if message.emoji else self.first_stage.let_by(turn)
        if let_by is not None:
            own = self.first_stage.score(message.text) if burst else let_by
            return _alarmed(_with_cues(self._quiet(message.text, words, own), message), said)
        context = earlier(before)
        texts = [as_read(message.text, emoji=message.emoji[:32])]
        if burst:
            texts += [as_read(turn, emoji=message.emoji[:32]), as_read("\n".join(burst))]
        readings = [_with_cues(reading, message) for reading in self._messages(texts, context)]
        alone = _alarmed(replace(readings[0], topics=topics_of(words)), words)
        if not burst:
            return alone
        _, joined, first = readings
        adds = joined.depth > first.depth + _ADDS or alone.depth > joined.depth
        return _alarmed(replace(joined, topics=topics_of(said)), said) if adds else alone

    def read_response(
        self,
        response: Utterance,
        *,
        to: Utterance | None,
        before: Sequence[str] = (),
    ) -> ResponseReading | Abstention:
        """A sticker or a text of emoji alone is read as a reaction."""
        cleaned = clean(response.text)
        language = foreign_language(cleaned, tokens(cleaned), self.numbers.languages)
        if language is not None:
            return Abstention(language=language, reader=self.version)
        if emoji_only(cleaned) or (not cleaned and response.emoji):
            return replace(read_reaction(cleaned or response.emoji), reader=self.version)
        if not any(c.isalnum() for c in cleaned):
            return self._wordless(response)
        disclosure = "" if to is None else as_read(to.text, emoji=to.emoji[:32])
        heads = self.encoder.probabilities(as_read(response.text, emoji=response.emoji[:32]), disclosure)
        return self._response(heads, cleaned, response.emoji)

    def carried_by(self, message: Utterance, *, before: Sequence[str] = ()) -> list[tuple[str, float]]:
        """Words that carried the probability of a disclosure, the strongest first: how many log odds it loses
        without each (leave one out; Li et al. 2016). Of at most forty words; some milliseconds a word."""
        words = message.text[:MAX_CHARS].split()[:_MOST_WORDS]
        context = earlier(before)
        texts = [" ".join(words), *(" ".join(words[:i] + words[i + 1 :]) for i in range(len(words)))]
        whole, *without = [
            _log_odds(self.encoder.probabilities(as_read(text), context)["disclosure"]) for text in texts
        ]
        lost = [(word, round(whole - rest, 3)) for word, rest in zip(words, without, strict=True)]
        return sorted((one for one in lost if one[1] > _CARRIES), key=lambda one: -one[1])[:_MOST_CARRIED]

    def auxiliary(self, text: str) -> dict[str, float]:
        """What the encoder learnt beside its job, for measuring only: emotional and informational disclosure
        as in OffMyChest (0 to 1), and the intimacy of a question (-1 to 1)."""
        heads = self.encoder.probabilities(as_read(text))
        intimacy = 2 * heads["intimacy"] - 1
        return {
            "emotional": heads["emotional"],
            "informational": heads["informational"],
            "intimacy": intimacy,
        }

    def _messages(self, lines: Sequence[str], context: str) -> list[MessageReading]:
        """Readings of whole lines, each the deepest of its windows; guesses, if none promises more."""
        cut = [windows(line) for line in lines]
        glances = [[self.encoder.glance(window, context) for window in one] for one in cut]
        whole = max(glance.promise for line in glances for glance in line) >= self.numbers.goes_on
        readings: list[MessageReading] = []
        for line, seen in zip(cut, glances, strict=True):
            own = [
                self._message(self.encoder.rest(glance), window) if whole else self._guessed(glance.heads)
                for window, glance in zip(line, seen, strict=True)
            ]
            deepest = max(own, key=lambda reading: reading.depth)
            readings.append(
                replace(
                    deepest,
                    crisis=max(reading.crisis for reading in own),
                    unsafe=max(reading.unsafe for reading in own),
                )
            )
        return readings

    def _message(self, heads: Heads, window: str) -> MessageReading:
        others = _OTHERS * heads["fear_other"] if tells_of_force(window.split()) else 0.0
        apart = _log_odds(heads["fear_partner"]) - _log_odds(heads["fear_other"])
        return replace(
            self._told(heads, self.numbers.disclosure),
            crisis=max(self._lifted(heads, "danger"), others),
            unsafe=min(self._lifted(heads, "fear_partner"), _sigmoid(apart)),
        )

    def _guessed(self, heads: Heads) -> MessageReading:
        """Nothing of danger, which one layer does not see: where any is promised, the whole encoder reads."""
        return self._told(heads, self.numbers.glanced)

    def _told(self, heads: Heads, disclosure: tuple[float, float]) -> MessageReading:
        a, b = disclosure
        return MessageReading(
            self_relevance=heads.graded("self", 2),
            personal=heads.graded("personal", 3),
            private=heads.graded("private", 3),
            affective=heads.graded("affective", 3),
            valence=heads["good"] - heads["bad"],
            nonliteral=heads["nonliteral"],
            disclosure=_sigmoid(a + b * _log_odds(heads["disclosure"])),
            reader=self.version,
        )

    def _quiet(self, text: str, words: Sequence[str], log_odds: float) -> MessageReading:
        found = {"interest": log_odds, "depth": self.first_stage.depth(text)}

        def usual(score: str) -> float:
            a, b, of = self.numbers.quiet[score]
            return _sigmoid(a + b * found[of])

        return MessageReading(
            self_relevance=usual("self_relevance"),
            personal=usual("personal"),
            private=usual("private"),
            affective=usual("affective"),
            nonliteral=usual("nonliteral"),
            disclosure=usual("disclosure"),
            topics=topics_of(words),
            reader=self.version,
        )

    def _response(self, heads: Heads, cleaned: str, emoji: str) -> ResponseReading:
        appreciation = min(
            heads.graded("appreciation", 2), appreciation_ceiling(read_cues(cleaned, emoji=emoji))
        )
        words = tokens(cleaned)
        threat, control, contempt, thrown_back = (
            self._lifted(heads, head) for head in ("threat", "control", "contempt", "thrown_back")
        )
        criticism = self._sharpened(heads.graded("criticism", 2))
        if takes_a_side(words):
            criticism, contempt = criticism * _SIDE, contempt * _SIDE
        hostile = max(threat, control, contempt, thrown_back)
        return ResponseReading(
            understanding=min(heads.graded("understanding", 2), _NO_WORDS if only_sounds(words) else 1.0),
            appreciation=appreciation,
            caring=heads.graded("caring", 2),
            disinterest=heads.graded("disinterest", 2),
            criticism=max(criticism, hostile) if hostile >= _PLAINLY else criticism,
            contempt=max(contempt, threat),
            advice=heads["advice"],
            relevance=max(0.0, 2 * heads["relevance"] - 1),
            threat=threat,
            control=control,
            thrown_back=thrown_back,
            stance=max(Stance, key=lambda one: self._lifted(heads, f"stance_{one.value}")),
            reader=self.version,
        )

    def _lifted(self, heads: Heads, head: str) -> float:
        return _sigmoid(_log_odds(heads[head]) + self.numbers.lifts.get(head, 0.0))

    def _sharpened(self, criticism: float) -> float:
        return _sigmoid(_SHARP * (_log_odds(criticism) + self.numbers.lifts.get("criticism", 0.0)))

    def _wordless(self, response: Utterance) -> ResponseReading:
        """A photo, a GIF, a voice note without words: somebody answered, and no more is known."""
        caring = 0.2 if response.kind is MessageKind.VOICE else 0.1
        return ResponseReading(caring=caring, relevance=0.5, reader=self.version)


def _with_cues(reading: MessageReading, message: Utterance) -> MessageReading:
    """A voice note and an answer at once are mild signs of feeling, never more (science §1, row 8c)."""
    shown = read_cues("", voice=message.kind is MessageKind.VOICE, immediacy=message.immediacy).affect
    return replace(reading, affective=reading.affective + (1 - reading.affective) * _CUES_ADD * shown)


def _alarmed(reading: MessageReading, words: Sequence[str]) -> MessageReading:
    """With the plainest words of danger, whatever was learnt."""
    own, partner = plain_danger(words)
    unsafe = max(reading.unsafe, partner) * (_LONG_PAST if is_long_past(words) else 1.0)
    return replace(reading, crisis=max(reading.crisis, own), unsafe=unsafe)


def earlier(before: Sequence[str]) -> str:
    """What stood before, as one line for the encoder."""
    return f" {TURN} ".join(as_read(text[-MAX_CHARS:]) for text in before[-_MOST_BEFORE:] if text.strip())


def windows(line: str) -> list[str]:
    """A line of words cut into pieces that the encoder sees whole; the last ones of a long text."""
    words = line.split()
    cut = [" ".join(words[i : i + _WINDOW_WORDS]) for i in range(0, len(words), _WINDOW_WORDS)]
    return cut[-_MOST_WINDOWS:] or [""]


def _log_odds(probability: float, edge: float = 1e-6) -> float:
    p = min(max(probability, edge), 1 - edge)
    return math.log(p / (1 - p))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-min(max(x, -50.0), 50.0)))
