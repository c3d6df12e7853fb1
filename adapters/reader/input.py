"""Text as the encoder sees it: words without gender and names, emoji as signs, typing habits as marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from adapters.reader.pronouns import they
from core.reading.cues import with_emoji
from core.reading.plain_text import MAX_CHARS, clean, tokens

LOUD, LONG, TURN = "[loud]", "[long]", "[turn]"
MARKS = (LOUD, LONG, TURN)
"""Capitals; drawn-out letters; a new line, or a new message of the same burst."""
_NEUTRAL = {
    "xname": "alex", "xe": "he", "xer": "him", "xerself": "himself", "xspouse": "spouse",
    "xspouses": "spouses", "xpartner": "partner", "xpartners": "partners", "xparent": "parent",
    "xparents": "parents", "xsibling": "sibling", "xsiblings": "siblings", "xchild": "child",
    "xchildren": "children", "xaunt": "aunt", "xniece": "nephew", "xgran": "grandparent", "xkid": "kid",
    "xkids": "kids", "xman": "person", "xmen": "people", "xmr": "sir", "xbride": "bride",
    "xhost": "waiter", "xactor": "actor", "xwidow": "widow", "xlink": "link",
}  # fmt: skip
"""The neutral words of `plain_text`, as words that the encoder met when it was pre-trained."""
_SHOUTED = re.compile(r"\b(?!LOL|OMG|LMAO|WTF|UK|USA|GP|TV)[A-Z]{3,}\b")
_DRAWN_OUT = re.compile(r"([a-z])\1{2}", re.IGNORECASE)
_MOST_IN_A_ROW = 3


def plain(text: str, *, emoji: str = "") -> str:
    """One line of lower-case words, marks and emoji, separated by spaces; empty for an empty text.

    `emoji` is a sticker's. Texts that differ only in gender, given names, common spellings or skin tones
    give the same line.
    """
    text = text[:MAX_CHARS]
    words: list[str] = []
    for line in text.splitlines():
        found = tokens(with_emoji(clean(line)))
        if words and found:
            words.append(TURN)
        words += [_neutral(word) if word[0] == "x" else word for word in found]
    words += [sign for sign in emoji if not sign.isspace()]
    if _SHOUTED.search(text):
        words.append(LOUD)
    if _DRAWN_OUT.search(text):
        words.append(LONG)
    return " ".join(_without_rows(words)).replace("'", " ' ")


def as_read(text: str, *, emoji: str = "") -> str:
    """What the encoder is given of a text: `plain`, and one person is *they*.

    It was taught both ways of saying it; given one way alone, it cannot tell who is meant.
    """
    return plain(they(text[:MAX_CHARS]), emoji=emoji)


def _neutral(word: str) -> str:
    stem, apostrophe, ending = word.partition("'")
    return _NEUTRAL.get(stem, stem) + apostrophe + ending


def _without_rows(words: Sequence[str]) -> list[str]:
    """No sign more than three times in a row: the fourth says nothing new."""
    kept: list[str] = []
    for word in words:
        if word.isalnum() or kept[-_MOST_IN_A_ROW:] != [word] * _MOST_IN_A_ROW:
            kept.append(word)
    return kept
