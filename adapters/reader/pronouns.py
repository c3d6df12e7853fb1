"""*They* for one person: what is told about somebody must not depend on whether it is he, she or they."""

from __future__ import annotations

import re

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
WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[^A-Za-z]+")
"""A word, or what stands between two."""
_ONE = re.compile(r"\b(?:s?he|him|his|hers?|himself|herself|s?hes)\b", re.IGNORECASE)


def they(text: str) -> str:
    """*He*, *she* and their forms as *they*, with the verb beside; other words stay."""
    if not _ONE.search(text):
        return text
    parts = WORD.findall(text.replace("’", "'"))
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
