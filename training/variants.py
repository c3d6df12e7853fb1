"""Other people's ways of saying the same: *they* for one person, dialects; one text in four is taught so."""

from __future__ import annotations

import re
from random import Random

_THEY = {
    "he": "they", "she": "they", "him": "them", "his": "their", "himself": "themself", "herself": "themself",
    "he's": "they're", "she's": "they're", "he'd": "they'd", "she'd": "they'd", "he'll": "they'll",
    "she'll": "they'll", "hes": "theyre", "shes": "theyre", "hers": "theirs",
}  # fmt: skip
_AFTER_THEY = {
    "is": "are", "was": "were", "has": "have", "does": "do", "isn't": "aren't", "wasn't": "weren't",
    "hasn't": "haven't", "doesn't": "don't", "isnt": "arent", "wasnt": "werent", "doesnt": "dont",
}  # fmt: skip
_HER_ALONE = frozenset({
    "and", "or", "but", "to", "for", "with", "from", "at", "in", "on", "of", "that", "when", "if", "because",
    "so", "again", "back", "now", "today", "yesterday", "too", "about", "is", "was", "will", "would", "can",
    "either", "there", "here", "up", "out",
})  # fmt: skip
"""Words after which *her* stands alone rather than before what is hers."""
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
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[^A-Za-z]+")
_ING = re.compile(r"(?<=[a-z]{2}in)g$")


def said_otherwise(text: str, random: Random) -> str:
    """The text, or now and then the same with *they* for one person, or in some dialect."""
    chance = random.random()
    if chance < _THEY_SHARE:
        return they(text)
    return dialect(text, random) if chance < _THEY_SHARE + _DIALECT_SHARE else text


def they(text: str) -> str:
    """*He*, *she* and their forms as *they*, with the verb beside; other words stay."""
    parts = _WORD.findall(text.replace("’", "'"))
    words = [at for at, part in enumerate(parts) if part[0].isalpha()]
    out = list(parts)
    for n, at in enumerate(words):
        word = parts[at].lower()
        following = words[n + 1] if n + 1 < len(words) else None
        if word == "her":
            joined = following == at + 2 and parts[at + 1] == " "
            alone = following is None or not joined or parts[following].lower() in _HER_ALONE
            out[at] = "them" if alone else "their"
        elif word in _THEY:
            out[at] = _THEY[word]
            if word in ("he", "she"):
                asked = words[n - 1] if n else None
                if asked is not None and parts[asked].lower() in _AFTER_THEY:
                    out[asked] = _AFTER_THEY[parts[asked].lower()]
                    if parts[asked][0].isupper():
                        out[asked] = out[asked].capitalize()
                elif following is not None:
                    out[following] = _verb(parts[following])
        if parts[at][0].isupper() and out[at] != parts[at]:
            out[at] = out[at].capitalize()
    return "".join(out)


def _verb(word: str) -> str:
    if word in _AFTER_THEY:
        return _AFTER_THEY[word]
    if not word.endswith("s") or word.endswith(("ss", "us", "always", "sometimes")) or len(word) < 4:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) >= len("cries") else word[:-1]
    return word[:-2] if word.endswith(("shes", "ches", "sses", "xes", "oes")) else word[:-1]


def dialect(text: str, random: Random) -> str:
    """Some of its words as they are said somewhere; one way of each word in one text."""
    ways = {word: random.choice(many) for word, many in _DIALECTS.items() if random.random() < _SPOKEN_SO}
    drops = random.random() < 0.5
    parts = [ways.get(part.lower(), part) for part in _WORD.findall(text)]
    return "".join(_ING.sub("", part) if drops else part for part in parts)
