"""Text as every part of a reader sees it: capped, cleaned, and blind to gender and names."""

from __future__ import annotations

import re
import unicodedata

from core.reading.neutral_words import GENDERED, GIVEN_NAMES, NOT_NAMES

MAX_CHARS = 4096
"""Characters kept, before and after normalisation (Unicode forms may grow eighteenfold)."""

_MARKS = dict.fromkeys([*range(0x0300, 0x0370), *range(0x1AB0, 0x1B00), *range(0x20D0, 0x2100)])
_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xFE0E, 0xFE0F, 0x00AD]
)
_SKIN = dict.fromkeys([*range(0x1F3FB, 0x1F400), 0x2640, 0x2642])
"""Skin tones and gender signs: nothing may depend on them."""
_QUOTES = {
    0x2018: "'", 0x2019: "'", 0x201B: "'", 0x0060: "'", 0x00B4: "'", 0x0092: "'",
    0x201C: '"', 0x201D: '"', 0x201E: '"', 0x2026: "...",
}  # fmt: skip
_CONTROLS: dict[int, int | str | None] = {c: " " for c in [*range(0x20), *range(0x7F, 0xA0)] if c != 0x92}
_TABLE: dict[int, int | str | None] = {**_CONTROLS, **_MARKS, **_INVISIBLE, **_SKIN, **_QUOTES}

_LONG_RUN = re.compile(r"([a-z])\1{2,}")
_TOKEN = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|[0-9]+|\.{2,}|[^\sA-Za-z0-9]")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

SPELLINGS = {
    "u": "you", "ur": "your", "r": "are", "luv": "love", "lov": "love", "wuv": "love", "pls": "please",
    "plz": "please", "thx": "thanks", "tnx": "thanks", "thanx": "thanks", "ty": "thanks", "tysm": "thanks",
    "cuz": "because", "coz": "because", "cos": "because", "bc": "because", "tmr": "tomorrow",
    "tmrw": "tomorrow", "2moro": "tomorrow", "wot": "what", "wat": "what", "dat": "that", "dis": "this",
    "wif": "with", "im": "i'm", "iam": "i'm", "ive": "i've", "dont": "don't", "cant": "can't",
    "wont": "won't", "didnt": "didn't", "isnt": "isn't", "wasnt": "wasn't", "doesnt": "doesn't",
    "couldnt": "couldn't", "shouldnt": "shouldn't", "wouldnt": "wouldn't", "havent": "haven't",
    "hasnt": "hasn't", "hadnt": "hadn't", "arent": "aren't", "werent": "weren't", "aint": "ain't",
    "youre": "you're", "youve": "you've", "theyre": "they're", "theyve": "they've", "thats": "that's",
    "whats": "what's", "shes": "xe's", "hes": "xe's",
    "mysel": "myself", "meself": "myself", "youll": "you'll",
    "frm": "from", "abt": "about", "bcos": "because", "msg": "message", "rly": "really", "gonna": "going",
    "gunna": "going", "wanna": "want", "cannot": "can't", "sry": "sorry", "soz": "sorry", "aww": "aw",
    "awh": "aw", "awww": "aw", "congrats": "congratulations", "theyll": "they'll", "dunno": "don't",
    "ppl": "people", "tho": "though", "nite": "night", "alot": "lot", "becuz": "because", "cz": "because",
    "tonite": "tonight", "wiv": "with", "nuthin": "nothing", "nothin": "nothing", "nowt": "nothing",
    "owt": "anything", "anythin": "anything", "summat": "something", "somethin": "something",
    "everythin": "everything", "cannae": "can't", "didnae": "didn't", "wasnae": "wasn't", "dinnae": "don't",
    "dunt": "don't", "ya": "you", "yous": "you", "gonnae": "going", "tryna": "trying", "goin": "going",
    "feelin": "feeling", "color": "colour", "favorite": "favourite",
}  # fmt: skip
"""Spellings of short messages that mean one common word."""


def clean(text: str) -> str:
    """The text in one Unicode form, without piled marks, controls and skin tones; at most MAX_CHARS."""
    text = text[:MAX_CHARS].encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFKC", text)[:MAX_CHARS]
    return text.translate(_TABLE)[:MAX_CHARS].strip()


def _is_shouting(text: str) -> bool:
    upper = sum(c.isupper() for c in text)
    return upper > 4 and upper * 2 > sum(c.isalpha() for c in text)


def tokens(cleaned: str) -> list[str]:
    """Lower-case words and marks, in order; names read `xname`, gendered words a neutral one."""
    shouting = _is_shouting(cleaned)
    out: list[str] = []
    starts = True
    for raw in _TOKEN.findall(_LINK.sub(" xlink ", cleaned)):
        word = raw.lower()
        if not word[0].isalpha() or not word.isascii():
            out.append("0" if word[0].isdigit() else word)
            starts = starts or raw in '!?:"*([' or raw[0] == "."
            continue
        out.extend(_neutral(word, capital=not shouting and not starts and raw[0].isupper()))
        starts = False
    return out


def _neutral(word: str, *, capital: bool) -> list[str]:
    """One word without gender and name: `capital` says that a sentence does not begin with it."""
    word = _LONG_RUN.sub(r"\1\1", word)
    word = SPELLINGS.get(word, word)
    stem, apostrophe, ending = word.partition("'")
    if stem in GENDERED:
        return [GENDERED[stem] + apostrophe + ending]
    if stem in GIVEN_NAMES or (capital and stem not in NOT_NAMES and len(stem) > 1):
        return ["xname", apostrophe + ending] if apostrophe else ["xname"]
    return [word]
