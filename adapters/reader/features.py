# ruff: noqa: E501 -- a pattern on one line reads better than a broken one
"""What the linear reader looks at: hashed n-grams, cues, and counts from small word lists."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from adapters.reader.word_lists import LISTS_OF_WORD, NAMES
from core.reading.cues import Cues, read_cues
from core.reading.neutral_words import listed
from core.reading.plain_text import clean, flat, tokens
from core.reading.safety import crisis_score, unsafe_score
from core.reading.topics import TOPICS, topics_of

Floats = NDArray[np.float32]
_MOST_WORDS = 400
"""Tokens featurised; what comes after is still in the cues and the safety patterns."""
_I, _ME, _YOU, _THIRD = (NAMES.index(name) for name in ("i", "me", "you", "third"))
_FEELINGS = tuple(
    NAMES.index(name) for name in ("sad", "fear", "anger", "shame", "glad", "feel", "tired", "longing")
)

PATTERNS = {
    "i_feel": r" i(?:'m| am| feel| felt|'ve been| was| get) (?:\S+ ){0,2}",
    "i_did": r" i (?:\S+ )?(?:told|lost|failed|got|passed|miss|love|hate|need|want|wish|hope|can't|couldn't|never|keep|cried|left)",
    "opens_i": r"^ (?:i|i'm|i've|my|me) ",
    "my_kin": r" my (?:xparent|xparents|xsibling|xchild|xspouse|xpartner|xgran|family|ex|xaunt|best friend) ",
    "for_kin": r" (?:scared|worried|afraid|proud|miss|sad|happy|pray|terrified) (?:\S+ ){0,2}(?:for|of|about) (?:my|xer|our) ",
    "never_told": r" (?:never told|haven't told|not told|nobody knows|no one knows|don't tell|didn't tell|first time i) ",
    "told_them": r" i (?:finally |just )?told ",
    "quote": "\"",
    "stars": r"\*",
    "code": r"[{}<>=_#|/\\]",
    "asks": r"\? $",
    "asks_you": r" (?:are|do|did|have|were|how|what|why|can|will) (?:\S+ ){0,1}you ",
    "how_are_you": r" how (?:are|r) (?:you|things) | how's | how (?:was|is) (?:your|the|it) ",
    "wishes_you": r" (?:happy birthday|congratulations|good luck|hope you|have a|take care|sorry for your|get well|wish you) ",
    "love_you": r" (?:i )?(?:love|miss) you ",
    "time_place": r" (?:at|by|till|until|from) 0 | see you | on my way | pick (?:\S+ )?up ",
    "i_like": r" i (?:really |just |also )?(?:like|love|loved|enjoy|prefer|watched|saw|read|heard|know|think) (?:the|that|it|this|to|a) ",
    "thanks": r" (?:thanks|thank you|cheers) ",
    "sorry_to_hear": r" sorry (?:to hear|that|about|you)| that (?:sounds|must|sucks|is so|is such)| must (?:be|have been|feel) ",
    "here_for_you": r" (?:i'm|am|i am|we're|always) (?:always |right |just )?here | here for you | got you | by your side | with you ",
    "proud_of": r" proud of you | well done | good for you | you (?:did it|deserve|earned)| so happy for you | congratulations ",
    "anyone_would": r" (?:anyone|anybody|who|i) (?:would|wouldn't|'d) | makes sense | no wonder | course you ",
    "you_should": r" you (?:should|need to|have to|could|must|ought|better|might want|can always) | why don't you | have you tried | try (?:to |and )?\S+ing | if i were you | you'd better | how about ",
    "you_just": r" (?:just|stop|don't|go|get|take|see|ask|tell|call|talk|leave|apply) ",
    "opens_verb": r"^ (?:just |maybe |please )?(?:try|go|get|take|see|ask|tell|call|talk|leave|stop|don't|do|make|buy|use|join|find|speak|write|ring|book) ",
    "but_i": r" (?:i|my|me) (?:\S+ ){0,3}(?:too|also|once|had|never|always)|^ (?:i|my|when i|mine) ",
    "anyway": r" (?:anyway|anyways|btw|by the way|also|speaking of|did you (?:get|see|remember|bring|pay|buy|move|watch)) | what's for | can you ",
    "at_least": r" at least | could be worse | (?:have it|off) worse | not the end | get over | calm down | big deal ",
    "wants_more": r" (?:what happened|how (?:do|are|did) you|what (?:did|was|would|is|part)|tell me (?:more|everything|about)|want to talk|do you want|how long|since when|what's it like) ",
    "hugs": r" (?:hugs?|hugging|come here|hold you|cuddle|squeeze|xx+|xox\w*) | x $",
}  # fmt: skip
_PATTERNS = tuple(re.compile(pattern) for pattern in PATTERNS.values())
CUE_NAMES = (
    "affect", "valence", "warmth", "sadness", "joy", "fear", "anger", "laughter", "scorn", "smirk", "mock_praise", "emphasis",
)  # fmt: skip
COUNTED = len(NAMES)
OTHER_NAMES = (
    "log_words", "log_sentences", "short", "i_share", "you_share", "third_share", "i_near_feeling", "feeling_without_i",
    "i_and_kin", "only_others", "numbers", "crisis", "unsafe", "long_words", "commas",
)  # fmt: skip
DENSE_NAMES = (
    *NAMES,
    *PATTERNS,
    *(f"cue_{name}" for name in CUE_NAMES),
    *OTHER_NAMES,
    *(f"topic_{topic}" for topic in TOPICS),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text taken apart once, for every head."""

    cleaned: str
    words: list[str]
    flat: str
    cues: Cues
    topics: tuple[str, ...]
    crisis: float
    unsafe: float


def take_apart(text: str, *, emoji: str = "", voice: bool = False, immediacy: float | None = None) -> Text:
    """Cleans, splits and looks for cues; costs most of a reading."""
    cleaned = clean(text)
    words = tokens(cleaned)
    joined = flat(words)
    cues = read_cues(cleaned, emoji=emoji, voice=voice, immediacy=immediacy)
    return Text(cleaned, words, joined, cues, topics_of(words), crisis_score(joined), unsafe_score(joined))


def ngram_hashes(text: Text) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Hashes of word uni- and bigrams and of characters (3 and 4) inside words, each once; two uint32 arrays.

    Neutral words have no character n-grams, so nothing of a name or a gender is left.
    """
    words = text.words[:_MOST_WORDS]
    found = {crc32(word.encode()) for word in words}
    found.update(crc32(f"{a} {b}".encode()) for a, b in pairwise(words))
    pieces: set[int] = set()
    for word in set(words):
        if word[0] == "x" or not word.isascii() or len(word) > 24:
            continue
        padded = f"<{word}>".encode()
        pieces.update(crc32(padded[i : i + 3], 1) for i in range(len(padded) - 2))
        pieces.update(crc32(padded[i : i + 4], 1) for i in range(len(padded) - 3))
    return np.fromiter(found, np.uint32, len(found)), np.fromiter(pieces, np.uint32, len(pieces))


def dense(text: Text) -> Floats:
    """Hand-made features in the order of DENSE_NAMES, each about 0 to 2."""
    words = text.words[:_MOST_WORDS]
    counts = [0] * COUNTED
    near = lonely = 0
    last_self = -9
    for position, word in enumerate(words):
        for index in LISTS_OF_WORD.get(word, ()):
            counts[index] += 1
            if index in (_I, _ME):
                last_self = position
            elif index in _FEELINGS:
                near += position - last_self <= 5
                lonely += position - last_self > 5
    n = max(1, len(words))
    selves, you, third = counts[_I] + counts[_ME], counts[_YOU], counts[_THIRD]
    cues = text.cues
    sentences = 1 + sum(word in "!?" or word[0] == "." for word in words)
    return np.array(
        [
            *(math.log1p(count) for count in counts),
            *(1.0 if pattern.search(text.flat) else 0.0 for pattern in _PATTERNS),
            *(getattr(cues, name) for name in CUE_NAMES),
            math.log1p(n) / 2, math.log1p(sentences), 1.0 if n < 4 else 0.0,
            selves / n * 4, you / n * 4, third / n * 4, min(near, 3) / 2, min(lonely, 3) / 2,
            1.0 if selves and counts[NAMES.index("kin")] else 0.0, 1.0 if third and not selves else 0.0,
            min(3, words.count("0")) / 2, text.crisis, text.unsafe,
            sum(len(word) > 8 for word in words) / n * 4, words.count(",") / n * 4,
            *(1.0 if topic in text.topics else 0.0 for topic in TOPICS),
        ],
        dtype=np.float32,
    )  # fmt: skip


_STOP = frozenset(
    [
        "i",
        "i'm",
        "you",
        "your",
        "the",
        "a",
        "an",
        "and",
        "or",
        "but",
        "to",
        "of",
        "in",
        "on",
        "it",
        "is",
        "was",
        "be",
        "been",
        "that",
        "this",
        "my",
        "me",
        "so",
        "for",
        "with",
        "at",
        "have",
        "had",
        "do",
        "did",
        "not",
        "no",
        "are",
        "we",
        "they",
        "xe",
        "xer",
        "them",
        "their",
        "if",
        "as",
        "just",
        "what",
        "how",
        "when",
        "there",
        "from",
        "all",
        "up",
        "out",
        "about",
        ".",
        ",",
        "!",
        "?",
        "'",
        '"',
        "-",
        ":",
        ";",
        "...",
    ]
)


def _stems(text: Text) -> set[str]:
    return {
        word.partition("'")[0][:5]
        for word in text.words
        if word not in _STOP and word[0].isalpha() and len(word) > 2
    }


OVERLAP_NAMES = (
    "overlap", "overlap_share", "topic_overlap", "reply_log_words", "no_disclosure", "disclosure_positive",
    "disclosure_negative", "gladness_for_good", "gladness_for_bad", "laughs_at_sad", "comfort_for_bad", "question_about",
    "question_elsewhere", "logistics_only", "self_turn", "two_questions", "minimal",
)  # fmt: skip


def overlap(reply: Text, reply_dense: Floats, to: Text | None, valence: float) -> Floats:
    """How a reply meets its disclosure (valence -1 to 1), in the order of OVERLAP_NAMES; `to` None: the reply alone."""
    mine = _stems(reply)
    theirs = _stems(to) if to is not None else set()
    shared = len(mine & theirs)
    topics = len(set(reply.topics) & set(to.topics)) if to is not None else 0
    at = dict(zip(DENSE_NAMES, reply_dense.tolist(), strict=True))
    good, bad = max(0.0, valence), max(0.0, -valence)
    glad = max(at["proud_of"], at["cue_joy"], min(1.0, at["glad"]), at["cue_emphasis"])
    asks = min(1.0, reply.flat.count(" ? "))
    about = 1.0 if shared or topics or at["wants_more"] else 0.0
    return np.array(
        [
            math.log1p(shared), shared / max(1, len(mine)), float(topics > 0), math.log1p(len(reply.words)) / 2,
            float(to is None), good, bad, glad * good, glad * bad, at["cue_laughter"] * bad,
            max(at["sorry_to_hear"], at["here_for_you"], at["hugs"], at["cue_warmth"]) * bad,
            asks * about, asks * (1 - about), min(1.0, at["logistics"]) * (1 - about),
            at["but_i"] * (1 - min(1.0, at["you"])), float(reply.flat.count(" ? ") > 1),
            float(len(reply.words) < 4),
        ],
        dtype=np.float32,
    )  # fmt: skip


def asks_about(meeting: Floats) -> bool:
    """Whether one question, not a row of them, is asked about the disclosure (science §3c)."""
    return bool(meeting[_ABOUT] > 0 and meeting[_TWO] == 0)


def understanding_ceiling(reply: Text) -> float:
    """The most understanding that so few words can show: "aww" with a heart shows none."""
    told = sum(word not in _STOP and word not in _SOUNDS and word[0].isalpha() for word in reply.words)
    return (0.1, 0.45, 0.8)[told] if told < 3 else 1.0


_ABOUT, _TWO = OVERLAP_NAMES.index("question_about"), OVERLAP_NAMES.index("two_questions")
_SOUNDS = frozenset(
    listed(
        """
    aw aww ah oh ooh oof omg wow ugh hm mm haha lol ok okay k yeah yes no x xx xxx babe love hun nice
    cool
    """
    )
)

__all__ = [
    "DENSE_NAMES",
    "OVERLAP_NAMES",
    "Floats",
    "Text",
    "asks_about",
    "dense",
    "ngram_hashes",
    "overlap",
    "take_apart",
    "understanding_ceiling",
]
