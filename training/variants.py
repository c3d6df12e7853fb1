"""Other people's ways of saying the same: *they* for one person, dialects; one text in four is taught so."""

from __future__ import annotations

import re
from random import Random

from adapters.reader.pronouns import WORD, they

_DIALECTS = {
    "the": ("da", "de", "th", "t"), "them": ("dem", "em"), "there": ("dere",),
    "that": ("tha",), "with": ("wit", "wi"), "and": ("n", "an", "nd"), "my": ("mi", "me"),
    "you": ("yu", "yuh", "ye"), "your": ("yer", "yo"), "of": ("o", "ov"), "to": ("tae", "2"),
    "for": ("fer", "4"), "was": ("wis", "wus"), "what": ("whit",), "just": ("jus", "jist"),
    "have": ("hav", "hae"), "don't": ("doan",), "can't": ("cyan",), "not": ("no", "nae"),
    "nothing": ("nuttin", "nuffin"), "anything": ("anyfing",), "think": ("fink", "tink"),
    "something": ("sumfin",), "brother": ("bruv", "brudda"), "over": ("ower", "ova"), "know": ("kno",),
    "down": ("doon",), "out": ("oot",), "about": ("aboot", "bout"), "house": ("hoose", "yard"),
    "never": ("neva", "nivver"), "would": ("wud",), "could": ("cud",), "always": ("allus", "alwayz"),
    "told": ("telt", "tol"), "old": ("auld", "ol"), "more": ("mair",), "home": ("hame", "yaad"),
    "do": ("dae",), "from": ("fae",),
}  # fmt: skip
"""Spellings that `plain` does not mend, and does not take for a name or a relative either."""
_THEY_SHARE, _DIALECT_SHARE, _SPOKEN_SO = 0.2, 0.06, 0.6
_ING = re.compile(r"(?<=[a-z]{2}in)g$")


def said_otherwise(text: str, random: Random) -> str:
    """The text, or now and then the same with *they* for one person, or in some dialect."""
    chance = random.random()
    if chance < _THEY_SHARE:
        return they(text)
    return dialect(text, random) if chance < _THEY_SHARE + _DIALECT_SHARE else text


def dialect(text: str, random: Random) -> str:
    """Some of its words as they are said somewhere; one way of each word in one text."""
    ways = {word: random.choice(many) for word, many in _DIALECTS.items() if random.random() < _SPOKEN_SO}
    drops = random.random() < 0.5
    parts = [ways.get(part.lower(), part) for part in WORD.findall(text)]
    return "".join(_ING.sub("", part) if drops else part for part in parts)
