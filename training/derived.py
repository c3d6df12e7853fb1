"""Texts made of labelled ones, whose labels nobody knows: the larger encoder is asked about them.

The small encoder learns most from it where texts are like those it will meet, and differ in what matters
(Jiao et al. 2020): one clause stands in another's place, or words that are near in meaning do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random

import torch
from torch import Tensor

_CLAUSE = re.compile(
    r"(?<=[.!?;,])\s+|\s+(?=(?:but|because|so|and|when|if|that|since|though)\b)", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z]+|[^A-Za-z]+")
_NEAREST, _LEAST = 8, 0.45
"""Words near one are at most so many, and at least so much alike (cosine)."""
_FEWEST, _MOST = 3, 40
"""Words of a text that others are made of."""
_SPLICED, _REPLACED = 0.6, 0.25
"""Share of texts with a clause of another; of words that one near in meaning replaces in the rest."""


def derived(texts: Sequence[str], near: Mapping[str, Sequence[str]], count: int, random: Random) -> list[str]:
    """At most `count` new texts."""
    usable = [text.strip() for text in texts if _FEWEST <= len(text.split()) <= _MOST]
    known, found = set(texts), dict[str, None]()
    for _ in range(count if usable else 0):
        text = random.choice(usable)
        if random.random() < _SPLICED:
            new = _spliced(text, random.choice(usable), random)
        else:
            new = _with_near_words(text, near, random)
        if new not in known:
            found[new] = None
    return list(found)


def _spliced(text: str, other: str, random: Random) -> str:
    """One clause replaced by one of the other text; where each is one clause, the one after the other."""
    ours, theirs = ([clause for clause in _CLAUSE.split(one) if clause] for one in (text, other))
    if len(ours) == 1:
        end = "" if text[-1] in ".!?" else "."
        return f"{text}{end} {random.choice(theirs)}"
    ours[random.randrange(len(ours))] = random.choice(theirs)
    return " ".join(ours)


def _with_near_words(text: str, near: Mapping[str, Sequence[str]], random: Random) -> str:
    parts = _WORD.findall(text)
    for n, part in enumerate(parts):
        if part.lower() in near and random.random() < _REPLACED:
            parts[n] = random.choice(near[part.lower()])
    return "".join(parts)


def near_words(words: Mapping[str, int], vectors: Tensor) -> dict[str, list[str]]:
    """For words of four letters or more (by row of `vectors`), those whose vectors point the same way."""
    names = [
        word
        for word in sorted(words, key=words.__getitem__)
        if word.isascii() and word.isalpha() and len(word) > 3
    ]
    rows = torch.nn.functional.normalize(vectors[[words[name] for name in names]], dim=1)
    found = {}
    for start in range(0, len(names), 2000):
        alike, at = (rows[start : start + 2000] @ rows.T).topk(min(_NEAREST + 1, len(names)), dim=1)
        for n, (values, places) in enumerate(zip(alike[:, 1:].tolist(), at[:, 1:].tolist(), strict=True)):
            chosen = [names[p] for value, p in zip(values, places, strict=True) if value >= _LEAST]
            if chosen:
                found[names[start + n]] = chosen
    return found
