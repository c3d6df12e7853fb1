"""What the network is taught: first by large borrowed corpora, then by texts labelled for this very job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from training import corpora
from training.corpora import Danger, Message, Reply
from training.derived import derived
from training.examples import Example
from training.labels import of_message, of_reply
from training.variants import said_otherwise

_SOFT = 0.9
"""OffMyChest's two annotators agree in 71 %: its targets are drawn towards the middle (label smoothing)."""
_TALK_FIRST, _TALK, _CONFESSIONS = 6000, 1000, 3500
_WITH_CONTEXT = 0.4
"""Share of the messages of a chat that are also read with what stood before them."""
SAFE_SHARE = 0.5
"""Share of harmless written messages that teach the danger heads, too; real ones all do."""
_DANGERS_TIMES = 2
_REAL = 1.5
"""Weight of real texts labelled here: it is they that have to be understood."""
_INVENTED = 10_000
"""Messages written here that the larger encoder is taught."""
_UNLABELLED = 0.7
"""Weight of texts that nobody labelled."""
_COMMENTS, _CONFESSED, _REMARKS, _DERIVED = 12_000, 12_000, 3_000, 24_000
"""The most of each kind that the larger encoder is asked about; of the last, how often one is tried."""
_REHEARSED = 0.5
"""Share of replies, bursts and dangers that is taught again with what the larger encoder found."""
SAFE = {"danger": 0.0, "fear_partner": 0.0, "fear_other": 0.0}
_PLAYFUL = ("idiom", "slang", "hyperb", "lyric", "game", "film", "series", "book", "plot")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the larger encoder found in a message: chances by head, and what it saw of it (its width,)."""

    chances: Mapping[str, float]
    like: NDArray[np.float16]


def emotion_heads(data: Path) -> tuple[str, ...]:
    """Names of the emotions of GoEmotions as heads."""
    return tuple(
        f"emotion_{name}" for name in sorted({n for _, names, _ in corpora.emotions(data) for n in names})
    )


DANGER_HEADS = ("danger", "fear_partner", "fear_other", "threat", "control", "contempt", "thrown_back")
"""The heads of the labels of a safety text, in their order (`corpora.DANGERS`)."""
BORROWED_HEADS = ("support", "general_support", "info_support", "emo_support", "sarcastic", "about_topics")
"""Heads that only the borrowed corpora teach, beside the emotions; then they are dropped."""


def borrowed(data: Path) -> list[Example]:
    """First: emotions, disclosure and support on Reddit, intimate questions, sarcasm, talk about topics."""
    taken = {message.text for message in corpora.messages(data)}
    names = emotion_heads(data)
    out = [
        Example(
            corpora.named(text),
            "",
            {n: float(n.removeprefix("emotion_") in found) for n in names} | {"about_topics": 0.0},
            0.5,
        )
        for text, found, part in corpora.emotions(data)
        if part == "train" and text not in taken
    ]
    columns = {
        "emotional": "Emotional_disclosure", "informational": "Information_disclosure", "support": "Support",
        "general_support": "General_support", "info_support": "Info_support", "emo_support": "Emo_support",
    }  # fmt: skip
    out += [
        Example(row["text"], "", {h: _soft(row[c]) for h, c in columns.items()} | {"about_topics": 0.0}, 2.0)
        for row in _confessions(data, taken)
    ]
    out += _questions(data, 4.0)
    out += [
        Example(row["text"], "", {"sarcastic": float(row["sarcastic"] or 0)}, 1.5)
        for row in corpora.table(data / "isarcasmeval_en.csv")
        if row["split"] == "train"
    ]
    out += [Example(text, "", {"about_topics": 1.0}, 0.5) for text in _talk(data, taken)[:_TALK_FIRST]]
    return out


def labelled(data: Path, seed: int) -> list[Example]:
    """Second: everything that is labelled for this job, with some of the first kept in mind."""
    random = Random(seed)
    return _otherwise(_labelled(data, random), random)


def told(data: Path, seed: int, found: Mapping[str, Opinion]) -> list[Example]:
    """Last: the same, where every message is half what its label says and half what the larger encoder found
    in it, and texts that nobody labelled."""
    random = Random(seed)
    examples = _labelled(data, random, _REHEARSED)
    known = {example.text for example in examples if _alone(example, found)}
    out = [_halfway(one, found[one.text]) if _alone(one, found) else one for one in examples]
    out += [
        Example(text, "", opinion.chances, _UNLABELLED, opinion.like)
        for text, opinion in found.items()
        if text not in known
    ]
    return _otherwise(out, random)


def asked(data: Path, near: Mapping[str, Sequence[str]], seed: int) -> list[str]:
    """Texts that the larger encoder is asked about: all labelled messages that may be taught, others that
    nobody labelled, and some that are made of the labelled ones with words that are `near`."""
    written = corpora.written()
    messages = [*corpora.messages(data), *corpora.labelled_here(data), *written[0]]
    known = {corpora.named(message.text) for message in messages}
    random, others = Random(seed), []
    comments = [corpora.named(text) for text, _, part in corpora.emotions(data) if part == "train"]
    confessions = [row["text"] for row in _confessions(data, known)]
    for pool, most in ((comments, _COMMENTS), (confessions, _CONFESSED), (_talk(data, known), _REMARKS)):
        new = [text for text in dict.fromkeys(pool) if text not in known]
        others += random.sample(new, min(len(new), most))
    taught = list(dict.fromkeys(message.text for message in messages if message.part == "train"))
    kept_back = {one.text for one in [*messages, *written[1], *written[2]] if one.part != "train"}
    made = [text for text in derived(taught, near, _DERIVED, random) if text not in kept_back]
    return [*taught, *others, *made]


def _alone(example: Example, found: Mapping[str, Opinion]) -> bool:
    return "self_1" in example.targets and not example.before and example.text in found


def _halfway(example: Example, opinion: Opinion) -> Example:
    targets = dict(example.targets)
    for head, chance in opinion.chances.items():
        if head in targets:
            targets[head] = (targets[head] + chance) / 2
    return replace(example, targets=targets, like=opinion.like)


def _otherwise(examples: Sequence[Example], random: Random) -> list[Example]:
    return [replace(example, text=said_otherwise(example.text, random)) for example in examples]


def _labelled(data: Path, random: Random, share: float = 1.0) -> list[Example]:
    """Everything labelled; of replies, bursts and dangers only a share."""
    given, here, written = corpora.messages(data), corpora.labelled_here(data), corpora.written()
    taken = {message.text for message in [*given, *here]}
    messages = [m for m in [*given, *written[0]] if m.part == "train"]
    replies = [r for r in [*corpora.replies(data), *written[1]] if r.part == "train"]
    dangers = [d for d in written[2] if d.part == "train"]
    dangers = (dangers * _DANGERS_TIMES)[: round(share * _DANGERS_TIMES * len(dangers))]
    bursts = _bursts(messages)
    if share < 1:
        replies = random.sample(replies, round(share * len(replies)))
        bursts = random.sample(bursts, round(share * len(bursts)))
    out = _messages(messages, random) + bursts
    out += [
        Example(message.text, "", of_message(message.labels), _REAL)
        for message in here
        if message.part == "train"
    ]
    out += _replies(replies, random)
    out += [_danger(danger) for danger in dangers]
    out += [
        Example(
            row["text"], "",
            {
                "emotional": _soft(row["Emotional_disclosure"]),
                "informational": _soft(row["Information_disclosure"]),
            },
        )
        for row in _confessions(data, taken)[:_CONFESSIONS]
    ]  # fmt: skip
    out += _questions(data, 3.0)
    return out + [Example(text, "", {"disclosure": 0.01} | SAFE, 0.5) for text in _talk(data, taken)[-_TALK:]]


def for_larger(data: Path, seed: int) -> list[Example]:
    """What the larger encoder is taught: messages alone, all that are real and some of those invented."""
    random = Random(seed)
    given, here, written = corpora.messages(data), corpora.labelled_here(data), corpora.written()
    messages = [m for m in given if m.part == "train"]
    invented = [m for m in written[0] if m.part == "train"]
    messages += random.sample(invented, min(len(invented), _INVENTED))
    out = [Example(m.text, "", of_message(m.labels)) for m in messages]
    out += [Example(m.text, "", of_message(m.labels), _REAL) for m in here if m.part == "train"]
    taken = {message.text for message in [*given, *here]}
    return out + [Example(text, "", {"disclosure": 0.01} | SAFE, 0.5) for text in _talk(data, taken)[-_TALK:]]


def _messages(messages: Sequence[Message], random: Random) -> list[Example]:
    """Each alone, and some of those of a chat also with what stood before."""
    out = []
    for message in messages:
        targets = of_message(message.labels)
        if random.random() > SAFE_SHARE:
            targets = {head: target for head, target in targets.items() if head not in SAFE}
        out.append(Example(message.text, "", targets))
        if message.before and random.random() < _WITH_CONTEXT:
            before = "\n".join(message.before[-random.randint(1, 4) :])
            out.append(Example(message.text, before, targets, 0.7))
    return out


def _bursts(messages: Sequence[Message]) -> list[Example]:
    """Messages that one person sent in a row, as one turn: as deep as its deepest."""
    out = []
    for _, chat in groupby(messages, key=lambda m: (m.source, m.group)):
        for _, row in groupby(chat, key=lambda m: m.who):
            turn = list(row)
            if len(turn) < 2 or not turn[0].who:
                continue
            deepest = max(turn, key=lambda m: (m.labels[7], sum(m.labels[:4])))
            labels = [max(values) for values in zip(*(m.labels for m in turn), strict=True)]
            labels[4] = deepest.labels[4]
            out.append(Example("\n".join(m.text for m in turn), "", of_message(labels), 0.7))
    return out


def _replies(replies: Sequence[Reply], random: Random) -> list[Example]:
    """Each with what it answers; a quarter also with what it does not answer."""
    out = []
    for reply in replies:
        disinterest, criticism = reply.labels[3], reply.labels[4]
        ignores = disinterest > 1.25 and criticism < 0.5
        relevance = 0.5 if ignores else 1.0 if disinterest < 1 or criticism >= 0.5 else 0.8
        out.append(Example(reply.text, reply.to, of_reply(reply.labels) | {"relevance": relevance}, 1.5))
    for reply in replies:
        other = replies[random.randrange(len(replies))]
        if random.random() < 0.25 and other.to != reply.to:
            short = 0.15 if len(reply.text.split()) < 6 else 0.0
            targets = {"relevance": short, "understanding_2": 0.0, "understanding_1": short}
            out.append(Example(reply.text, other.to, targets))
    return out


def _danger(danger: Danger) -> Example:
    targets = dict(zip(DANGER_HEADS, danger.labels, strict=True))
    if targets["thrown_back"] and not danger.before:
        del targets["thrown_back"]
    if max(danger.labels[:3]) >= 0.5:
        targets["nonliteral"] = 0.0
    elif max(danger.labels) == 0 and any(kind in danger.kind for kind in _PLAYFUL):
        targets["disclosure"] = 0.0
    return Example(danger.text, danger.before, targets, 1.5)


def _confessions(data: Path, taken: set[str]) -> list[dict[str, str]]:
    return [row for row in corpora.confessions(data) if row["split"] == "train" and row["text"] not in taken]


def _soft(label: str) -> float:
    return _SOFT * float(label or 0) + (1 - _SOFT) / 2


def _questions(data: Path, weight: float) -> list[Example]:
    """Intimacy from -1 to 1 as a target from 0 to 1."""
    return [
        Example(row["text"], "", {"intimacy": (float(row["intimacy"]) + 1) / 2}, weight)
        for row in corpora.table(data / "question_intimacy.csv")
        if row["split"] == "train"
    ]


def _remarks(data: Path, taken: set[str]) -> list[Example]:
    return [Example(text, "", {"disclosure": 0.01} | SAFE, 0.5) for text in _talk(data, taken)[-_TALK:]]


def _talk(data: Path, taken: set[str]) -> list[str]:
    found = [text for text in corpora.topical_chat(data) if corpora.half(text) == 0 and text not in taken]
    Random(3).shuffle(found)
    return found
